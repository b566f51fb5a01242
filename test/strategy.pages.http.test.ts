// The pages about strategies: read as a tree, taken out as a file, and a new one brought in.
import { describe, expect, test } from 'vitest'
import writeExcelFile from 'write-excel-file/node'
import type { Strategy } from '../src/strategy/strategy.schema.ts'
import { type Person, useApp } from './support/app.ts'

const app = useApp()
const SHIPPED = '/strategy/norddjurs-socialomraadet'

function upload(by: Person, content: object | string | Uint8Array, name = 'strategi.json') {
  const body = new FormData()
  const bytes = typeof content === 'string' || content instanceof Uint8Array ? content : JSON.stringify(content)
  body.append('file', new File([bytes as BlobPart], name))
  return by.post('/strategy/import', body)
}

/** The fields of the preview's form, as a browser would send them. */
function fieldsOf(text: string) {
  const decode = (value = '') =>
    value
      .replaceAll('&quot;', '"')
      .replaceAll('&#x27;', "'")
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>')
      .replaceAll('&#x3D;', '=')
      .replaceAll('&amp;', '&')
  const inputs = [...text.matchAll(/<input[^>]* name="(\w+)"[^>]* value="([^"]*)"/g)]
  const chosen = /<option value="([^"]*)" selected>/.exec(text.slice(text.indexOf('id="successorOf"')))?.[1]
  return {
    successorOf: chosen ?? '',
    ...Object.fromEntries(inputs.map(([, name = '', value]) => [name, decode(value)])),
  }
}

const confirm = (by: Person, preview: string, more: Record<string, string> = {}) =>
  by.post('/strategy/import/confirm', new URLSearchParams({ ...fieldsOf(preview), ...more }))

const node = (key: string, parentKey: string | null, more = {}) => ({
  key,
  parentKey,
  name: `Knude ${key}`,
  text: '',
  keywords: [],
  ...more,
})

test('an administrator reads a strategy as a tree with its keywords', async () => {
  const administrator = await app().person('administrator')
  expect((await administrator.get('/strategy')).text).toContain('Norddjurs Kommune')
  const { text } = await administrator.get(SHIPPED)
  const [star, goal, next] = ['Borgeren først', 'Tale med borgeren', 'Fundamentet på plads'].map(name =>
    text.indexOf(`>${name}<`),
  )
  expect([star, goal, next].every(at => (at ?? -1) > 0)).toBe(true)
  expect(text.slice(star, goal)).toContain('Reel og systematisk inddragelse af borgeren')
  expect((goal ?? 0) < (next ?? 0)).toBe(true)
})

describe('the goals of a point', () => {
  const setting = async () => {
    const consultant = await app().person('consultant')
    const visit = await app().visit(consultant, (await app().tilbud()).id)
    const body = 'Dokumentationen er ikke systematisk, og den styres ikke af mål.'
    const point = (await consultant.post(`/api/v1/visits/${visit.id}/points`, { theme: '4', box: 'purple', body })).body
    const goals = async () =>
      (await consultant.get(`/api/v1/visits/${visit.id}/points/${point.id}`)).body.goalKeys as string[]
    return { consultant, visit, point, path: `/visit/${visit.id}/point/${point.id}/goals`, goals }
  }
  const form = (fields: [string, string][]) => new URLSearchParams(fields)

  test('are suggested by its words, and one press decides', async () => {
    const { consultant, visit, path, goals } = await setting()
    expect((await consultant.get(`/visit/${visit.id}/theme/4`)).text).toContain(`href="${path}"`)
    const { text } = await consultant.get(path)
    expect(text).toContain('ligner: <strong>2.4 Målrettet dokumentation</strong>')
    expect(text).toContain('»dokumentationen«')
    expect(await goals()).toEqual([])
    const pressed = await consultant.post(
      path,
      form([
        ['version', '1'],
        ['base', ''],
        ['add', 'norddjurs-socialomraadet/2.4'],
      ]),
    )
    expect([pressed.status, await goals()]).toEqual([303, ['norddjurs-socialomraadet/2.4']])
    expect((await consultant.get(path)).text).not.toContain('ligner: <strong>2.4')
  })

  test('are ticked and unticked; what a colleague ticked meanwhile stays', async () => {
    const { consultant, path, goals, visit, point } = await setting()
    const [a, b] = ['norddjurs-socialomraadet/1.1', 'faxe-voksensocial/dialog']
    await consultant.post(
      path,
      form([
        ['version', '1'],
        ['base', ''],
        ['goalKeys', a],
      ]),
    )
    await consultant.patch(`/api/v1/visits/${visit.id}/points/${point.id}`, 2, { goalKeys: [a, b] })
    const late = await consultant.post(
      path,
      form([
        ['version', '2'],
        ['base', a],
        ['goalKeys', 'social-omsorg/tillid'],
      ]),
    )
    expect([late.status, (await goals()).sort()]).toEqual([303, [b, 'social-omsorg/tillid']])
    const unknown = await consultant.post(
      path,
      form([
        ['version', '4'],
        ['base', ''],
        ['goalKeys', 'x/y'],
      ]),
    )
    expect([unknown.status, unknown.text.includes('Målet x/y findes ikke.')]).toEqual([422, true])
  })

  test('are chosen only by those who write the visit', async () => {
    const { path, consultant } = await setting()
    const sent = form([
      ['version', '1'],
      ['base', ''],
      ['add', 'norddjurs-socialomraadet/2.4'],
    ])
    expect((await (await app().person('consultant')).post(path, sent)).status).toBe(404)
    expect((await (await app().person('leader')).post(path, sent)).status).toBe(403)
    expect((await consultant.get(path.replace(/point\/[^/]+/, 'point/x'))).status).toBe(404)
  })
})

