// A strategy from its file to the half-year note: three levels, 14 goals, links counted once, untouched goals listed.
import { parse } from 'csv-parse/sync'
import { v7 as uuidv7 } from 'uuid'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Coverage, CoverageText } from '../src/coverage/coverage.schema.ts'
import { checkPdfUa } from '../src/pdf/check.ts'
import { type Person, useApp } from './support/app.ts'
import { pdfPages, squeezed } from './support/pdf.ts'

const app = useApp({ printer: true, now: () => new Date('2026-09-15T10:00:00Z') })

let administrator: Person
let consultant: Person
let leader: Person
let aahuset: { id: string }

// Two stars, 6 goals, 8 sub-goals: 14 goals below the stars on two levels.
const FILE = `Nøgle;Hører under;Navn;Tekst;Nøgleord
1;;Borgeren først;;Inddragelse
1.1;1;Tale med borgeren;;
1.1.a;1.1;I øjenhøjde;;
1.1.b;1.1;Uden fagsprog;;
1.2;1;Fælles redskaber;;
1.2.a;1.2;Samtaleark;;
1.3;1;Medansvar;;
1.3.a;1.3;Husmøder;;
1.3.b;1.3;Opgaver i huset;;
2;;Fundamentet;;Dokumentation
2.1;2;Kerneopgaven;;
2.1.a;2.1;Introduktion;;
2.2;2;Arbejdsgange;;
2.2.a;2.2;Overlevering;;
2.3;2;=Dokumentation;;
2.3.a;2.3;Delmål;;`
const ID = 'byens-strategi'
const goal = (key: string) => `${ID}/${key}`

const decoded = (text: string) => text.replaceAll('&quot;', '"').replaceAll('&#x3D;', '=').replaceAll('&amp;', '&')
const fieldOf = (text: string, name: string) =>
  decoded(new RegExp(`name="${name}"[^>]* value="([^"]*)"`).exec(text)?.[1] ?? '')

async function published(
  tilbudId: string,
  visitedOn: string,
  points: { goalKeys: string[]; box?: string; body?: string }[],
) {
  const { id } = await app().visit(consultant, tilbudId, { visitedOn })
  for (const point of points) {
    const sent = { theme: '1', box: 'purple', body: 'Et punkt.', ...point }
    expect((await consultant.post(`/api/v1/visits/${id}/points`, sent)).status).toBe(201)
  }
  await app().db.updateTable('visit').set({ status: 'published' }).where('id', '=', id).execute()
  return id
}

const PERIOD = 'from=2026-01-01&to=2026-12-31'
const coverage = async (query = `strategyId=${ID}&${PERIOD}`, who = administrator) =>
  (await who.get(`/api/v1/coverage?${query}`)).body as Coverage
const numbers = ({ nodes }: Coverage, key: string) => {
  const { points, actions, tilbud, untouched } = nodes.find(node => node.key === key) as Coverage['nodes'][number]
  return [points, actions, tilbud, untouched]
}

beforeAll(async () => {
  administrator = await app().person('administrator')
  consultant = await app().person('consultant')
  aahuset = await app().tilbud('Åhuset')
  const other = await app().tilbud('Naboen')
  leader = await app().person('leader', [aahuset.id])

  const upload = new FormData()
  upload.append('file', new File([FILE], 'byens strategi.csv'))
  const preview = await administrator.post('/strategy/import', upload)
  expect([preview.status, preview.text.includes('Delmål</dt><dd>8')]).toEqual([200, true])
  const about = { id: ID, name: 'Byens strategi', owner: 'Byen', version: '1', successorOf: '' }
  const nodes = fieldOf(preview.text, 'nodes')
  const done = await administrator.post('/strategy/import/confirm', new URLSearchParams({ ...about, nodes }))
  expect(done.status).toBe(303)

  // One point at a sub-goal, its goal and its star; another at the goal; the same goal from another tilbud.
  await published(aahuset.id, '2026-03-01', [
    { goalKeys: [goal('1.1.a'), goal('1.1'), goal('1')], body: 'Samtaler i **øjenhøjde**.' },
    { goalKeys: [goal('1.1')], box: 'yellow', body: 'Prøv uden fagsprog.' },
  ])
  await published(other.id, '2026-05-01', [{ goalKeys: [goal('1.1'), 'faxe-voksensocial/dialog'] }])
  // Not in the period, and not published: neither counts.
  await published(other.id, '2025-12-31', [{ goalKeys: [goal('2.2')] }])
  const draft = await app().visit(consultant, other.id, { visitedOn: '2026-06-01' })
  await consultant.post(`/api/v1/visits/${draft.id}/points`, {
    theme: '1',
    box: 'purple',
    body: 'x',
    goalKeys: [goal('2.1')],
  })
  const action = { strategyId: ID, title: 'Delmål ses igennem' }
  await leader.post('/api/v1/actions', { ...action, tilbudId: aahuset.id, goalKeys: [goal('2.3.a'), goal('2.3')] })
  await administrator.post('/api/v1/actions', { ...action, tilbudId: null, goalKeys: [goal('2.3')] })
})

