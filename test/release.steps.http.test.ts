// Every cell of roles × stages for what is handed out: the plan, and the link of the staff.
import { createHash } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import { STATUSES } from '../src/db/tables.ts'
import { STAGES, type Stage } from '../src/visit/visit.rules.ts'
import { type Person, useApp } from './support/app.ts'

const app = useApp()

type Cast = Record<'consultant' | 'otherConsultant' | 'leader' | 'otherLeader' | 'administrator', Person>
let people: Cast
const visits = {} as Record<Stage, string>

/** A published version without a word in it. */
async function insertVersion(visitId: string) {
  const bytes = new Uint8Array()
  const sum = createHash('sha256').update(bytes).digest('hex')
  const parts = {
    view: '{}',
    html: '',
    pdf: bytes,
    sha256: sum,
  }
  const conclusion = { conclusionHtml: '', conclusionPdf: bytes, conclusionSha256: sum }
  await app()
    .db.insertInto('report')
    .values({
      id: crypto.randomUUID(),
      visitId,
      version: 1,
      publishedBy: people.consultant.id,
      ...parts,
      ...conclusion,
    })
    .execute()
}

beforeAll(async () => {
  const [own, neighbour] = [await app().tilbud(), await app().tilbud()]
  people = {
    consultant: await app().person('consultant'),
    otherConsultant: await app().person('consultant'),
    leader: await app().person('leader', [own.id]),
    otherLeader: await app().person('leader', [neighbour.id]),
    administrator: await app().person('administrator'),
  }
  const replacing = await app().visit(people.consultant, own.id)
  for (const stage of STAGES) {
    const status = STATUSES.find(one => one === stage) ?? (stage === 'answering' ? 'hearing' : 'published')
    const { id } = await app().visit(people.consultant, own.id)
    // A draft and one in hearing are corrections here: something was published before.
    if (stage !== 'planned') await insertVersion(id)
    if (stage === 'withheld')
      await app()
        .db.insertInto('release')
        .values({ visitId: id, reportVersion: 1, leaderOn: '2199-01-01', staffOn: null })
        .execute()
    await app()
      .db.updateTable('visit')
      .set({
        ...{ status, replacedBy: stage === 'superseded' ? replacing.id : null },
        hearingCommentedAt: stage === 'answering' ? new Date() : null,
        withheldFrom: stage === 'withheld' ? 1 : null,
      })
      .where('id', '=', id)
      .execute()
    visits[stage] = id
  }
}, 60_000)

type Row = Record<Stage, number>
const all = (status: number, more: Partial<Row> = {}): Row => ({
  ...(Object.fromEntries(STAGES.map(stage => [stage, status])) as Row),
  ...more,
})

const PLANS: Record<keyof Cast, Row> = {
  consultant: all(200, { planned: 409, superseded: 409 }),
  administrator: all(200, { planned: 409, superseded: 409 }),
  otherConsultant: all(404, { withheld: 403, published: 403, superseded: 403 }),
  leader: all(403),
  otherLeader: all(403),
}
const LINKS: Record<keyof Cast, Row> = {
  consultant: all(201, { planned: 404 }),
  administrator: all(201, { planned: 404 }),
  otherConsultant: all(403, { planned: 404 }),
  leader: all(201, { planned: 404, withheld: 404 }),
  otherLeader: all(404),
}
const READS: Record<keyof Cast, Row> = {
  consultant: all(200, { planned: 404 }),
  administrator: all(200, { planned: 404 }),
  otherConsultant: all(200, { planned: 404 }),
  leader: all(200, { planned: 404 }),
  otherLeader: all(404),
}
const DOCUMENTS: Record<keyof Cast, Row> = {
  ...READS,
  leader: all(200, { planned: 404, withheld: 404 }),
}

const cells = (table: Record<keyof Cast, Row>) =>
  (Object.keys(table) as (keyof Cast)[]).flatMap(who => STAGES.map(stage => [who, stage, table[who][stage]] as const))

describe('over HTTP', () => {
  test.each(cells(PLANS))('%s, a visit that is %s: changing the plan answers %i', async (who, stage, expected) => {
    const path = `/api/v1/visits/${visits[stage]}/release`
    const { leader = '2199-01-01', version = 1 } = (await people.administrator.get(path)).body
    expect((await people[who].put(path, version, { leader, staff: null })).status).toBe(expected)
  })

  test.each(cells(LINKS))('%s, a visit that is %s: making a link answers %i', async (who, stage, expected) => {
    const path = `/api/v1/visits/${visits[stage]}/release`
    expect((await people[who].post(`${path}/link`)).status).toBe(expected)
    const { staffLink } = (await people[who].get(path)).body
    expect(typeof staffLink === 'string').toBe(expected === 201)
    expect((await people[who].send('DELETE', `${path}/link`)).status).toBe(expected === 201 ? 204 : expected)
  })

  test.each(cells(READS))('%s, a visit that is %s: reading the plan answers %i', async (who, stage, expected) =>
    expect((await people[who].get(`/api/v1/visits/${visits[stage]}/release`)).status).toBe(expected),
  )

  test.each(cells(DOCUMENTS))(
    '%s, a visit that is %s: the published version answers %i',
    async (who, stage, expected) => {
      const api = `/api/v1/visits/${visits[stage]}`
      // A version without a word can be listed, but not printed: the documents are asked for where there are none.
      const documents = ['report.pdf', 'conclusion.pdf', 'poster.pdf', 'conclusion.html'].map(
        name => `${name}?version=1`,
      )
      for (const path of ['publication', ...(expected === 200 ? [] : documents)])
        expect((await people[who].get(`${api}/${path}`)).status, path).toBe(expected)
    },
  )
})
