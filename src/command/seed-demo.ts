// Demo content for the embedded database: invented people, tilbud and six years of visits, in every state.
import { v7 as uuidv7 } from 'uuid'
import { z } from 'zod'
import type { Db, Trx } from '../db/tables.ts'
import { BOXES, SOURCES, STATUSES } from '../db/tables.ts'
import { insertComment } from '../hearing/comment.queries.ts'
import { insertHearing, insertRecipients } from '../hearing/hearing.queries.ts'
import { proposedDeadline } from '../hearing/hearing.rules.ts'
import { hashPassword } from '../lib/password.ts'
import type { Press } from '../report/press.ts'
import { freeze } from '../report/report.actions.ts'
import { findReportSource, insertReport } from '../report/report.queries.ts'
import { listLeadersOf } from '../tilbud/tilbud.queries.ts'
import type { Demo } from '../user/login.pages.ts'
import { readSeeds } from './seed.ts'
import { seedPlan } from './seed-plan.ts'
import { followDemo } from './seed-threads.ts'

const DAY = 86_400_000
const MODEL = 'kvalitetsmodel-3.0'

const PEOPLE = [
  { email: 'konsulent1@eksempel.dk', name: 'Signe Strand', role: 'consultant', centre: null, shown: 'Konsulent' },
  { email: 'konsulent2@eksempel.dk', name: 'Jonas Lund', role: 'consultant', centre: null, shown: 'Konsulent' },
  {
    email: 'leder@eksempel.dk',
    name: 'Karen Dam',
    role: 'leader',
    centre: 'nordlyset',
    shown: 'Leder, Center Nordlyset',
  },
  {
    email: 'leder2@eksempel.dk',
    name: 'Peter Holm',
    role: 'leader',
    centre: 'aabredden',
    shown: 'Leder, Center Åbredden',
  },
  { email: 'admin@eksempel.dk', name: 'Ellen Skov', role: 'administrator', centre: null, shown: 'Administrator' },
] as const

export const DEMO: Demo = {
  password: 'kvalitetsbesoeg-demo',
  users: PEOPLE.map(({ email, shown }) => ({ email, name: shown })),
}

const Places = z.object({
  centres: z.array(z.object({ slug: z.string(), name: z.string() })),
  tilbud: z.array(
    z.object({
      slug: z.string(),
      name: z.string(),
      shortNames: z.array(z.string()),
      type: z.string(),
      centre: z.string(),
      selfGoverning: z.boolean(),
      employees: z.object({ count: z.int().nullable(), confirmedOn: z.iso.date().nullable() }),
    }),
  ),
})

const DemoVisit = z.object({
  tilbud: z.string(),
  visitedOn: z.iso.date(),
  status: z.enum(STATUSES),
  consultants: z.array(z.string()),
  participants: z.object({
    employeesTotal: z.int().nullable(),
    met: z.array(z.object({ group: z.string(), count: z.int() })),
  }),
  topics: z.array(z.string()),
  overallImpression: z.string(),
  conclusion: z.string(),
  replacedBy: z.string().nullish(),
  points: z.array(
    z.object({
      key: z.string(),
      theme: z.string(),
      box: z.enum(BOXES),
      heading: z.string().nullable(),
      body: z.string(),
      alsoThemes: z.array(z.string()),
      answers: z.array(z.string()),
      source: z.enum(SOURCES).nullable(),
      saidOnTheDay: z.boolean(),
      topics: z.array(z.string()),
      goalKeys: z.array(z.string()),
    }),
  ),
})
const Descriptions = z.array(
  z.object({
    tilbud: z.string(),
    by: z.string(),
    writtenOn: z.iso.date(),
    texts: z.record(z.string(), z.string()),
  }),
)

/** What the demo's consultants found of a description on the day, by the tilbud of the draft. */
const DEMO_MARKS = { birkelunden: { '1': 'agrees', '2': 'agrees', '3a': 'partly', '5': 'new' } } as const

type DemoVisit = z.infer<typeof DemoVisit>

type Ids = Map<string, string>
const idsFor = (keys: string[]): Ids => new Map(keys.map(key => [key, uuidv7()]))
const idOf = (ids: Ids, key: string) => {
  const id = ids.get(key)
  if (!id) throw new Error(`the demo content names ${key}, which does not exist`)
  return id
}

