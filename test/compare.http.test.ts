// Comparing across tilbud: what is counted, for whom, and what leaves the house.
import { parse } from 'csv-parse/sync'
import readXlsxFile from 'read-excel-file/node'
import { beforeAll, describe, expect, test } from 'vitest'
import type { z } from 'zod'
import type { ComparedPoint, Comparison } from '../src/compare/compare.schema.ts'
import { type Person, useApp } from './support/app.ts'

const app = useApp()

let administrator: Person
let consultant: Person
let aahuset: { id: string; centreId: string }
let danger: { id: string; centreId: string }
let answered: string

type Compared = z.infer<typeof Comparison>
type Text = z.infer<typeof ComparedPoint>
type Given = { theme: string; box?: string; body?: string; alsoThemes?: string[]; answers?: string[] }

async function visit(tilbudId: string, status: string, fields: object, points: Given[]) {
  const { id } = await app().visit(consultant, tilbudId, fields)
  const ids: string[] = []
  for (const point of points) {
    const answer = await consultant.post(`/api/v1/visits/${id}/points`, { box: 'purple', body: 'et punkt', ...point })
    expect(answer.status).toBe(201)
    ids.push(answer.body.id)
  }
  await app()
    .db.updateTable('visit')
    .set({ status: status as 'published' })
    .where('id', '=', id)
    .execute()
  return { id, points: ids }
}

const compare = async (query = '', who = administrator) => (await who.get(`/api/v1/compare${query}`)).body as Compared
const cell = (comparison: Compared, name: string, theme: string) =>
  comparison.rows.find(row => row.name === name)?.themes.find(one => one.key === theme)

beforeAll(async () => {
  administrator = await app().person('administrator')
  consultant = await app().person('consultant')
  aahuset = await app().tilbud('Åhuset')
  danger = await app().tilbud('=HYPERLINK("http://ondt.eksempel")')
  const empty = await app().tilbud('Zebra')
  const first = await visit(aahuset.id, 'published', { visitedOn: '2025-03-01', topics: ['Tid', 'Mad'] }, [
    { theme: '1', alsoThemes: ['4', '2'], body: 'hverdagen kan deles' },
    { theme: '1', body: 'arbejdet kan vokse' },
    { theme: '3a', body: 'metoden er **god**' },
    { theme: '1', box: 'grey', body: 'vi talte' },
    { theme: '1', box: 'yellow', body: 'forslag uden svar' },
  ])
  answered = first.points[0] ?? ''
  const own = `/api/v1/visits/${first.id}/points`
  await app().db.updateTable('visit').set({ status: 'draft' }).where('id', '=', first.id).execute()
  await consultant.post(own, { theme: '2', box: 'yellow', body: 'vi deler hverdagen', answers: [answered] })
  const gone = await consultant.post(own, { theme: '1', box: 'purple', body: 'slettet' })
  await consultant.delete(`${own}/${gone.body.id}`, 1)
  await app().db.updateTable('visit').set({ status: 'published' }).where('id', '=', first.id).execute()
  await visit(aahuset.id, 'published', { visitedOn: '2024-03-01', topics: ['tid'] }, [{ theme: '1' }])
  await visit(danger.id, 'published', { visitedOn: '2026-02-02', topics: ['Mad'] }, [{ theme: '7' }])
  await visit(danger.id, 'published', { visitedOn: '2019-02-02', modelId: 'kvalitetsmodel-3.0' }, [
    { theme: '7' },
    { theme: '7' },
  ])
  for (const status of ['planned', 'draft', 'hearing'])
    await visit(empty.id, status, { visitedOn: '2025-05-05', topics: ['Hemmeligt'] }, [{ theme: '1', body: 'skjult' }])
})