describe('a strategy that succeeds another', () => {
  test('is shown as its new version, node by node; links to the old one’s goals stay', async () => {
    const administrator = await app().person('administrator')
    const consultant = await app().person('consultant')
    const poster = (await administrator.get('/strategy/norddjurs-ledestjerner')).text
    expect(poster).toContain('Strategien er afløst af <a href="/strategy/norddjurs-socialomraadet">')
    expect(poster).toContain('Afløst af 1 Borgeren først')
    expect((await administrator.get(SHIPPED)).text).toContain('Afløser <a href="/strategy/norddjurs-ledestjerner">')

    const visit = await app().visit(consultant, (await app().tilbud()).id)
    const points = `/api/v1/visits/${visit.id}/points`
    const sent = { theme: '1', box: 'purple', body: 'x', goalKeys: ['norddjurs-socialomraadet/2.2'] }
    const point = (await consultant.post(points, sent)).body
    const { nodes, ...old } = (await administrator.get('/api/v1/strategies/norddjurs-socialomraadet')).body
    const next = { ...old, id: 'norddjurs-2030', version: '3', successorOf: old.id }
    const heirs = nodes.map((one: { key: string }) => ({ ...one, successorOf: one.key }))
    expect((await administrator.post('/api/v1/strategies', { ...next, nodes: heirs })).status).toBe(201)
    expect((await consultant.get(`${points}/${point.id}`)).body.goalKeys).toEqual(sent.goalKeys)
    expect((await administrator.get(SHIPPED)).text).toContain('afløst af <a href="/strategy/norddjurs-2030">')
  })

  test.each([
    [{ successorOf: 'findes-ikke' }, {}, '/successorOf'],
    [{ successorOf: 'selv' }, {}, 'body/successorOf'],
    [{ successorOf: null }, { successorOf: '1' }, 'body/nodes/0/successorOf'],
    [{ successorOf: 'norddjurs-ledestjerner' }, { successorOf: '9' }, '/nodes/0/successorOf'],
  ])('is refused when the old one is not there: %j %j', async (about, more, path) => {
    const administrator = await app().person('administrator')
    const strategy = { id: 'selv', name: 'x', version: '1', owner: 'y', nodes: [node('1', null, more)], ...about }
    const { status, body } = await administrator.post('/api/v1/strategies', strategy)
    expect([status, body.errors[0].path.endsWith(path.replace('body', ''))]).toEqual([422, true])
  })
})