/** Writes people, tilbud and visits in one transaction. The published reports are printed by `publishDemo`. */
export async function seedDemo(db: Db): Promise<void> {
  const demo = Object.fromEntries(readSeeds('demo'))
  const places = Places.parse(demo.tilbud)
  const visits = readSeeds('demo/visit').map(([name, content]) => [name, DemoVisit.parse(content)] as const)
  const centres = idsFor(places.centres.map(centre => centre.slug))
  const tilbud = idsFor(places.tilbud.map(place => place.slug))
  const users = idsFor(PEOPLE.map(person => person.email))
  const visitIds = idsFor(visits.map(([name]) => name))
  const passwordHash = await hashPassword(DEMO.password)

  await db.transaction().execute(async trx => {
    await trx
      .insertInto('centre')
      .values(places.centres.map(({ slug, name }) => ({ id: idOf(centres, slug), name })))
      .execute()
    await trx
      .insertInto('tilbud')
      .values(
        places.tilbud.map(({ slug, centre, employees, ...fields }) => ({
          ...fields,
          id: idOf(tilbud, slug),
          centreId: idOf(centres, centre),
          employeesCount: employees.count,
          employeesConfirmedOn: employees.confirmedOn,
        })),
      )
      .execute()
    await trx
      .insertInto('user')
      .values(PEOPLE.map(({ email, name, role }) => ({ id: idOf(users, email), email, name, role, passwordHash })))
      .execute()
    await trx
      .insertInto('userTilbud')
      .values(
        PEOPLE.flatMap(({ email, centre }) =>
          places.tilbud
            .filter(place => place.centre === centre)
            .map(place => ({ userId: idOf(users, email), tilbudId: idOf(tilbud, place.slug) })),
        ),
      )
      .execute()
    // A visit that replaces another must be there first.
    for (const [name, visit] of [...visits].sort(([, a], [, b]) => Number(!!a.replacedBy) - Number(!!b.replacedBy)))
      await insertDemoVisit(trx, visit, { id: idOf(visitIds, name), tilbud, users, visitIds })
    await seedPlan(trx, demo.action, slug => idOf(tilbud, slug))
    await insertDescriptions(trx, { tilbud, users })
    await followDemo(
      trx,
      visits.map(([name, { status, visitedOn }]) => ({ id: idOf(visitIds, name), status, visitedOn })),
      publicationOf,
    )
    for (const [name, visit] of visits) if (visit.status === 'hearing') await hearDemo(trx, idOf(visitIds, name))
  })
}

/** What the demo's leaders wrote before visits, version by version. */
async function insertDescriptions(trx: Trx, { tilbud, users }: { tilbud: Ids; users: Ids }) {
  const versions = new Map<string, number>()
  const rows = Descriptions.parse(Object.fromEntries(readSeeds('demo')).description).map(row => {
    const version = (versions.get(row.tilbud) ?? 0) + 1
    versions.set(row.tilbud, version)
    return {
      ...{ id: uuidv7(), tilbudId: idOf(tilbud, row.tilbud), modelId: MODEL, version },
      ...{ texts: JSON.stringify(row.texts), writtenBy: idOf(users, row.by) },
      writtenAt: new Date(`${row.writtenOn}T10:00:00Z`),
    }
  })
  await trx.insertInto('description').values(rows).execute()
  for (const [slug, marks] of Object.entries(DEMO_MARKS))
    await trx
      .updateTable('visit')
      .set({ descriptionMarks: JSON.stringify(marks) })
      .where('tilbudId', '=', idOf(tilbud, slug))
      .where('status', '=', 'draft')
      .execute()
}