describe('the imported strategy', () => {
  test('is covered by links that count once, up to its stars', async () => {
    const there = await coverage()
    expect(there).toMatchObject({ strategyId: ID, points: 3, actions: 2, tilbud: 2, visits: 2 })
    expect(there.nodes).toHaveLength(16)
    expect(['1', '1.1', '1.1.a', '1.1.b', '2', '2.3', '2.3.a'].map(key => numbers(there, key))).toEqual([
      [3, 0, 2, false],
      [3, 0, 2, false],
      [1, 0, 1, false],
      [0, 0, 0, true],
      [0, 2, 1, false],
      [0, 2, 1, false],
      [0, 1, 1, false],
    ])
    expect(there.untouched).toEqual(['1.1.b', '1.2', '1.2.a', '1.3', '1.3.a', '1.3.b', '2.1', '2.1.a', '2.2', '2.2.a'])
  })

  test('is counted by the day of the visit, and by actions that were under way', async () => {
    const of = (period: string) => coverage(`strategyId=${ID}&${period}`)
    expect(numbers(await of('from=2025-01-01&to=2025-12-31'), '2.2')).toEqual([1, 0, 1, false])
    expect(await of('from=2025-01-01&to=2025-12-31')).toMatchObject({ points: 1, actions: 0 })
    const { body } = await administrator.get('/api/v1/actions?area=true')
    const [area] = body.items
    await administrator.patch(`/api/v1/actions/${area.id}`, area.version, { status: 'closed' })
    // Ended on 15 September: under way in 2026, and not after.
    expect((await of(PERIOD)).actions).toBe(2)
    expect((await of('from=2026-09-16&to=2026-12-31')).actions).toBe(1)
    expect((await of('from=2026-01-01&to=2026-09-14')).actions).toBe(0)
    const [now] = (await administrator.get('/api/v1/actions?area=true')).body.items
    await administrator.patch(`/api/v1/actions/${area.id}`, now.version, { status: 'underway' })
  })

  test('is not touched by a point that was deleted', async () => {
    const visit = await app().visit(consultant, aahuset.id, { visitedOn: '2026-07-01' })
    const points = `/api/v1/visits/${visit.id}/points`
    const sent = { theme: '1', box: 'purple', body: 'x', goalKeys: [goal('2.1')] }
    const point = (await consultant.post(points, sent)).body
    await consultant.delete(`${points}/${point.id}`, point.version)
    await app().db.updateTable('visit').set({ status: 'published' }).where('id', '=', visit.id).execute()
    expect((await coverage()).untouched).toContain('2.1')
    await app().db.updateTable('visit').set({ status: 'draft' }).where('id', '=', visit.id).execute()
  })

  test('counts the goals of a thread as those of the point that it began with, once', async () => {
    const id = await published(aahuset.id, '2026-08-01', [{ goalKeys: [goal('1.2')] }])
    const point = await app().db.selectFrom('point').select('id').where('visitId', '=', id).executeTakeFirstOrThrow()
    const thread = { id: uuidv7(), tilbudId: aahuset.id, pointId: point.id, beganAt: new Date() }
    await app().db.insertInto('thread').values(thread).execute()
    const links = ['1.2', '2.2'].map(nodeKey => ({ threadId: thread.id, strategyId: ID, nodeKey }))
    await app().db.insertInto('threadGoal').values(links).execute()
    const there = await coverage(`strategyId=${ID}&from=2026-08-01&to=2026-08-01`)
    expect([there.points, ...['1.2', '2.2', '1'].map(key => numbers(there, key)[0])]).toEqual([1, 1, 1, 1])
    const texts = `/api/v1/coverage/texts?strategyId=${ID}&from=2026-08-01&to=2026-08-01&node=2.2`
    expect((await consultant.get(texts)).body.items.map(({ goalKeys }: CoverageText) => goalKeys)).toContainEqual([
      goal('1.2'),
      goal('2.2'),
    ])
    await app().db.updateTable('visit').set({ status: 'draft' }).where('id', '=', id).execute()

    const action = { strategyId: ID, title: 'x', goalKeys: [goal('2.2')], tilbudId: aahuset.id, threadId: uuidv7() }
    expect((await leader.post('/api/v1/actions', action)).body.errors[0].path).toBe('/threadId')
    const made = await leader.post('/api/v1/actions', { ...action, threadId: thread.id, status: 'closed' })
    expect([made.status, made.body.threadId]).toEqual([201, thread.id])
    await app().db.deleteFrom('planActionGoal').where('actionId', '=', made.body.id).execute()
    await app().db.deleteFrom('planAction').where('id', '=', made.body.id).execute()
  })

  test('opens the texts behind each number', async () => {
    const texts = async (query: string) =>
      (await consultant.get(`/api/v1/coverage/texts?strategyId=${ID}&${PERIOD}&${query}`)).body as {
        items: CoverageText[]
        nextCursor: string | null
      }
    const star = (await texts('node=1')).items
    expect(star.map(({ kind, tilbudName, on }) => [kind, tilbudName, on])).toEqual([
      ['point', 'Naboen', '2026-05-01'],
      ['point', 'Åhuset', '2026-03-01'],
      ['point', 'Åhuset', '2026-03-01'],
    ])
    expect(
      (await texts('node=2.3')).items.map(({ kind, status, tilbudName }) => [kind, status, tilbudName]).sort(),
    ).toEqual([
      ['action', 'open', 'Åhuset'],
      ['action', 'underway', null],
    ])
    // Page by page it is the same.
    const paged: CoverageText[] = []
    for (let cursor: string | null = ''; cursor !== null; ) {
      const page = await texts(`limit=2${cursor && `&cursor=${encodeURIComponent(cursor)}`}`)
      paged.push(...page.items)
      cursor = page.nextCursor
    }
    expect(paged.map(({ id }) => id)).toEqual((await texts('limit=200')).items.map(({ id }) => id))
    expect(paged).toHaveLength(5)
    const { text } = await consultant.get(`/coverage/node/1.1?strategyId=${ID}&${PERIOD}`)
    expect(text).toContain('<strong>øjenhøjde</strong>')
    // Two tilbud are too few to be told, as in the note.
    expect(text).toContain('3 punkter, 0 handlinger og under 3 tilbud')
  })
})

