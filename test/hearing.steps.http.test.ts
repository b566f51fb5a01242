// Every cell of roles × stages × steps: the table itself, and over HTTP that a step out of turn is refused and changes nothing.
import { beforeAll, describe, expect, test } from 'vitest'
import { type Role, STATUSES, type VisitStatus } from '../src/db/tables.ts'
import { isStepOf, MAY, may, STAGES, STEPS, type Stage, type Step } from '../src/visit/visit.rules.ts'
import { type Person, useApp } from './support/app.ts'

const app = useApp()

const IN_HEARING: Step[] = [
  ...(['takeBack', 'changeDeadline', 'answer', 'closeHearing', 'publish', 'publishWithoutHearing'] as const),
  ...(['release', 'share'] as const),
]
const WORKING: Record<Stage, Step[]> = {
  planned: ['write', 'cancel'],
  draft: ['write', 'sendToHearing', 'answer', 'publishWithoutHearing', 'giveUpCorrection', 'release', 'share'],
  hearing: IN_HEARING,
  answering: ['write', ...IN_HEARING],
  withheld: ['correct', 'release', 'share'],
  published: ['correct', 'replace', 'release', 'share'],
  superseded: ['share'],
}
const LEADING: Record<Stage, Step[]> = {
  planned: [],
  draft: ['share'],
  hearing: ['comment', 'remark', 'share'],
  answering: ['comment', 'remark', 'share'],
  withheld: ['share'],
  published: ['share'],
  superseded: ['share'],
}
const EXPECTED: Record<Role, Record<Stage, Step[]>> = {
  consultant: WORKING,
  administrator: WORKING,
  leader: LEADING,
}
/** The steps that stand here; others may be added beside them. */
const KNOWN = [...new Set(Object.values({ ...WORKING, leader: LEADING.hearing }).flat())]

const statusOf = (stage: Stage): VisitStatus =>
  STATUSES.find(status => status === stage) ?? (stage === 'answering' ? 'hearing' : 'published')

const roles = Object.keys(EXPECTED) as Role[]
const cells = roles.flatMap(role => STAGES.flatMap(stage => KNOWN.map(step => [role, stage, step] as const)))

describe('the table', () => {
  test.each(cells)('%s, %s, %s', (role, stage, step) => {
    const flags = { commented: stage === 'answering', withheld: stage === 'withheld' }
    const visit = { status: statusOf(stage), tilbudId: 't', consultantIds: ['c'], ...flags }
    const expected = EXPECTED[role][stage].includes(step)
    expect(MAY[role][stage].includes(step)).toBe(expected)
    expect(may({ id: 'c', role, tilbudIds: ['t'] }, step, visit)).toBe(expected)
    const stranger = may({ id: 'x', role, tilbudIds: ['y'] }, step, visit)
    expect(stranger).toBe(role === 'administrator' && expected)
  })

  test('names no step that nobody has', () =>
    expect(STEPS.filter(step => !roles.some(role => isStepOf(role, step)))).toEqual([]))
})

type Cast = Record<'consultant' | 'leader' | 'otherConsultant' | 'otherLeader', Person>
let people: Cast
const visits = {} as Record<Stage, { id: string; comment: string }>

beforeAll(async () => {
  const [own, neighbour] = [await app().tilbud(), await app().tilbud()]
  people = {
    consultant: await app().person('consultant'),
    leader: await app().person('leader', [own.id]),
    otherConsultant: await app().person('consultant'),
    otherLeader: await app().person('leader', [neighbour.id]),
  }
  const replacing = await app().visit(people.consultant, own.id)
  for (const stage of STAGES) {
    const { id } = await app().visit(people.consultant, own.id, { conclusion: 'Til sidst.' })
    const api = `/api/v1/visits/${id}/hearing`
    expect((await people.consultant.post(api)).status).toBe(200)
    const written = { textKey: 'conclusion', kind: 'fact', body: 'Nej.' }
    const comment = await people.leader.post(`${api}/comments`, written)
    visits[stage] = { id, comment: comment.body.id }
    await app()
      .db.updateTable('visit')
      .set({
        ...{ status: statusOf(stage), replacedBy: stage === 'superseded' ? replacing.id : null },
        withheldFrom: stage === 'withheld' ? 1 : null,
        hearingCommentedAt: stage === 'answering' ? new Date() : null,
      })
      .where('id', '=', id)
      .execute()
  }
}, 120_000)

