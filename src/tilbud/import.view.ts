// The two pages of an import: choose a file, and see what it will do before it is done.
import type { Refusal } from '../http/errors.ts'
import { showRefusal } from '../http/form.ts'
import { HEADINGS, type Problem, ROW_LIMIT, type TilbudFile, type TilbudRow } from './tilbud.file.ts'
import { type Plan, type PlannedRow, problemInWords } from './tilbud.import.ts'

const CRUMBS = [{ href: '/tilbud', text: 'Tilbud' }, { text: 'Indlæs fra fil' }]

const COLUMN_HELP: Record<keyof typeof HEADINGS, string> = {
  name: 'Skal være der. Kendes tilbuddet på navnet, bliver det opdateret; ellers bliver det oprettet.',
  shortNames: 'Korte former med komma imellem.',
  type: 'For eksempel botilbud. Et nyt tilbud skal have en.',
  centre: 'Centrets navn. Et nyt tilbud skal have et.',
  selfGoverning: 'Ja eller nej.',
  employees: 'Et helt tal.',
}

export const importForm = (refusal: Refusal | null) => ({
  title: 'Indlæs tilbud fra en fil',
  crumbs: CRUMBS,
  ...showRefusal({ file: 'Fil' }, refusal),
  limit: ROW_LIMIT.toLocaleString('da-DK'),
  columns: Object.entries(HEADINGS).map(([column, heading]) => ({
    term: heading,
    text: COLUMN_HELP[column as keyof typeof HEADINGS],
  })),
})

/** The empty example: only headings, in the CSV that Danish spreadsheets open with the right letters and columns. */
export const EXAMPLE = `\uFEFF${Object.values(HEADINGS).join(';')}\r\n`

const OUTCOMES = {
  wrong: 'Skal rettes',
  new: 'Nyt tilbud',
  change: 'Opdateres',
  same: 'Uændret',
} as const
type Outcome = keyof typeof OUTCOMES

const outcomeOf = ({ row, known, changes }: PlannedRow, wrong: Set<number | null>): Outcome => {
  if (wrong.has(row.row)) return 'wrong'
  if (!known) return 'new'
  return changes.length > 0 ? 'change' : 'same'
}

function newInWords({ type, centre, employees, selfGoverning }: TilbudRow) {
  const facts = [type, centre, employees !== null && `${employees} ansatte`, selfGoverning && 'selvejende']
  return facts.filter(Boolean).join(' · ')
}

function detailsOf(planned: PlannedRow, outcome: Outcome, problems: Problem[]): string[] {
  if (outcome === 'wrong')
    return problems
      .filter(({ row }) => row === planned.row.row)
      .map(({ column, text }) => (column ? `${HEADINGS[column]}: ${text}` : text))
  if (outcome === 'new') return [newInWords(planned.row)]
  return planned.changes.map(({ column, from, to }) => `${HEADINGS[column]}: ${from} → ${to}`)
}

const counted = (count: number, one: string, many: string) =>
  `${count.toLocaleString('da-DK')} ${count === 1 ? one : many}`

/** One sentence after the import. */
export function doneInWords(count: { new: number; changed: number; centres: number }) {
  const centres = count.centres > 0 ? `, og ${counted(count.centres, 'nyt center', 'nye centre')} kom til` : ''
  return `Filen er indlæst: ${counted(count.new, 'nyt tilbud', 'nye tilbud')} og ${counted(count.changed, 'opdateret', 'opdaterede')}${centres}.`
}

/** The preview: every row with what will happen to it, and the rows themselves on their way to the confirmation. */
export function previewPage({ rows, problems, ignored }: TilbudFile, plan: Plan, refusal: Refusal | null) {
  const read = new Set(problems.map(({ row, column }) => `${row} ${column}`))
  // A field that could not be read counts as empty in the plan; its own fault is enough.
  const all = [...problems, ...plan.problems.filter(({ row, column }) => !read.has(`${row} ${column}`))]
  const wrong = new Set(all.map(({ row }) => row))
  const shown = plan.rows.map(planned => {
    const outcome = outcomeOf(planned, wrong)
    return {
      row: planned.row.row,
      name: planned.row.name.slice(0, 120) || '(intet navn)',
      outcome,
      outcomeText: OUTCOMES[outcome],
      details: detailsOf(planned, outcome, all),
    }
  })
  const faults = all.toSorted((one, other) => (one.row ?? 0) - (other.row ?? 0)).map(problemInWords)
  const someChange = shown.some(({ outcome }) => outcome === 'new' || outcome === 'change')
  return {
    title: 'Se filen igennem',
    crumbs: [...CRUMBS.slice(0, 1), { href: '/tilbud/import', text: 'Indlæs fra fil' }, { text: 'Se filen igennem' }],
    facts: (Object.keys(OUTCOMES) as Outcome[]).map(outcome => ({
      term: OUTCOMES[outcome],
      text: String(shown.filter(row => row.outcome === outcome).length),
    })),
    faults: faults.slice(0, 50),
    moreFaults: faults.length > 50 ? `… og ${faults.length - 50} til. De står ved rækkerne herunder.` : null,
    ignored: ignored.length > 0 ? ignored.map(heading => `»${heading}«`).join(', ') : null,
    rows: shown,
    newCentres: plan.newCentres.map(({ name, row }) =>
      problemInWords({ row, column: 'centre', text: `»${name}« findes ikke.` }),
    ),
    createCentres: `Opret ${plan.newCentres.map(({ name }) => `»${name}«`).join(', ')}`,
    refused: refusal?.message ?? null,
    mayConfirm: faults.length === 0 && someChange,
    nothingNew: faults.length === 0 && !someChange,
    json: JSON.stringify(rows),
  }
}
