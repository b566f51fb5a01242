// The log as an administrator reads it: who did what, in Danish, newest first, page by page.
import { expect, test } from 'vitest'
import { useApp } from './support/app.ts'

const app = useApp()
const rowsOf = (html: string) =>
  html
    .split('<tr>')
    .slice(2)
    .map(row =>
      row
        .replace(/<[^>]+>/g, ' ')
        .replace(/\s+/g, ' ')
        .trim(),
    )

test('an administrator reads in words what people did', async () => {
  const [administrator, consultant, tilbud] = [
    await app().person('administrator'),
    await app().person('consultant'),
    await app().tilbud('Åhuset'),
  ]
  const visit = await app().visit(consultant, tilbud.id)
  await consultant.get(`/api/v1/visits/${visit.id}`)
  await administrator.patch(`/api/v1/tilbud/${tilbud.id}`, 1, { shortNames: ['Huset'], type: 'Værested' })
  await administrator.patch(`/api/v1/users/${consultant.id}`, 1, { active: false })
  const { text } = await administrator.get('/log')
  const rows = rowsOf(text)
  expect(rows[0]).toContain(`${administrator.name} rettede brugeren ${consultant.name} (aktiv)`)
  expect(rows[1]).toContain(`${administrator.name} rettede tilbuddet Åhuset (kortnavne, type)`)
  expect(
    rows.some(row => row.includes(`${consultant.name} oprettede besøget`) && row.includes('Åhuset, 12. maj 2026')),
  ).toBe(true)
  expect(rows.some(row => row.includes('Systemet indlæste kvalitetsmodellen Kvalitetsmodel 3.0'))).toBe(true)
  expect(text).toContain(`href="/visit/${visit.id}"`)
})

test('the log is long and is read page by page, each line once', async () => {
  const administrator = await app().person('administrator')
  const lines = Array.from({ length: 120 }, () => ({
    userId: administrator.id,
    action: 'logout',
    subject: 'session',
    detail: '{}',
  }))
  await app().db.insertInto('log').values(lines).execute()
  const seen: string[] = []
  let path: string | undefined = '/log'
  let pages = 0
  while (path) {
    const { text }: { text: string } = await administrator.get(path)
    seen.push(...rowsOf(text))
    pages++
    path = text.match(/href="(\/log\?before[^"]+)"/)?.[1]?.replace('&#x3D;', '=')
  }
  const { count } = await app()
    .db.selectFrom('log')
    .select(eb => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  expect([seen.length, pages]).toEqual([count, Math.ceil(count / 50)])
})

test.each(['x', '-1', '1.5', '99999999999999999999', '%00', '1&before=2'])(
  '/log?before=%s is no fault',
  async before => {
    expect((await (await app().person('administrator')).get(`/log?before=${before}`)).status).toBe(200)
  },
)

test('before the first line there is nothing, and the page says so', async () => {
  const { text } = await (await app().person('administrator')).get('/log?before=1')
  expect(text).toContain('Ikke mere i loggen')
  expect(text).toContain('Til de nyeste')
})

test.each(['consultant', 'leader'] as const)('a %s does not read the log', async role => {
  expect((await (await app().person(role)).get('/log')).status).toBe(403)
})