const TRIES: Record<
  string,
  { step: Step; send: (person: Person, api: string, comment: string) => Promise<{ status: number }> }
> = {
  sending: { step: 'sendToHearing', send: (person, api) => person.post(api) },
  'taking back': { step: 'takeBack', send: (person, api) => person.send('DELETE', api) },
  'moving the deadline': {
    step: 'changeDeadline',
    send: (person, api) => person.patch(api, 1, { deadline: '2199-01-07' }),
  },
  closing: { step: 'closeHearing', send: (person, api) => person.post(`${api}/close`) },
  answering: {
    step: 'answer',
    send: (person, api, comment) => person.patch(`${api}/comments/${comment}`, 1, { answer: 'corrected' }),
  },
  commenting: {
    step: 'comment',
    send: (person, api) => person.post(`${api}/comments`, { textKey: 'report', kind: 'missing', body: 'Mere.' }),
  },
  'having no comments': { step: 'comment', send: (person, api) => person.post(`${api}/no-remarks`) },
  remarking: { step: 'remark', send: (person, api) => person.put(`${api}/remark`, 1, { text: 'Tak.' }) },
}

const READS: Record<keyof Cast, Record<Stage, boolean>> = {
  consultant: {
    ...{ planned: true, draft: true, hearing: true, answering: true },
    ...{ withheld: true, published: true, superseded: true },
  },
  leader: {
    ...{ planned: false, draft: false, hearing: true, answering: true },
    ...{ withheld: false, published: true, superseded: true },
  },
  otherConsultant: {
    planned: false,
    draft: false,
    hearing: false,
    answering: false,
    withheld: true,
    published: true,
    superseded: true,
  },
  otherLeader: {
    ...{ planned: false, draft: false, hearing: false, answering: false },
    ...{ withheld: false, published: false, superseded: false },
  },
}
const ROLE: Record<keyof Cast, Role> = {
  consultant: 'consultant',
  leader: 'leader',
  otherConsultant: 'consultant',
  otherLeader: 'leader',
}
const OWN = ['consultant', 'leader']
// Routes of those who write refuse a leader before the visit is looked at.
const WRITERS = ['sendToHearing', 'takeBack', 'changeDeadline', 'closeHearing', 'answer']

/** What a step out of turn answers; null where the step is allowed. */
function refusalOf(who: keyof Cast, stage: Stage, step: Step): number | null {
  const role = ROLE[who]
  if (OWN.includes(who) && EXPECTED[role][stage].includes(step)) return null
  if (role === 'leader' && WRITERS.includes(step)) return 403
  if (!READS[who][stage]) return 404
  return !isStepOf(role, step) || !OWN.includes(who) ? 403 : 409
}

describe('over HTTP', () => {
  const out = (Object.keys(READS) as (keyof Cast)[]).flatMap(who =>
    STAGES.flatMap(stage =>
      Object.keys(TRIES).flatMap(name => {
        const expected = refusalOf(who, stage, TRIES[name]?.step ?? 'write')
        return expected === null ? [] : [[who, stage, name, expected] as const]
      }),
    ),
  )

  test.each(out)('%s, a visit that is %s: %s answers %i', async (who, stage, name, expected) => {
    const { id, comment } = visits[stage]
    const before = await app().db.selectFrom('visit').select('version').where('id', '=', id).executeTakeFirstOrThrow()
    const answer = await TRIES[name]?.send(people[who], `/api/v1/visits/${id}/hearing`, comment)
    expect(answer?.status).toBe(expected)
    const after = await app().db.selectFrom('visit').select('version').where('id', '=', id).executeTakeFirstOrThrow()
    expect(after).toEqual(before)
  })
})