describe('the counts', () => {
  test('are focus points by theme, with those that also concern it beside', async () => {
    const comparison = await compare('?from=2020-01-01&to=2026-12-31')
    expect(comparison).toMatchObject({ visits: 3, points: 5, from: '2020-01-01', to: '2026-12-31' })
    expect(comparison.themes).toHaveLength(8)
    expect(cell(comparison, 'Åhuset', '1')).toEqual({ key: '1', points: 3, alsoPoints: 0 })
    expect(cell(comparison, 'Åhuset', '4')).toEqual({ key: '4', points: 0, alsoPoints: 1 })
    expect(cell(comparison, 'Åhuset', '2')).toEqual({ key: '2', points: 0, alsoPoints: 1 })
    expect(cell(comparison, 'Åhuset', '3a')).toEqual({ key: '3a', points: 1, alsoPoints: 0 })
  })

  test('leave out tilbud without a published visit, and their topics, for administrators too', async () => {
    for (const who of [administrator, consultant]) {
      const comparison = await compare('?from=2020-01-01&to=2026-12-31', who)
      expect(comparison.rows.map(row => row.name)).toEqual(['=HYPERLINK("http://ondt.eksempel")', 'Åhuset'])
      expect(comparison.topics.map(one => one.topic)).not.toContain('Hemmeligt')
    }
  })

  test('take topics as one word however it is capitalised', async () => {
    const { topics } = await compare('?from=2020-01-01&to=2026-12-31')
    expect(topics.map(one => [one.topic.toLowerCase(), one.visits])).toEqual([
      ['mad', 2],
      ['tid', 2],
    ])
  })

  test.each([
    [
      'rows=year',
      [
        ['2026', 1],
        ['2025', 1],
        ['2024', 1],
      ],
    ],
    ['rows=type', [['Botilbud', 3]]],
    ['rows=tilbud&topic=TID', [['Åhuset', 2]]],
    ['rows=tilbud&type=Herberg', []],
  ])('are grouped and filtered: %s', async (query, expected) => {
    const comparison = await compare(`?from=2020-01-01&to=2026-12-31&${query}`)
    expect(comparison.rows.map(row => [row.name, row.visits])).toEqual(expected)
  })

  test('are filtered by centre', async () => {
    const comparison = await compare(`?from=2015-01-01&to=2026-12-31&rows=centre&centreId=${danger.centreId}`)
    expect(comparison.rows).toMatchObject([{ key: danger.centreId, visits: 2 }])
    expect(comparison.points).toBe(3)
  })

  test('are those of the last five years when nothing else is said', async () => {
    const { from, to } = await compare()
    expect(Number(to.slice(0, 4)) - Number(from.slice(0, 4))).toBe(5)
  })

  test.each(['from=2026-01-02&to=2026-01-01', 'rows=leader', 'centreId=1', 'from=i%20morgen', 'rows=tilbud&rows=year'])(
    'refuse %s with the place',
    async query => {
      const answer = await administrator.get(`/api/v1/compare?${query}`)
      expect([answer.status, answer.body.errors.length]).toEqual([422, 1])
    },
  )

  test('are not for leaders, nor for nobody', async () => {
    const leader = await app().person('leader', [aahuset.id])
    for (const path of ['/api/v1/compare', '/api/v1/compare/points', '/api/v1/compare.csv', '/compare']) {
      expect((await leader.get(path)).status).toBe(403)
      expect([401, 303]).toContain((await app().client().get(path)).status)
    }
  })
})

describe('the texts behind a number', () => {
  const texts = async (query: string) =>
    (await administrator.get(`/api/v1/compare/points?from=2020-01-01&to=2026-12-31&${query}`)).body.items as Text[]

  test('are those of the theme and those that also concern it, with the suggestions that answer', async () => {
    const [item, ...rest] = await texts(`theme=4&row=${aahuset.id}`)
    expect(rest).toEqual([])
    expect(item).toMatchObject({
      id: answered,
      tilbudName: 'Åhuset',
      visitedOn: '2025-03-01',
      theme: '1',
      alsoThemes: ['2', '4'],
      suggestions: [{ body: 'vi deler hverdagen' }],
    })
  })

  test('are as many as the number says', async () => {
    expect(await texts(`theme=1&row=${aahuset.id}`)).toHaveLength(3)
    expect(await texts('theme=1&rows=year&row=2024')).toHaveLength(1)
    expect(await texts('')).toHaveLength(5)
    expect(await texts('theme=9')).toEqual([])
  })

  test('come page by page without a gap', async () => {
    const seen: string[] = []
    let cursor = ''
    do {
      const { items, nextCursor } = (
        await administrator.get(`/api/v1/compare/points?from=2015-01-01&limit=2${cursor && `&cursor=${cursor}`}`)
      ).body
      seen.push(...(items as Text[]).map(item => item.id))
      cursor = nextCursor
    } while (cursor)
    expect(new Set(seen).size).toBe(7)
    expect(seen).toHaveLength(7)
  })

  test('leave a line in the log', async () => {
    await texts('theme=1')
    const [line] = await app().db.selectFrom('log').selectAll().orderBy('id', 'desc').limit(1).execute()
    expect(line).toMatchObject({ userId: administrator.id, action: 'read', subject: 'compare' })
  })
})

