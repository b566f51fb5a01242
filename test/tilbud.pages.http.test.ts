// The pages about centres and tilbud, and the import of many.
import { describe, expect, test } from 'vitest'
import { type Person, useApp } from './support/app.ts'

const app = useApp()

const form = (fields: Record<string, string>) => new URLSearchParams(fields)
const unique = (word: string) => `${word} ${crypto.randomUUID().slice(0, 8)}`
const all = async (name: string) => app().db.selectFrom('tilbud').selectAll().where('name', '=', name).execute()
const one = async (name: string) => (await all(name))[0]
const centre = async (name: string) =>
  app().db.selectFrom('centre').selectAll().where('name', '=', name).executeTakeFirst()

describe('an administrator', () => {
  test('makes a centre and a tilbud in it, and finds both on the list', async () => {
    const administrator = await app().person('administrator')
    const [centreName, name] = [unique('Center'), unique('Bo & Trivsel')]
    expect((await administrator.post('/centre/new', form({ name: centreName }))).status).toBe(303)
    const there = await centre(centreName)
    const answer = await administrator.post(
      '/tilbud/new',
      form({
        name,
        shortNames: ' BT \r\n\r\nTrivsel',
        type: 'Botilbud',
        centreId: there?.id ?? '',
        selfGoverning: '1',
        'employees-count': '12',
        'employees-confirmedOn': '2026-05-01',
      }),
    )
    expect(answer.status).toBe(303)
    expect(await one(name)).toMatchObject({
      shortNames: ['BT', 'Trivsel'],
      selfGoverning: true,
      employeesCount: 12,
      employeesConfirmedOn: '2026-05-01',
      active: true,
    })
    const { text } = await administrator.get(`/tilbud?centre=${there?.id}`)
    expect(text).toContain(name.replace('&', '&amp;'))
    expect(text.match(/class="centre"/g)).toHaveLength(1)
    expect(text).toContain('bekræftet 1. maj 2026')
  })

  test('changes a tilbud and closes it', async () => {
    const [administrator, tilbud] = [await app().person('administrator'), await app().tilbud()]
    const { text } = await administrator.get(`/tilbud/${tilbud.id}`)
    expect(text).toContain(`value="${tilbud.name}"`)
    const answer = await administrator.post(
      `/tilbud/${tilbud.id}`,
      form({
        name: tilbud.name,
        shortNames: '',
        type: 'Herberg',
        centreId: tilbud.centreId,
        'employees-count': '',
        'employees-confirmedOn': '',
        version: '1',
      }),
    )
    expect(answer.status).toBe(303)
    expect(await one(tilbud.name)).toMatchObject({ type: 'Herberg', active: false, employeesCount: null, version: 2 })
    expect((await administrator.get('/tilbud')).text).toContain('Lukket')
  })

  test('gets a bad form back with the words that were typed, each fault named', async () => {
    const administrator = await app().person('administrator')
    const { status, text } = await administrator.post(
      '/tilbud/new',
      form({ name: '', type: 'Bo <3', 'employees-count': 'mange' }),
    )
    expect(status).toBe(422)
    expect(text).toContain('value="Bo &lt;3"')
    expect(text).toContain('value="mange"')
    expect(text).toContain('href="#name">Navn: Udfyld feltet.')
    expect(text).toContain('href="#centreId">Center: Vælg et center.')
    expect(text).toContain('href="#employees-count">Antal ansatte: Skriv et helt tal.')
  })

  test('cannot make two tilbud or two centres of one name', async () => {
    const [administrator, tilbud] = [await app().person('administrator'), await app().tilbud()]
    const again = await administrator.post(
      '/tilbud/new',
      form({ name: tilbud.name, type: 'Bo', centreId: tilbud.centreId }),
    )
    expect([again.status, again.text.includes('Der er allerede et tilbud med det navn')]).toEqual([409, true])
    const name = unique('Center')
    await administrator.post('/centre/new', form({ name }))
    const twice = await administrator.post('/centre/new', form({ name }))
    expect([twice.status, twice.text.includes('Der er allerede et center med det navn')]).toEqual([409, true])
  })

  test('renames a centre, and is told when a colleague did so first', async () => {
    const administrator = await app().person('administrator')
    const name = unique('Center')
    await administrator.post('/centre/new', form({ name }))
    const { id } = (await centre(name)) ?? { id: '' }
    expect((await administrator.post(`/centre/${id}`, form({ name: `${name} A`, version: '1' }))).status).toBe(303)
    const late = await administrator.post(`/centre/${id}`, form({ name: `${name} B`, version: '1' }))
    expect([late.status, late.text.includes(`value="${name} B"`)]).toEqual([412, true])
  })

  test.each(['/tilbud/x', '/centre/x', '/tilbud/0197a000-0000-7000-8000-000000000000'])(
    '%s is a 404 page',
    async path => {
      const administrator = await app().person('administrator')
      expect((await administrator.get(path)).status).toBe(404)
      expect((await administrator.post(path, form({}))).status).toBe(404)
    },
  )

  test('sees all tilbud when the centre in the address is none', async () => {
    const [administrator, { name }] = [await app().person('administrator'), await app().tilbud()]
    expect((await administrator.get('/tilbud?centre=x&centre=y')).text).toContain(name)
  })
})