describe('the page', () => {
  test('lists the untouched goals first, and leads from every number to its texts', async () => {
    const { text } = await consultant.get(`/coverage?strategyId=${ID}&${PERIOD}`)
    expect(text).toContain('10 af 14 mål er ikke rørt')
    const [first, table] = [text.indexOf('Uden fagsprog'), text.indexOf('<table')]
    expect(first > 0 && first < table).toBe(true)
    const hrefs = [...decoded(text).matchAll(/href="(\/coverage\/node\/[^"#]+)/g)].map(([, href = '']) => href)
    expect(hrefs).toContain(`/coverage/node/1.1?strategyId=${ID}&${PERIOD}`)
    for (const href of new Set(hrefs)) expect((await consultant.get(href)).status, href).toBe(200)
    expect(text).toContain('href="/coverage" aria-current="page"')
    expect(text).toContain('3 punkter fra 2 udgivne besøg og 2 handlinger')
  })

  test('shows a wrong period again, and knows the half-years', async () => {
    const wrong = await consultant.get(`/coverage?strategyId=${ID}&from=2026-02-01&to=2026-01-01`)
    expect([wrong.status, wrong.text.includes('Perioden begynder efter, at den slutter.')]).toEqual([422, true])
    expect(wrong.text).toContain('value="2026-02-01"')
    const { text } = await consultant.get('/coverage')
    expect(decoded(text)).toContain('from=2026-07-01&to=2026-12-31">Dette halvår')
    expect(decoded(text)).toContain('from=2026-01-01&to=2026-06-30">Forrige halvår')
    for (const path of ['/coverage?strategyId=x', `/coverage/node/9?strategyId=${ID}`, '/coverage/node/1'])
      expect((await consultant.get(path)).status).toBe(404)
  })

  test('counts links to a succeeded version where they were made, and names the successor', async () => {
    const poster = 'norddjurs-ledestjerner'
    await published(aahuset.id, '2026-04-01', [{ goalKeys: [`${poster}/2`] }])
    const [old, next] = [
      await coverage(`strategyId=${poster}&from=2026-04-01&to=2026-04-01`),
      await coverage('strategyId=norddjurs-socialomraadet&from=2026-04-01&to=2026-04-01'),
    ]
    expect([old.points, next.points]).toEqual([1, 0])
    expect(old.succeededBy).toEqual(['norddjurs-socialomraadet'])
    expect(old.nodes.map(({ succeededBy }) => succeededBy)).toContainEqual(['norddjurs-socialomraadet/2'])
    const { text } = await consultant.get(`/coverage?strategyId=${poster}&${PERIOD}`)
    expect(text).toContain('Strategien er afløst')
    expect(text).toContain('Afløst af 2 Fundamentet på plads')
    await app().db.updateTable('visit').set({ status: 'draft' }).where('visitedOn', '=', '2026-04-01').execute()
  })
})

describe('the half-year note', () => {
  test('as CSV is safe, and does not tell few tilbud apart', async () => {
    const answer = await administrator.get(`/api/v1/coverage.csv?strategyId=${ID}&${PERIOD}`)
    expect(answer.headers.get('content-disposition')).toContain('Strategi i praksis')
    const rows = parse(answer.text, { bom: true, delimiter: ';' }) as string[][]
    expect(rows).toHaveLength(17)
    expect(rows.slice(0, 3)).toEqual([
      ['Nøgle', 'Niveau', 'Pejlemærke eller mål', 'Punkter', 'Handlinger', 'Tilbud', 'Rørt', 'Afløst af'],
      ['1', '1', 'Borgeren først', '3', '0', 'under 3', 'ja', ''],
      ['1.1', '2', 'Tale med borgeren', '3', '0', 'under 3', 'ja', ''],
    ])
    expect(answer.text).toContain("'=Dokumentation")
  })

  test('as PDF is accessible, lists what nobody touched, and names no tilbud and no text', async () => {
    const answer = await consultant.get(`/api/v1/coverage.pdf?strategyId=${ID}&${PERIOD}`)
    expect(answer.status).toBe(200)
    expect(await checkPdfUa(answer.body)).toEqual([])
    const words = squeezed((await pdfPages(answer.body)).join(' '))
    for (const part of ['Byensstrategi', 'Udenfagsprog', '10af14målerikkerørt', 'under3', 'Igang1', 'side1af'])
      expect(words).toContain(part)
    for (const secret of ['Åhuset', 'Naboen', 'øjenhøjde.', 'sesigennem']) expect(words).not.toContain(secret)
  })
})

describe('who may', () => {
  const PATHS = ['coverage', 'coverage/texts', 'coverage.csv', 'coverage.pdf'].map(
    path => `/api/v1/${path}?strategyId=${ID}`,
  )
  test('a leader has no business there', async () => {
    for (const path of [...PATHS, '/coverage', `/coverage/node/1?strategyId=${ID}`])
      expect((await leader.get(path)).status, path).toBe(403)
  })
  test('nobody is asked to log in', async () => {
    for (const path of PATHS) expect((await app().client().get(path)).status).toBe(401)
  })
  test('what is not there, or broken, is refused', async () => {
    for (const path of PATHS) expect((await consultant.get(path.replace(ID, 'x'))).status).toBe(404)
    expect((await consultant.get('/api/v1/coverage')).status).toBe(422)
    expect((await consultant.get(`${PATHS[0]}&from=2026-02-01&to=2026-01-01`)).status).toBe(422)
  })
  test('the log tells who opened texts and took files', async () => {
    const { body } = await administrator.get('/api/v1/log?limit=200')
    const told = body.items.map(({ action, subject }: { action: string; subject: string }) => `${action} ${subject}`)
    expect(told).toEqual(expect.arrayContaining(['read coverage', 'export coverage']))
    expect((await administrator.get('/log')).text).toContain('strategien i praksis')
  })
})