describe('a file', () => {
  const query = '?from=2020-01-01&to=2026-12-31'

  test('as CSV opens in a Danish spreadsheet and runs nothing', async () => {
    const { text, headers } = await administrator.get(`/api/v1/compare.csv${query}`)
    expect(decodeURIComponent(headers.get('content-disposition') ?? '')).toContain(
      'Fokuspunkter pr. tilbud 2020-01-01 til 2026-12-31.csv',
    )
    const bytes = Buffer.from(text)
    expect(bytes.subarray(0, 3).toString('hex')).toBe('efbbbf')
    const [head = [], ...rows] = parse(text, { bom: true, delimiter: ';' }) as string[][]
    expect(head.slice(0, 3)).toEqual(['Tilbud', 'Besøg', 'Tema 1: Uddannelse og beskæftigelse'])
    expect(rows.map(row => row[0])).toEqual([`'=HYPERLINK("http://ondt.eksempel")`, 'Åhuset'])
    expect(rows[1]?.at(-1)).toBe('4')
  })

  test('as a workbook holds numbers as numbers, names as text, and what was chosen', async () => {
    const response = await fetch(`${app().url}/api/v1/compare.xlsx${query}&topic=Tid`, {
      headers: { cookie: administrator.cookie() },
    })
    const bytes = Buffer.from(await response.arrayBuffer())
    const sheets = (await readXlsxFile(bytes)) as unknown as { sheet: string; data: unknown[][] }[]
    const [table, choice] = sheets
    expect(table?.data[1]?.slice(0, 3)).toEqual(['Åhuset', 2, 3])
    expect(choice?.data).toContainEqual(['Emne', 'Tid'])
  })

  test.each(['csv', 'xlsx'])('leaves a line in the log: %s', async format => {
    await consultant.get(`/api/v1/compare.${format}${query}`)
    const [line] = await app().db.selectFrom('log').selectAll().orderBy('id', 'desc').limit(1).execute()
    expect(line).toMatchObject({
      userId: consultant.id,
      action: 'export',
      subject: 'compare',
      detail: { format, rows: 'tilbud', from: '2020-01-01', to: '2026-12-31' },
    })
  })
})

describe('the page', () => {
  const period = 'from=2020-01-01&to=2026-12-31'

  test('has a table whose every number leads to its texts', async () => {
    const { text, status } = await consultant.get(`/compare?${period}`)
    expect(status).toBe(200)
    expect(text).toContain('3 besøg med 5 fokuspunkter')
    expect(text).toMatch(/<caption[^>]*>Fokuspunkter pr\. tilbud og tema/)
    const [, href = ''] = /href="([^"]+)"><span class="compare-number">3</.exec(text) ?? []
    const theme = await consultant.get(href.replaceAll('&amp;', '&').replaceAll('&#x3D;', '='))
    expect(theme.status).toBe(200)
    expect(theme.text).toContain('arbejdet kan vokse')
    expect(theme.text).toContain('vi deler hverdagen')
    expect(theme.text).not.toContain('skjult')
  })

  test('says where a point stands that also concerns the theme, and that nobody answered', async () => {
    const { text } = await administrator.get(`/compare/theme/4?${period}`)
    expect(text).toContain('Står i tema 1 og handler også om dette tema.')
    const other = await administrator.get(`/compare/theme/3a?${period}`)
    expect(other.text).toContain('metoden er <strong>god</strong>')
    expect(other.text).toContain('Ingen forslag svarer på dette fokuspunkt.')
  })

  test('keeps what was typed when the period is wrong', async () => {
    const { text, status } = await administrator.get('/compare?from=2026-01-02&to=2026-01-01&topic=Tid')
    expect(status).toBe(422)
    expect(text).toContain('Perioden begynder efter, at den slutter.')
    expect(text).toContain('value="Tid"')
  })

  test.each([
    ['/compare?topic=findes-ikke', 200, 'Ingen udgivne besøg i dette udvalg'],
    [`/compare/theme/5?${period}`, 200, 'Ingen fokuspunkter her'],
    [`/compare/theme/99?${period}`, 404, 'Temaet findes ikke'],
    ['/compare?centreId=%27%3B--&page=x', 422, 'Der er noget, der skal rettes'],
    ['/compare?page=9999', 200, 'Sammenlign besøg'],
  ])('%s answers %i in words', async (path, status, words) => {
    const answer = await administrator.get(path)
    expect(answer.status).toBe(status)
    expect(answer.text).toContain(words)
  })
})
