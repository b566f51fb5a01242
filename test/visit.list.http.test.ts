// The long list of visits: an administrator reads it page by page, a consultant has the own ones in groups.
import { sql } from 'kysely'
import { v7 as uuidv7 } from 'uuid'
import { expect, test } from 'vitest'
import { type Person, useApp } from './support/app.ts'

const app = useApp()

const hrefsOf = (html: string) => [...html.matchAll(/class="row-link" href="([^"]+)"/g)].map(([, href = '']) => href)

/** Visits to a new tilbud, five on each day, written straight into the database. */
async function visits(consultant: Person, count: number, fields: { status?: 'planned' | 'published' } = {}) {
  const tilbud = await app().tilbud()
  const { id: modelId } = await app().db.selectFrom('model').select('id').executeTakeFirstOrThrow()
  const rows = Array.from({ length: count }, (_, i) => ({
    ...{ id: uuidv7(), tilbudId: tilbud.id, modelId, met: '[]', topics: [], status: 'planned' as const },
    ...{ visitedOn: `2024-01-${String(1 + Math.floor(i / 5)).padStart(2, '0')}` },
    ...fields,
  }))
  await app().db.insertInto('visit').values(rows).execute()
  await app()
    .db.insertInto('visitConsultant')
    .values(rows.map(({ id }) => ({ visitId: id, userId: consultant.id })))
    .execute()
  return { tilbud, ids: rows.map(({ id }) => id) }
}

test('an administrator reads all visits fifty at a time, each once, with the filters kept', async () => {
  const [administrator, consultant] = [await app().person('administrator'), await app().person('consultant')]
  const { tilbud, ids } = await visits(consultant, 120, { status: 'published' })
  await visits(consultant, 3)
  const pages: string[][] = []
  const start = `/visit?status=published&centreId=${tilbud.centreId}`
  for (let path: string | undefined = start; path; ) {
    const { text }: { text: string } = await administrator.get(path)
    pages.push(hrefsOf(text))
    expect(text).toContain(consultant.name)
    expect(text.includes('Til de nyeste')).toBe(path !== start)
    path = text
      .match(/href="([^"]+)" rel="next"/)?.[1]
      ?.replaceAll('&#x3D;', '=')
      .replaceAll('&amp;', '&')
  }
  expect(pages.map(page => page.length)).toEqual([50, 50, 20])
  expect(pages.flat().toSorted()).toEqual(ids.map(id => `/visit/${id}`).toSorted())
  const { text } = await administrator.get('/visit?after=ikke-et-sted')
  expect(hrefsOf(text)).toHaveLength(50)
})

test('a consultant has the own visits in groups: all that are planned, and of the published the latest few', async () => {
  const consultant = await app().person('consultant')
  await visits(consultant, 60)
  await visits(consultant, 7, { status: 'published' })
  const { text } = await consultant.get('/visit')
  expect(hrefsOf(text)).toHaveLength(60 + 5)
  expect(text).toContain('Udgivet for nylig')
  expect(text).not.toContain('rel="next"')
})

test('a page of a visit names its consultants, also one who has left, however many users there are', async () => {
  const [one, other] = [await app().person('consultant'), await app().person('consultant')]
  const { ids } = await visits(one, 1)
  await app()
    .db.insertInto('visitConsultant')
    .values({ visitId: ids[0] ?? '', userId: other.id })
    .execute()
  await app().db.updateTable('user').set({ active: false }).where('id', '=', other.id).execute()
  await sql`insert into "user" (id, name, email, role, password_hash)
    select lpad(n::text, 32, '0')::uuid, 'Bruger ' || n, n || '@eksempel.dk', 'leader', ''
    from generate_series(1, 10000) n`.execute(app().db)
  const { text } = await one.get(`/visit/${ids[0]}`)
  expect(text).toContain(other.name)
  expect(text).not.toContain('Tidligere kollega')
})