const PATHS = ['/tilbud', '/tilbud/new', '/tilbud/import', '/tilbud/import/example', '/centre/new']
test.each(['consultant', 'leader'] as const)('a %s has no business on the pages about tilbud', async role => {
  const tilbud = await app().tilbud()
  const person = await app().person(role, [tilbud.id])
  for (const path of [...PATHS, `/tilbud/${tilbud.id}`, `/centre/${tilbud.centreId}`])
    expect((await person.get(path)).status, path).toBe(403)
  for (const path of ['/tilbud/new', '/tilbud/import', '/tilbud/import/confirm', `/tilbud/${tilbud.id}`])
    expect((await person.post(path, form({}))).status, path).toBe(403)
})

describe('an import', () => {
  function upload(by: Person, content: BlobPart, name = 'tilbud.csv') {
    const body = new FormData()
    body.append('file', new File([content], name))
    return by.post('/tilbud/import', body)
  }
  const rowsIn = (text: string) =>
    (text.match(/name="rows" value="([^"]*)"/)?.[1] ?? '')
      .replaceAll('&quot;', '"')
      .replaceAll('&#x27;', "'")
      .replaceAll('&amp;', '&')
  const confirm = (by: Person, text: string, more = {}) =>
    by.post('/tilbud/import/confirm', form({ rows: rowsIn(text), ...more }))

  test('shows what will happen and writes nothing, then writes it all', async () => {
    const [administrator, tilbud] = [await app().person('administrator'), await app().tilbud()]
    const [name, newCentre] = [unique('Ærø "Huset"'), unique('Center Syd')]
    const file = `Navn;Type;Center;Antal ansatte;Telefon\n${tilbud.name};Værested;;13;1\n"${name.replaceAll('"', '""')}";Bo & Job;${newCentre};;2\n`
    const preview = await upload(administrator, file)
    expect(preview.status).toBe(200)
    for (const words of ['Opdateres', 'Type: Botilbud → Værested', 'Antal ansatte: 12 → 13', 'Nyt tilbud', '»Telefon«'])
      expect(preview.text).toContain(words)
    expect(preview.text).toContain(`Række 3, Center: »${newCentre}« findes ikke.`)
    expect(await one(name)).toBe(undefined)

    const unticked = await confirm(administrator, preview.text)
    expect([unticked.status, unticked.text.includes('Sæt kryds ved')]).toEqual([409, true])
    expect(await one(tilbud.name)).toMatchObject({ type: 'Botilbud' })

    const done = await confirm(administrator, unticked.text, { newCentres: '1' })
    expect([done.status, done.headers.get('location')]).toEqual([303, '/tilbud'])
    expect((await administrator.get('/tilbud')).text).toContain(
      'Filen er indlæst: 1 nyt tilbud og 1 opdateret, og 1 nyt center kom til.',
    )
    const added = await centre(newCentre)
    expect(await one(name)).toMatchObject({ type: 'Bo & Job', centreId: added?.id, employeesCount: null })
    expect(await one(tilbud.name)).toMatchObject({ type: 'Værested', employeesCount: 13, centreId: tilbud.centreId })

    const again = await upload(administrator, file)
    expect(again.text).toContain('Der er ikke noget at indlæse')
    const log = await app().db.selectFrom('log').selectAll().where('userId', '=', administrator.id).execute()
    expect(log.filter(({ action }) => action === 'import')).toMatchObject([
      { subject: 'tilbud', detail: { new: 1, changed: 1, centres: 1 } },
    ])
  })

  test('a confirmed number of employees that changes is no longer confirmed', async () => {
    const [administrator, { id, name }] = [await app().person('administrator'), await app().tilbud()]
    await app().db.updateTable('tilbud').set({ employeesConfirmedOn: '2026-01-01' }).where('id', '=', id).execute()
    await confirm(administrator, (await upload(administrator, `Navn;Type\n${name};Herberg`)).text)
    expect(await one(name)).toMatchObject({ type: 'Herberg', employeesConfirmedOn: '2026-01-01' })
    await confirm(administrator, (await upload(administrator, `Navn;Antal ansatte\n${name};99`)).text)
    expect(await one(name)).toMatchObject({ employeesCount: 99, employeesConfirmedOn: null })
  })

  test('with one fault cannot be confirmed, and names the row and the field', async () => {
    const [administrator, { name }] = [await app().person('administrator'), await app().tilbud()]
    const { status, text } = await upload(administrator, `Navn;Antal ansatte\n${name};mange\n`)
    expect(status).toBe(422)
    expect(text).toContain('Række 2, Antal ansatte: Skriv et helt tal, ikke »mange«.')
    expect(text).not.toContain('/tilbud/import/confirm')
  })

  test('is all or nothing: what was forged after the preview is refused whole', async () => {
    const administrator = await app().person('administrator')
    const { name, centreId } = await app().tilbud()
    const { name: centreName } = await app()
      .db.selectFrom('centre')
      .selectAll()
      .where('id', '=', centreId)
      .executeTakeFirstOrThrow()
    const row = { shortNames: null, type: 'Bo', centre: centreName, selfGoverning: null, employees: null }
    const fresh = unique('Nyt')
    const rows = [
      { ...row, row: 2, name: fresh },
      { ...row, row: 3, name: name.replace(' ', '-') },
    ]
    const { status, text } = await administrator.post('/tilbud/import/confirm', form({ rows: JSON.stringify(rows) }))
    expect([status, text.includes('ligner tilbuddet')]).toEqual([422, true])
    expect(await all(fresh)).toEqual([])
  })

  test.each(['', 'x', '[]', '{}', '[{"row":1}]', '[{"row":2,"name":""}]', `[${'[]'.repeat(5)}]`])(
    'rows that are no rows (%s) lead back to the file',
    async rows => {
      const answer = await (await app().person('administrator')).post('/tilbud/import/confirm', form({ rows }))
      expect([answer.status, answer.headers.get('location')]).toEqual([303, '/tilbud/import'])
    },
  )

  test.each<[string, BlobPart, string]>([
    ['no file', '', 'Vælg en fil først.'],
    ['too large a file', new Uint8Array(6 * 1_048_576), 'Filen er for stor. Der er plads til 5 MB.'],
    ['rubbish', new Uint8Array(2000).map((_, i) => i % 256), 'hverken CSV eller Excel'],
    ['too many rows', `Navn\n${'x\n'.repeat(10_000)}`, '10.000 rækker'],
    ['a thousand faulty rows', `Navn;Antal ansatte\n${'x;y\n'.repeat(1000)}`, '… og'],
  ])('%s is answered in words', async (_what, content, words) => {
    const { status, text } = await upload(await app().person('administrator'), content)
    expect([status, text.includes(words)]).toEqual([422, true])
  })

  test('a thousand new tilbud travel in the form and come in', { timeout: 60_000 }, async () => {
    const administrator = await app().person('administrator')
    const word = unique('Ærø')
    const lines = Array.from({ length: 1000 }, (_, i) => `${word} sted ${i};Botilbud med et langt navn;${word};${i}`)
    const preview = await upload(administrator, `Navn;Type;Center;Antal ansatte\n${lines.join('\n')}`)
    expect((await confirm(administrator, preview.text, { newCentres: '1' })).status).toBe(303)
    expect(await all(`${word} sted 999`)).toHaveLength(1)
  })

  test('no form at all, or a broken one, is answered in words', async () => {
    const administrator = await app().person('administrator')
    expect((await administrator.post('/tilbud/import', form({ file: 'x' }))).status).toBe(422)
    const broken = await administrator.post('/tilbud/import', '--x\r\nrubbish', {
      'content-type': 'multipart/form-data; boundary=x',
    })
    expect(broken.status).toBe(422)
  })

  test('begins from an empty file that Danish spreadsheets open as they should', async () => {
    const { body, headers } = await (await app().person('administrator')).get('/tilbud/import/example')
    expect(body).toBe('\uFEFFNavn;Kortnavne;Type;Center;Selvejende;Antal ansatte\r\n')
    expect(headers.get('content-disposition')).toContain('tilbud.csv')
  })
})