describe('a strategy from a file', () => {
  test('of three levels is seen through, then added and shown as one', async () => {
    const administrator = await app().person('administrator')
    const nodes = [node('1', null), node('1.1', '1'), node('a', '1.1', { keywords: ['Mod'] }), node('2', null)]
    const preview = await upload(administrator, { id: 'ny', name: 'Ny strategi', version: '1', owner: 'Byen', nodes })
    expect(preview.status).toBe(200)
    expect(preview.text).toContain('Intet er gemt endnu.')
    expect((await administrator.get('/strategy/ny')).status).toBe(404)
    const answer = await confirm(administrator, preview.text)
    expect(answer.headers.get('location')).toBe('/strategy/ny')
    const { text } = await administrator.get('/strategy/ny')
    expect(text).toContain('Ny strategi er tilføjet.')
    expect(text).toMatch(/Knude 1<.*<ul.*Knude 1\.1<.*<ul.*Knude a<.*Mod.*<\/ul>.*<\/ul>.*Knude 2</s)
  })

  test('is refused with the place of what is wrong', async () => {
    const administrator = await app().person('administrator')
    const nodes = [node('1.1', '1'), node('1', null, { name: '' })]
    const { status, text } = await upload(administrator, { id: 'fejl', name: 'x', version: '1', owner: 'y', nodes })
    expect(status).toBe(422)
    expect(text).toContain('nodes → 2 → name: Udfyld feltet.')
  })

  test('begins from one there is, which cannot come in twice', async () => {
    const administrator = await app().person('administrator')
    const { body } = await administrator.get(`${SHIPPED}/download`)
    const preview = await upload(administrator, body)
    const twice = await confirm(administrator, preview.text)
    expect([twice.status, twice.text.includes('Giv den nye et andet.')]).toEqual([409, true])
    expect((await confirm(administrator, twice.text, { id: 'norddjurs-2' })).status).toBe(303)
  })

  test('as a spreadsheet comes back as what went out', async () => {
    const administrator = await app().person('administrator')
    const csv = await administrator.get(`${SHIPPED}/table`)
    expect(csv.headers.get('content-disposition')).toContain('norddjurs-socialomraadet.csv')
    const preview = await upload(administrator, `\uFEFF${csv.text.replace(/^\uFEFF/, '')}`, 'strategi.csv')
    expect(preview.status).toBe(200)
    const about = { id: 'fra-csv', name: 'Fra CSV', owner: 'Byen', version: '3', successorOf: 'norddjurs-ledestjerner' }
    expect((await confirm(administrator, preview.text, about)).status).toBe(303)
    const [there, shipped] = [
      await administrator.get('/api/v1/strategies/fra-csv'),
      await administrator.get('/api/v1/strategies/norddjurs-socialomraadet'),
    ]
    expect(there.body.nodes).toEqual(shipped.body.nodes)
  })

  test('comes as a workbook, too', async () => {
    const administrator = await app().person('administrator')
    const rows = [
      ['Nr', 'Overskrift', 'Nøgleord'],
      ['1', 'Star', 'Mod; Tillid'],
      ['1.1', 'Mål', ''],
      ['1.1.1', 'Delmål', ''],
    ]
    const cells = rows.map(row => row.map(value => ({ value, type: String })))
    const bytes = await writeExcelFile([{ sheet: 'Strategi', data: cells }]).toBuffer()
    const preview = await upload(administrator, new Uint8Array(bytes), 'strategi.xlsx')
    const about = { id: 'fra-xlsx', name: 'Fra Excel', owner: 'Byen' }
    expect((await confirm(administrator, preview.text, about)).status).toBe(303)
    const { nodes } = (await administrator.get('/api/v1/strategies/fra-xlsx')).body
    const tree = nodes.map(({ key, parentKey, keywords }: Strategy['nodes'][number]) => [key, parentKey, keywords])
    expect(tree).toEqual([
      ['1', null, ['Mod', 'Tillid']],
      ['1.1', '1', []],
      ['1.1.1', '1.1', []],
    ])
  })

  test('says in which row and column a spreadsheet is wrong', async () => {
    const administrator = await app().person('administrator')
    const csv =
      'Nøgle;Navn;Farve\r\n1;Star;\r\n1.1;;\r\n1.1;To;\r\n3.1;Alene;\r\n2026-01-01;Dato;\r\n1.1.1;Del;\r\n1.1.1.1;Dybt;'
    const { status, text } = await upload(administrator, csv, 'strategi.csv')
    expect(status).toBe(422)
    for (const fault of [
      'Række 3, Navn: Udfyld feltet.',
      'Række 4, Nøgle: 1.1 står der to gange.',
      'Række 5, Hører under: 3 skal stå før',
      'Række 6, Nøgle: Regnearket har lavet nøglen om til en dato.',
      'Række 8, Hører under: En strategi har højst tre niveauer.',
      '»Farve«',
    ])
      expect(text).toContain(fault)
    expect(text).not.toContain('Tilføj strategien')
  })
})

test('a quality model that is succeeded leaves old visits theirs', async () => {
  const administrator = await app().person('administrator')
  const consultant = await app().person('consultant')
  const tilbud = await app().tilbud()
  const old = await app().visit(consultant, tilbud.id)
  const model = (await administrator.get('/api/v1/models/kvalitetsmodel-3.0')).body
  const themes = model.themes.map((theme: { key: string; name: string }) =>
    theme.key === '1'
      ? { ...theme, key: '9', name: 'Nyt navn', successorOf: '1' }
      : { ...theme, successorOf: theme.key },
  )
  const next = { ...model, id: 'model-efter', version: '4.0', validFrom: '2026-06-01', themes }
  expect((await administrator.post('/api/v1/models', next)).status).toBe(201)
  const { body: there } = await consultant.get(`/api/v1/visits/${old.id}`)
  expect(there.modelId).toBe('kvalitetsmodel-3.0')
  const point = { theme: '1', box: 'grey', body: 'Som før.' }
  expect((await consultant.post(`/api/v1/visits/${old.id}/points`, point)).status).toBe(201)
  const fresh = await app().visit(consultant, tilbud.id, { visitedOn: '2026-07-01' })
  expect((await consultant.get(`/api/v1/visits/${fresh.id}`)).body.modelId).toBe('model-efter')
  expect((await consultant.post(`/api/v1/visits/${fresh.id}/points`, point)).status).toBe(422)
  expect((await consultant.get(`/visit/${old.id}/theme/1`)).text).toContain('Uddannelse og beskæftigelse')
})

test.each(['/strategy/x', '/strategy/%00', '/strategy/x/download'])('%s is a 404 page', async path => {
  expect((await (await app().person('administrator')).get(path)).status).toBe(404)
})

test.each(['consultant', 'leader'] as const)('a %s has no business on the pages about strategies', async role => {
  const person = await app().person(role)
  for (const path of ['/strategy', '/strategy/import', SHIPPED, `${SHIPPED}/download`, `${SHIPPED}/table`])
    expect((await person.get(path)).status).toBe(403)
  expect((await upload(person, {})).status).toBe(403)
})
