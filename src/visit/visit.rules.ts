// Who may read and who may take which step with a visit, in which state. Nothing else decides it.
import { type Box, type Role, STATUSES, type VisitStatus } from '../db/tables.ts'
import type { RequestUser } from '../http/request-user.ts'

export const STEPS = [
  'write',
  'cancel',
  'sendToHearing',
  'takeBack',
  'changeDeadline',
  'comment',
  'remark',
  'answer',
  'closeHearing',
  'publish',
  'publishWithoutHearing',
  'correct',
  'giveUpCorrection',
  'replace',
  'release',
  'share',
] as const
export type Step = (typeof STEPS)[number]

/** The steps with which a text leaves the house, and before which it is proof-read. */
export type ProofreadStep = Extract<Step, 'sendToHearing' | 'publish'>

/** all: any visit · own: a consultant's own visits, a leader's own tilbud · none: answers 404 */
export type Scope = 'all' | 'own' | 'none'

/**
 * A visit in hearing is answered from its first comment on: then its texts may be corrected, and the leader sees how. One
 * that is published is withheld until the day on which the leader gets what was published last.
 */
export const STAGES = [...STATUSES, 'answering', 'withheld'] as const
export type Stage = (typeof STAGES)[number]

/** The stages that a visit of a status can be in. */
export const STAGES_OF: Record<VisitStatus, readonly Stage[]> = {
  planned: ['planned'],
  draft: ['draft'],
  hearing: ['hearing', 'answering'],
  published: ['published', 'withheld'],
  superseded: ['superseded', 'withheld'],
}

/** Who reads the visit itself, with its points. Who reads a published report stands in report/report.rules.ts. */
export const READ: Record<Role, Record<Stage, Scope>> = {
  consultant: {
    ...{ planned: 'own', draft: 'own', hearing: 'own', answering: 'own' },
    ...{ withheld: 'all', published: 'all', superseded: 'all' },
  },
  leader: {
    ...{ planned: 'none', draft: 'none', hearing: 'own', answering: 'own' },
    ...{ withheld: 'none', published: 'own', superseded: 'own' },
  },
  administrator: {
    ...{ planned: 'all', draft: 'all', hearing: 'all', answering: 'all' },
    ...{ withheld: 'all', published: 'all', superseded: 'all' },
  },
}

// Of what was published before: when the leader and the staff get it, and the link by which staff read it.
const HAND_OUT = ['release', 'share'] as const
const IN_HEARING = [
  ...(['answer', 'changeDeadline', 'closeHearing', 'takeBack', 'publish', 'publishWithoutHearing'] as const),
  ...HAND_OUT,
] as const

const CARRY_ON: Record<Stage, readonly Step[]> = {
  planned: ['write', 'cancel'],
  // Where no correction was begun there is none to give up, and nothing to hand out: that is asked where it is done.
  draft: ['write', 'sendToHearing', 'answer', 'publishWithoutHearing', 'giveUpCorrection', ...HAND_OUT],
  hearing: IN_HEARING,
  answering: ['write', ...IN_HEARING],
  withheld: ['correct', ...HAND_OUT],
  published: ['correct', 'replace', ...HAND_OUT],
  superseded: ['share'],
}
const BE_HEARD: Record<Stage, readonly Step[]> = {
  planned: [],
  // While a correction is written or withheld the leader keeps what was published before, and its link; that there is
  // any is asked where it is done.
  draft: ['share'],
  hearing: ['comment', 'remark', 'share'],
  answering: ['comment', 'remark', 'share'],
  withheld: ['share'],
  published: ['share'],
  superseded: ['share'],
}

/** Which steps a role has in a stage; a consultant only with visits that he or she is on, a leader with own tilbud. */
export const MAY: Record<Role, Record<Stage, readonly Step[]>> = {
  consultant: CARRY_ON,
  leader: BE_HEARD,
  administrator: CARRY_ON,
}

/** Whether the role has the step in any stage: else it is refused as another's, not as out of turn. */
export const isStepOf = (role: Role, step: Step): boolean => STAGES.some(stage => MAY[role][stage].includes(step))

