// What stands around every page of one visit: whose and when, its state, and the way to its parts.
import type { Box, VisitStatus } from '../db/tables.ts'
import type { RequestUser } from '../http/request-user.ts'
import { danishDate } from '../lib/danish-date.ts'
import type { Model } from '../model/model.schema.ts'
import { may, type Step, takesNotes, WHY_NOT, worksOn } from './visit.rules.ts'
import type { Visit } from './visit.schema.ts'
import { countPoints, inWords, STATUS_WORDS } from './visit.words.ts'

/** The part of the visit that a page shows: one of these, or the key of a theme as `theme/3a`. */
export type Part =
  | 'overview'
  | 'facts'
  | 'impression'
  | 'conclusion'
  | 'proof'
  | 'hearing'
  | 'step'
  | `theme/${string}`
  | 'brief'
  | 'since'
  | 'notes'
  | (typeof OWN_PARTS)[number]['path']

export type FrameSource = {
  user: RequestUser
  visit: Visit
  tilbud: { id: string; name: string }
  model: Pick<Model, 'themes'>
  /** Names of all consultants by id. */
  names: Map<string, string>
}

/** What only those who work on the visit have. */
const OWN_PARTS = [
  { path: 'history', text: 'Historik' },
  { path: 'bin', text: 'Papirkurv' },
] as const

/** While a draft is out, and those who work on the visit follow it. */
const HEARING_PART = { path: 'hearing', text: 'Høring' } as const

const STEPS: readonly {
  step: Step
  path: string
  text: string
  explanation: string
  only?: VisitStatus
  inCorrection?: true
}[] = [
  {
    step: 'sendToHearing',
    path: 'hearing',
    text: 'Send i høring',
    explanation: 'Lederen får udkastet at læse. Teksterne låses, til I trækker det tilbage eller udgiver.',
  },
  {
    step: 'closeHearing',
    path: 'hearing',
    text: 'Følg høringen',
    explanation: 'Se, hvem der har svaret, og besvar bemærkningerne.',
  },
  {
    step: 'publish',
    path: 'publication',
    text: 'Udgiv rapporten',
    explanation: 'Rapport og konklusion bliver til PDF og kan ikke ændres bagefter.',
  },
  {
    step: 'publishWithoutHearing',
    path: 'publication',
    text: 'Udgiv uden høring',
    explanation: 'Kun med en begrundelse. Rapport og konklusion kan ikke ændres bagefter.',
    only: 'draft',
  },
  {
    step: 'takeBack',
    path: 'take-back',
    text: 'Træk tilbage fra høring',
    explanation: 'Udkastet bliver en kladde igen, som I kan skrive i.',
  },
  {
    step: 'correct',
    path: 'correction',
    text: 'Begynd en rettelse',
    explanation: 'Besøget åbnes igen. Den udgivne rapport står ved magt, til I udgiver en ny version.',
  },
  {
    step: 'giveUpCorrection',
    path: 'give-up-correction',
    text: 'Fortryd rettelsen',
    explanation: 'Alt bliver igen, som det blev udgivet. Det, I har skrevet imens, bliver i historikken.',
    inCorrection: true,
  },
  {
    step: 'cancel',
    path: 'cancellation',
    text: 'Aflys besøget',
    explanation: 'Med en begrundelse. Kun så længe der ikke er skrevet i besøget.',
  },
]

/** "3 fokuspunkter · 4 forslag", or null where nothing is written. */
export function progressInWords(points: readonly { theme: string; box: Box }[], theme: string): string | null {
  const count = (box: Box) => points.filter(point => point.theme === theme && point.box === box).length
  const [grey, purple, yellow] = [count('grey'), count('purple'), count('yellow')]
  const told = [purple > 0 ? countPoints('purple', purple) : '', yellow > 0 ? countPoints('yellow', yellow) : '']
  const words = told.filter(text => text !== '').join('\u00a0· ')
  return words || (grey > 0 ? countPoints('grey', grey) : null)
}

/** Why the visit cannot be written in, and what to do; null when it can. */
function whyReadOnly(user: RequestUser, visit: Visit): string | null {
  if (may(user, 'write', visit)) return null
  if (user.role === 'consultant' && !visit.consultantIds.includes(user.id))
    return 'Du kan læse besøget. Kun besøgets egne konsulenter kan skrive i det.'
  return WHY_NOT[visit.status]
}

/** The frame of a page that shows `current`. */
export function frameView({ user, visit, tilbud, model, names }: FrameSource, current: Part) {
  const href = `/visit/${visit.id}`
  const part = (path: Part, text: string, done: boolean) => ({
    href: `${href}/${path}`,
    text,
    done,
    current: path === current,
    state: done ? 'udfyldt' : 'mangler',
  })
  return {
    id: visit.id,
    version: visit.version,
    href,
    reportHref: `${href}/report`,
    calendarHref: worksOn(user, visit) && visit.status === 'planned' ? `/api/v1/visits/${visit.id}/visit.ics` : null,
    tilbud: tilbud.name,
    date: danishDate(visit.visitedOn),
    consultants: inWords(visit.consultantIds.map(id => names.get(id) ?? 'Tidligere kollega')),
    status: visit.status,
    statusText: STATUS_WORDS[visit.status],
    editable: may(user, 'write', visit),
    whyReadOnly: whyReadOnly(user, visit),
    overviewIsCurrent: current === 'overview',
    brief: worksOn(user, visit) ? { href: `${href}/brief`, current: current === 'brief' } : null,
    since: worksOn(user, visit) ? { href: `${href}/since`, current: current === 'since' } : null,
    proof: worksOn(user, visit) ? { href: `${href}/proof`, current: current === 'proof' } : null,
    notes: takesNotes(user, visit) ? { href: `${href}/notes`, current: current === 'notes' } : null,
    room: worksOn(user, visit) ? { href: `${href}/room` } : null,
    ownParts: worksOn(user, visit)
      ? [...(visit.status === 'hearing' ? [HEARING_PART] : []), ...OWN_PARTS].map(({ path, text }) => ({
          href: `${href}/${path}`,
          text,
          current: path === current,
        }))
      : [],
    before: [
      part('facts', 'Fakta', visit.participants.employeesTotal !== null && visit.participants.met.length > 0),
      part('impression', 'Samlede indtryk', visit.overallImpression.trim() !== ''),
    ],
    themes: model.themes.map(({ key, name }) => {
      const progress = progressInWords(visit.points, key)
      return {
        href: `${href}/theme/${key}`,
        key,
        name,
        begun: progress !== null,
        progress: progress ?? 'ikke begyndt',
        current: current === `theme/${key}`,
      }
    }),
    after: [part('conclusion', 'Konklusion', visit.conclusion.trim() !== '')],
    steps: STEPS.filter(
      ({ step, only, inCorrection }) =>
        may(user, step, visit) &&
        (!only || only === visit.status) &&
        (!inCorrection || visit.correctionReason !== null),
    ).map(({ path, text, explanation }, index) => ({
      href: `${href}/${path}`,
      text,
      explanation,
      variant: index === 0 && path !== 'cancellation' ? 'primary' : 'secondary',
    })),
    correctionReason: visit.correctionReason,
  }
}

/** What every page of a visit gives to its template. */
export const framed = (source: FrameSource, current: Part, title: string) => ({
  title: `${title} – ${source.tilbud.name}`,
  wide: true,
  visit: frameView(source, current),
})