async function insertDemoVisit(
  trx: Trx,
  visit: DemoVisit,
  { id, tilbud, users, visitIds }: { id: string; tilbud: Ids; users: Ids; visitIds: Ids },
) {
  const writtenAt = new Date(Math.min(Date.parse(`${visit.visitedOn}T12:00:00Z`) + 6 * DAY, Date.now()))
  const consultants = visit.consultants.map(email => idOf(users, email))
  const [updatedBy = null] = consultants
  await trx
    .insertInto('visit')
    .values({
      id,
      tilbudId: idOf(tilbud, visit.tilbud),
      modelId: MODEL,
      visitedOn: visit.visitedOn,
      employeesTotal: visit.participants.employeesTotal,
      met: JSON.stringify(visit.participants.met),
      topics: visit.topics,
      overallImpression: visit.overallImpression,
      conclusion: visit.conclusion,
      status: visit.status,
      replacedBy: visit.replacedBy ? idOf(visitIds, visit.replacedBy) : null,
      hearingSentAt: visit.status === 'hearing' ? writtenAt : null,
      createdAt: writtenAt,
      updatedAt: writtenAt,
      updatedBy,
    })
    .execute()
  await trx
    .insertInto('visitConsultant')
    .values(consultants.map(userId => ({ visitId: id, userId })))
    .execute()
  const texts = (['overallImpression', 'conclusion'] as const).filter(field => visit[field] !== '')
  if (texts.length > 0)
    await trx
      .insertInto('revision')
      .values(
        texts.map(field => ({
          id: uuidv7(),
          visitId: id,
          field,
          version: 1,
          body: visit[field],
          writtenBy: updatedBy,
          writtenAt,
        })),
      )
      .execute()
  if (visit.points.length === 0) return

  const points = idsFor(visit.points.map(point => point.key))
  const positions = new Map<string, number>()
  const positionIn = (box: string) => {
    const position = (positions.get(box) ?? 0) + 1
    positions.set(box, position)
    return position
  }
  await trx
    .insertInto('point')
    .values(
      visit.points.map(({ key, alsoThemes: _, answers: __, goalKeys: ___, ...point }) => ({
        ...point,
        id: idOf(points, key),
        visitId: id,
        modelId: MODEL,
        position: positionIn(`${point.theme} ${point.box}`),
        createdAt: writtenAt,
        updatedAt: writtenAt,
        updatedBy,
      })),
    )
    .execute()
  await trx
    .insertInto('revision')
    .values(
      visit.points.map(({ key, heading, body }) => ({
        id: uuidv7(),
        visitId: id,
        pointId: idOf(points, key),
        field: 'point' as const,
        version: 1,
        heading,
        body,
        writtenBy: updatedBy,
        writtenAt,
      })),
    )
    .execute()
  const alsoThemes = visit.points.flatMap(({ key, alsoThemes }) =>
    alsoThemes.map(theme => ({ pointId: idOf(points, key), modelId: MODEL, theme })),
  )
  const answers = visit.points.flatMap(({ key, answers }) =>
    answers.map(purple => ({ visitId: id, yellowId: idOf(points, key), purpleId: idOf(points, purple) })),
  )
  const goals = visit.points.flatMap(({ key, goalKeys }) =>
    goalKeys.map(goal => {
      const [strategyId = '', nodeKey = ''] = goal.split('/')
      return { pointId: idOf(points, key), strategyId, nodeKey }
    }),
  )
  if (alsoThemes.length > 0) await trx.insertInto('pointTheme').values(alsoThemes).execute()
  if (answers.length > 0) await trx.insertInto('pointAnswer').values(answers).execute()
  if (goals.length > 0) await trx.insertInto('pointGoal').values(goals).execute()
}

/** When the report of a demo visit was published. */
const publicationOf = (visitedOn: string) => new Date(Date.parse(`${visitedOn}T10:00:00Z`) + 37 * DAY)

/** Prints and freezes the reports of those demo visits that are published and have none yet, the newest first. */
export async function publishDemo(db: Db, press: Press, limit = 1000): Promise<void> {
  const waiting = await db
    .selectFrom('visit')
    .select(['id', 'visitedOn', 'updatedBy'])
    .where('status', 'in', ['published', 'superseded'])
    .where('id', 'not in', eb => eb.selectFrom('report').select('visitId'))
    .orderBy('visitedOn', 'desc')
    .limit(limit)
    .execute()
  const publishNext = async (): Promise<void> => {
    const next = waiting.shift()
    if (!next) return
    const { id, visitedOn, updatedBy } = next
    const draft = await findReportSource(db, null, id)
    if (draft && updatedBy) {
      const publishedOn = publicationOf(visitedOn)
      const { row } = await freeze(press, draft, { version: 1, publishedOn })
      const report = { ...row, publishedBy: updatedBy, publishedAt: publishedOn }
      await db.transaction().execute(trx => insertReport(trx, report))
    }
    return publishNext()
  }
  // One prints while the other is stored.
  await Promise.all([publishNext(), publishNext()])
}

/** A draft that was sent to the leader three days ago, with a comment that waits for an answer. */
async function hearDemo(trx: Trx, visitId: string) {
  const source = await findReportSource(trx, null, visitId)
  const { tilbudId } = await trx
    .selectFrom('visit')
    .select('tilbudId')
    .where('id', '=', visitId)
    .executeTakeFirstOrThrow()
  const leaders = await listLeadersOf(trx, tilbudId)
  const [leader] = leaders
  const focusPoint = source?.visit.points.find(({ box }) => box === 'purple')
  if (!source || !leader || !focusPoint) return
  const sentAt = new Date(Date.now() - 3 * DAY)
  const deadline = proposedDeadline(sentAt)
  const hearingId = uuidv7()
  const row = { id: hearingId, visitId, draftNumber: 1, snapshot: JSON.stringify(source), sentAt, deadline }
  await insertHearing(trx, row)
  await insertRecipients(
    trx,
    leaders.map(({ id }) => ({ hearingId, userId: id, part: 'leader' as const })),
  )
  await insertComment(trx, {
    ...{ id: uuidv7(), hearingId, visitId, number: 1, kind: 'understanding', textKey: `point/${focusPoint.id}` },
    quote: '',
    quoteStart: 0,
    body: 'Vi husker det sådan, at det især handlede om aftenerne. Kan det stå der?',
    writtenBy: leader.id,
    writtenAt: new Date(Date.now() - DAY),
  })
  await trx
    .updateTable('visit')
    .set({ hearingSentAt: sentAt, hearingDeadline: deadline, hearingCommentedAt: new Date(Date.now() - DAY) })
    .where('id', '=', visitId)
    .execute()
}