type Who = Pick<RequestUser, 'id' | 'role' | 'tilbudIds'>
type Visit = {
  status: VisitStatus
  tilbudId: string
  consultantIds: string[]
  commented: boolean
  withheld: boolean
}

function stageOf({ status, commented, withheld }: Visit): Stage {
  if (commented && STAGES_OF[status].includes('answering')) return 'answering'
  return withheld && STAGES_OF[status].includes('withheld') ? 'withheld' : status
}

const isOwn = (user: Who, visit: Visit) =>
  user.role === 'leader' ? user.tilbudIds.includes(visit.tilbudId) : visit.consultantIds.includes(user.id)

/** Whether `user` may read the visit with its points. */
export function mayRead(user: Who, visit: Visit): boolean {
  const scope = READ[user.role][stageOf(visit)]
  return scope === 'all' || (scope === 'own' && isOwn(user, visit))
}

const WORKS: Record<Role, Scope> = { consultant: 'own', leader: 'none', administrator: 'all' }

/** Whether `user` works on the visit, in whatever state: its history and what is found wrong with it are for them alone. */
export const worksOn = (user: Who, visit: Visit): boolean =>
  WORKS[user.role] === 'all' || (WORKS[user.role] === 'own' && isOwn(user, visit))

const NOTES: Record<Role, Scope> = { consultant: 'own', leader: 'none', administrator: 'none' }

/** Whether the raw notes of the visit are `user`'s: they belong to the consultants who are on it, in whatever state. */
export const takesNotes = (user: Who, visit: Visit): boolean => NOTES[user.role] === 'own' && isOwn(user, visit)

/** Whether `user` may take `step` with the visit as it stands. */
export const may = (user: Who, step: Step, visit: Visit): boolean =>
  MAY[user.role][stageOf(visit)].includes(step) && (user.role === 'administrator' || isOwn(user, visit))

/** Why a step is refused, and what to do about it. */
export const WHY_NOT: Record<VisitStatus, string> = {
  planned: 'Besøget er kun planlagt. Skriv det først.',
  draft: 'Besøget er en kladde. Send det i høring, eller angiv, hvorfor høringen springes over.',
  hearing:
    'Besøget er sendt i høring, og teksterne er låst, til der kommer bemærkninger at svare på. Skal noget rettes nu? Træk det tilbage fra høringen først.',
  published: 'Besøget er udgivet. Begynd en rettelse, hvis noget skal ændres.',
  superseded: 'Besøget er erstattet af et andet og kan ikke ændres.',
}

/** The status after a first text or point was written. */
export const afterWriting = (status: VisitStatus): VisitStatus => (status === 'planned' ? 'draft' : status)

type PointLinks = { theme: string; box: Box; source: string | null; alsoThemes: string[]; answers: string[] }
type Surroundings = { themes: string[]; purpleIds: string[] }

/** What is wrong with a point among the other points of its visit, as field → Danish sentence. */
export function pointProblems(point: PointLinks, { themes, purpleIds }: Surroundings) {
  const problems: { path: string; message: string }[] = []
  const refuse = (path: string, message: string) => problems.push({ path, message })
  if (!themes.includes(point.theme)) refuse('/theme', `Tema ${point.theme} findes ikke i besøgets kvalitetsmodel.`)
  point.alsoThemes.forEach((theme, i) => {
    if (!themes.includes(theme)) refuse(`/alsoThemes/${i}`, `Tema ${theme} findes ikke i besøgets kvalitetsmodel.`)
    if (theme === point.theme) refuse(`/alsoThemes/${i}`, 'Punktet står allerede i det tema.')
  })
  if (point.box !== 'yellow' && point.answers.length > 0)
    refuse('/answers', 'Kun gule punkter (forslag) svarer på fokuspunkter.')
  point.answers.forEach((answer, i) => {
    if (!purpleIds.includes(answer)) refuse(`/answers/${i}`, 'Fokuspunktet findes ikke blandt besøgets lilla punkter.')
  })
  if (point.box !== 'purple' && point.source !== null)
    refuse('/source', 'Kun lilla punkter (fokuspunkter) har en kilde.')
  return problems
}
