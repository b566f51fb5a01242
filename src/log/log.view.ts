// The log in Danish words: who did what to what, and when.
import { danishDate, danishDateTime } from '../lib/danish-date.ts'
import type { LogEntry, listLog } from './log.queries.ts'

type Line = Awaited<ReturnType<typeof listLog>>[number]

const ACTIONS: Record<LogEntry['action'], string> = {
  login: 'loggede ind',
  loginRefused: 'blev afvist ved login',
  logout: 'loggede ud',
  read: 'læste',
  download: 'hentede',
  create: 'oprettede',
  change: 'rettede',
  delete: 'slettede',
  restore: 'gendannede',
  answer: 'besvarede',
  sendToHearing: 'sendte i høring',
  takeBack: 'trak tilbage fra høring',
  close: 'lukkede',
  publish: 'udgav',
  correct: 'åbnede for rettelse',
  giveUpCorrection: 'fortrød rettelsen af',
  revoke: 'lukkede ude',
  replace: 'erstattede',
  cancel: 'aflyste',
  confirm: 'bekræftede',
  export: 'eksporterede',
  import: 'indlæste',
}

const SUBJECTS: Record<LogEntry['subject'], string> = {
  session: '',
  user: 'brugeren',
  device: 'en enhed',
  municipality: 'kommunens navn og logo',
  centre: 'centret',
  tilbud: 'tilbuddet',
  model: 'kvalitetsmodellen',
  strategy: 'strategien',
  visit: 'besøget',
  point: 'et punkt',
  report: 'rapporten',
  conclusion: 'konklusionen',
  poster: 'plakaten',
  compare: 'sammenligningen',
  plan: 'udviklingsplanen',
  action: 'en handling i udviklingsplanen',
  coverage: 'strategien i praksis',
  proof: 'korrekturens regler',
  finding: 'en bemærkning fra korrekturen',
  hearing: 'høringen',
  comment: 'en bemærkning i høringen',
  remark: 'lederbemærkningen',
  invitation: 'en invitation',
  description: 'kvalitetsbeskrivelsen',
  calendar: 'kalenderen',
  thread: 'opfølgningen på et fokuspunkt',
  idea: 'et forslag i idébanken',
  release: 'hvornår rapporten kan læses',
  staffLink: 'personalets link',
}

const FIELDS: Record<string, string> = {
  name: 'navn',
  colour: 'farve',
  logo: 'logo',
  monthsBetweenVisits: 'måneder mellem besøg',
  email: 'e-mail',
  role: 'rolle',
  password: 'adgangskode',
  active: 'aktiv',
  tilbudIds: 'tilbud',
  shortNames: 'kortnavne',
  type: 'type',
  centreId: 'center',
  centre: 'center',
  selfGoverning: 'ejer',
  employees: 'antal ansatte',
  visitedOn: 'dato',
  consultantIds: 'konsulenter',
  modelId: 'kvalitetsmodel',
  employeesTotal: 'antal ansatte',
  met: 'talt med',
  topics: 'emner',
  overallImpression: 'samlede indtryk',
  conclusion: 'konklusion',
  heading: 'overskrift',
  body: 'tekst',
  source: 'kilde',
  saidOnTheDay: 'sagt på dagen',
  theme: 'tema',
  box: 'boks',
  themes: 'temaer',
  answers: 'svarer på',
  goals: 'mål',
  goalKeys: 'mål',
  title: 'overskrift',
  text: 'tekst',
  successCriteria: 'succeskriterier',
  handling: 'hvad der gøres',
  responsible: 'hvem der gør det',
  due: 'hvornår',
  status: 'status',
  mark: 'fortsat eller lukket',
  leader: 'lederens dag',
  staff: 'personalets dag',
}

const wordOf = (words: Record<string, string>, key: string) => (Object.hasOwn(words, key) ? (words[key] ?? key) : key)

/** What the detail of a line says: which fields, which version, how many. */
function detailInWords(detail: Line['detail']): string | null {
  const { fields, version } = detail
  if (Array.isArray(fields) && fields.length > 0) return fields.map(field => wordOf(FIELDS, String(field))).join(', ')
  if (version === 'draft') return 'kladden'
  if (typeof version === 'number') return `version ${version}`
  if (typeof detail.new === 'number') return `${detail.new} nye, ${detail.changed} opdaterede`
  return null
}

// Staff have no accounts: whoever has their link is known by nothing else.
function whoElse({ action, detail }: Line): string {
  if (detail.by === 'staffLink') return 'En med personalets link'
  return action === 'loginRefused' ? 'En ukendt' : 'Systemet'
}

/** One line: "rettede tilbuddet Åhuset", and behind it the visit that it was about. */
const toRow = (line: Line) => ({
  at: danishDateTime(line.at),
  machineTime: line.at.toISOString(),
  who: line.userName ?? whoElse(line),
  what: [wordOf(ACTIONS, line.action), wordOf(SUBJECTS, line.subject), line.subjectName].filter(Boolean).join(' '),
  visit: line.visitId && line.visitedOn ? { href: `/visit/${line.visitId}`, date: danishDate(line.visitedOn) } : null,
  tilbud: line.tilbudName === line.subjectName ? null : line.tilbudName,
  detail: detailInWords(line.detail),
})

/** A page of the log. `rows` hold one more than the page shows when there are older ones. */
export function logPage(rows: Line[], { before, limit }: { before: number | null; limit: number }) {
  const shown = rows.slice(0, limit)
  return {
    title: 'Log',
    rows: shown.map(toRow),
    newest: before === null ? null : '/log',
    older: rows.length > limit ? `/log?before=${shown.at(-1)?.id}` : null,
  }
}
