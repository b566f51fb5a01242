// Before the visit: the leader confirms the facts and describes the practice; the consultants read it with what changed.
import { beforeAll, describe, expect, test } from 'vitest'
import { type Person, useApp } from './support/app.ts'

let today = '2026-11-26'
const app = useApp({ printer: false, now: () => new Date(`${today}T09:00:00Z`) })
const api = '/api/v1'
const form = (fields: Record<string, string>) => new URLSearchParams(fields)

let administrator: Person
let consultant: Person
let stranger: Person

beforeAll(async () => {
  administrator = await app().person('administrator')
  consultant = await app().person('consultant')
  stranger = await app().person('consultant')
})

/** A tilbud with its leader; its facts are confirmed when `confirmedOn` says so. */
async function place(confirmedOn: string | null = null) {
  today = '2026-11-26'
  const tilbud = await app().tilbud()
  const leader = await app().person('leader', [tilbud.id])
  const path = `${api}/tilbud/${tilbud.id}/quality-description`
  const write = async (themes: Record<string, string>, version?: number) =>
    leader.put(path, version ?? (await leader.get(path)).body.version, {
      themes: Object.entries(themes).map(([theme, text]) => ({ theme, text })),
    })
  const confirmed = (day: string | null) =>
    app().db.updateTable('tilbud').set({ employeesConfirmedOn: day }).where('id', '=', tilbud.id).execute()
  const visit = async (visitedOn: string) => {
    const made = await app().visit(consultant, tilbud.id, { visitedOn })
    await confirmed(confirmedOn)
    return { ...made, here: `${api}/visits/${made.id}`, page: `/visit/${made.id}` }
  }
  return { tilbud, leader, path, write, visit, confirmed }
}

describe('the facts', () => {
  test('are confirmed or corrected by the leader, with the day', async () => {
    const { tilbud, leader } = await place()
    const path = `${api}/tilbud/${tilbud.id}/confirmation`
    const facts = { employees: { count: 17 }, shortNames: ['Huset'] }
    expect((await leader.send('PUT', path, facts)).status).toBe(428)
    expect((await leader.put(path, 7, facts)).status).toBe(412)
    const { body } = await leader.put(path, 1, facts)
    expect(body).toMatchObject({ employees: { count: 17, confirmedOn: today }, shortNames: ['Huset'], version: 2 })
    for (const count of [0, -1, 1.5, null, 200_000])
      expect((await leader.put(path, 2, { employees: { count } })).status).toBe(422)
    expect((await administrator.put(path, 2, { employees: { count: 18 } })).body.employees.count).toBe(18)
    expect((await consultant.put(path, 3, { employees: { count: 18 } })).status).toBe(403)
    const other = await app().person('leader', [(await app().tilbud()).id])
    expect((await other.put(path, 3, { employees: { count: 18 } })).status).toBe(404)
    const log = (await administrator.get(`${api}/log?limit=50`)).body.items
    expect(log.find((line: { action: string }) => line.action === 'confirm')).toMatchObject({ tilbudId: tilbud.id })
  })

  test('have a page that works without JavaScript and says what is wrong', async () => {
    const { tilbud, leader, visit } = await place()
    await visit('2027-02-02')
    const page = `/description/${tilbud.id}`
    expect((await leader.get('/description')).text).toContain('Skal bekræftes')
    const shown = (await leader.get(page)).text
    expect(shown).toContain('Der er planlagt kvalitetsbesøg 2. februar 2027. Gør jer klar senest 19. januar 2027.')
    const wrong = await leader.post(`${page}/facts`, form({ count: 'mange', shortNames: 'Bo', version: '1' }))
    expect(wrong.status).toBe(422)
    expect(wrong.text).toContain('value="mange"')
    expect(wrong.text).toContain('<a href="#count">Antal ansatte: Skriv et helt tal.</a>')
    expect((await leader.post(`${page}/facts`, form({ count: '20', shortNames: 'Bo, B', version: '1' }))).status).toBe(
      303,
    )
    expect((await leader.get(page)).text).toContain('Bekræftet 26. november 2026')
    expect((await administrator.get(`${api}/tilbud/${tilbud.id}`)).body).toMatchObject({
      employees: { count: 20, confirmedOn: today },
      shortNames: ['Bo', 'B'],
    })
  })

  test('that nobody confirmed are marked in the draft and stop the hearing, until the leader has', async () => {
    const { tilbud, leader, visit } = await place('2025-01-01')
    const { here, page } = await visit('2026-05-12')
    // Planned, as far as the row says, long before.
    await app()
      .db.updateTable('visit')
      .set({ createdAt: new Date('2026-03-01T10:00:00Z') })
      .execute()
    const facts = {
      participants: { employeesTotal: 14, met: [{ group: 'medarbejdere', count: 6 }] },
      conclusion: 'Godt.',
    }
    await consultant.patch(here, 1, facts)
    const findings = async () =>
      (await consultant.get(`${here}/proof`)).body.items.filter(
        (item: { rule: string }) => item.rule === 'unconfirmedFacts',
      )
    expect(await findings()).toMatchObject([{ severity: 'blocks', where: { field: 'participants' } }])
    expect((await consultant.get(`${page}/facts`)).text).toContain('ikke bekræftet af tilbuddet')
    const asked = (await leader.get(`/description/${tilbud.id}`)).text
    expect(asked).toContain('Skal bekræftes igen (sidst 1. januar 2025)')
    expect((await consultant.get(`${here}/report.html`)).text).toContain('14 (ikke bekræftet af tilbuddet)')
    const refused = await consultant.post(`${here}/hearing`)
    expect([refused.status, refused.body.title]).toEqual([409, expect.stringContaining('Fakta om besøget')])
    // Without a hearing it is only a warning: what is wrong there is that nothing can be printed here.
    const skipped = await consultant.post(`${here}/publication`, { skipHearing: { reason: 'Aftalt.' } })
    expect(skipped.body.title).not.toContain('bekræft')
    const { version } = (await leader.get(`${api}/tilbud/${tilbud.id}`)).body
    await leader.put(`${api}/tilbud/${tilbud.id}/confirmation`, version, { employees: { count: 14 } })
    expect(await findings()).toEqual([])
    expect((await consultant.get(`${here}/report.html`)).text).not.toContain('ikke bekræftet')
    expect((await consultant.post(`${here}/hearing`)).status).toBe(200)
  })
})

describe('the description', () => {
  test('is written by the leader, version by version; whoever is overtaken is told', async () => {
    const { tilbud, leader, path, write } = await place()
    expect((await leader.get(path)).body).toMatchObject({ tilbudId: tilbud.id, version: 0, writtenAt: null })
    const first = await write({ '1': 'Vi følger borgeren.', '3a': '- ro\n- tid' })
    expect(first.body).toMatchObject({ version: 1, modelId: 'kvalitetsmodel-3.0', writtenBy: leader.id })
    expect(first.headers.get('etag')).toBe('"1"')
    const second = await write({ '1': 'Vi følger borgeren tættere.' })
    const text = (body: { themes: { theme: string; text: string }[] }, theme: string) =>
      body.themes.find(one => one.theme === theme)?.text
    // What is not named stays.
    expect([second.body.version, text(second.body, '3a')]).toEqual([2, '- ro\n- tid'])
    expect((await write({ '1': 'Vi følger borgeren tættere.' })).body.version).toBe(2)
    const stale = await write({ '1': 'Andet' }, 1)
    expect([stale.status, stale.body.current.version]).toEqual([412, 2])
    expect(text((await leader.get(`${path}?version=1`)).body, '1')).toBe('Vi følger borgeren.')
    expect((await leader.get(`${path}?version=9`)).status).toBe(404)
    expect((await leader.get(`${path}/versions`)).body.items.map((one: { version: number }) => one.version)).toEqual([
      2, 1,
    ])
    expect((await write({ '9': 'x' })).status).toBe(422)
    expect((await write({ '1': '<script>x</script>' })).status).toBe(422)
    const log = (await administrator.get(`${api}/log?limit=100`)).body.items
    const told = log.filter(
      (line: { subject: string; tilbudId: string }) => line.subject === 'description' && line.tilbudId === tilbud.id,
    )
    expect(told.map((line: { action: string }) => line.action)).toContain('change')
    expect(JSON.stringify(told)).not.toContain('borgeren')
  })

  test('is read by its leader, consultants who go there and administrators, and written by nobody else', async () => {
    const { tilbud, leader, path, write, visit } = await place()
    await write({ '1': 'Vi følger borgeren.' })
    const other = await app().person('leader', [(await app().tilbud()).id])
    const page = `/description/${tilbud.id}`
    for (const at of [path, `${path}/versions`, page]) {
      expect((await consultant.get(at)).status, at).toBe(404)
      expect((await other.get(at)).status, at).toBe(404)
      expect((await administrator.get(at)).status, at).toBe(200)
      expect((await leader.get(at)).status, at).toBe(200)
      expect([401, 303], at).toContain((await app().client().get(at)).status)
    }
    await visit('2027-02-02')
    expect((await consultant.get(path)).status).toBe(200)
    expect((await stranger.get(path)).status).toBe(404)
    for (const person of [consultant, administrator])
      expect((await person.put(path, 1, { themes: [{ theme: '1', text: 'x' }] })).status).toBe(403)
    expect((await other.put(path, 1, { themes: [{ theme: '1', text: 'x' }] })).status).toBe(404)
    expect((await administrator.get(page)).text).not.toContain('<textarea')
    expect((await consultant.get('/description')).status).toBe(404)
  })

  test('has a form for each theme, which keeps what was typed when a colleague was first', async () => {
    const { tilbud, leader, write } = await place()
    const page = `/description/${tilbud.id}`
    expect((await leader.get(page)).text.match(/<textarea/g)).toHaveLength(8)
    const texts = { 'text-1': 'Linje\r\n\r\nAfsnit', 'text-7': '', version: '0' }
    expect((await leader.post(page, form(texts))).status).toBe(303)
    expect((await leader.get(page)).text).toContain('Linje\n\nAfsnit</textarea>')
    await write({ '1': 'Kollegaens' })
    const overtaken = await leader.post(page, form({ 'text-1': 'Mit', version: '1' }))
    expect(overtaken.status).toBe(412)
    expect(overtaken.text).toContain('Mit</textarea>')
    expect(overtaken.text).toContain('Kollegaens')
    const bad = await leader.post(page, form({ 'text-2': '<b>x</b>', version: '2' }))
    expect([bad.status, bad.text.includes('href="#text-2"')]).toEqual([422, true])
  })

  test('is kept by a visit as it stood on its day, and what changed since the visit before is marked', async () => {
    const { leader, tilbud, write, visit } = await place('2026-11-26')
    today = '2024-05-01'
    await write({ '1': 'Vi spiser sammen.\n\nVi går ture.' })
    const old = await visit('2024-05-14')
    await app().db.updateTable('visit').set({ status: 'published' }).where('id', '=', old.id).execute()
    today = '2024-06-01'
    await write({ '1': 'Skrevet bagefter.' })
    today = '2026-11-20'
    await write({ '1': 'Vi spiser altid sammen.\n\nVi går ture.\n\nVi har en have.' })
    const next = await visit('2027-02-02')
    const themeOf = async (here: string) => (await consultant.get(`${here}/description`)).body
    expect(await themeOf(old.here)).toMatchObject({ version: 1, since: null })
    const now = await themeOf(next.here)
    expect(now).toMatchObject({ version: 3, since: '2024-05-14' })
    expect(now.themes[0]).toMatchObject({
      theme: '1',
      text: 'Vi spiser altid sammen.\n\nVi går ture.\n\nVi har en have.',
    })
    for (const path of [`${next.page}/brief`, `${next.page}/theme/1`]) {
      const { text } = await consultant.get(path)
      expect(text, path).toContain('<ins>altid </ins>')
      expect(text, path).toMatch(/Nyt<\/p><p>Vi har en have/)
    }
    expect((await leader.get(`/description/${tilbud.id}`)).text).toContain('Ændret siden sidste besøg')
    today = '2027-02-02'
    await write({ '1': 'På dagen.' })
    today = '2027-02-03'
    await write({ '1': 'Dagen efter.' })
    expect((await themeOf(next.here)).themes[0].text).toBe('På dagen.')
    expect((await stranger.get(`${next.here}/description`)).status).toBe(404)
    expect((await leader.get(`${next.here}/description`)).status).toBe(403)
  })
})

describe('on the day', () => {
  test('a theme is marked against the description, and the phrase of the model that fits is offered', async () => {
    const { write, visit, leader } = await place('2026-11-26')
    await write({ '1': 'Vi spiser sammen.' })
    const { here, page, id } = await visit('2026-11-26')
    const marks = async () => (await consultant.get(here)).body.descriptionMarks
    expect(await marks()).toEqual([])
    const mark = (theme: string, value: string, step = '') =>
      consultant.post(`${page}/description/${theme}`, form({ mark: value, ...(step && { step }) }))
    expect((await mark('1', 'agrees')).headers.get('location')).toBe(`${page}/theme/1#description`)
    expect(await marks()).toEqual([{ theme: '1', mark: 'agrees' }])
    const phrase = 'Det, vi mødte på besøget, stemmer overens med tilbuddets kvalitetsbeskrivelse.'
    expect((await consultant.get(`${page}/theme/1`)).text).toContain('rapporten skriver')
    await consultant.post(`${here}/points`, { theme: '1', box: 'grey', body: 'Vi talte om mad.' })
    expect((await consultant.get(`${page}/theme/1`)).text).toContain('value="phrase"')
    expect((await mark('1', 'agrees', 'phrase')).status).toBe(303)
    const points = (await consultant.get(`${here}/points`)).body.items
    expect(points.map(({ body }: { body: string }) => body)).toEqual([
      'Vi talte om mad.',
      expect.stringContaining(phrase),
    ])
    // An empty grey box says that all agrees: where it does not, the proof-reader asks.
    await mark('2', 'partly')
    await mark('3a', 'new')
    await mark('3a', '')
    expect(await marks()).toEqual([
      { theme: '1', mark: 'agrees' },
      { theme: '2', mark: 'partly' },
    ])
    const found = (await consultant.get(`${here}/proof`)).body.items
    expect(found).toContainEqual(
      expect.objectContaining({ rule: 'emptyBox', where: expect.objectContaining({ theme: '2', box: 'grey' }) }),
    )
    expect((await mark('2', 'bad')).status).toBe(422)
    expect((await mark('9', 'agrees')).status).toBe(404)
    const { version } = (await consultant.get(here)).body
    const wrong = await consultant.patch(here, version, { descriptionMarks: [{ theme: '9', mark: 'agrees' }] })
    expect([wrong.status, wrong.body.errors[0].path]).toEqual([422, '/descriptionMarks/0/theme'])
    const set = await consultant.patch(here, version, { descriptionMarks: [{ theme: '3b', mark: 'new' }] })
    expect(set.body.descriptionMarks).toEqual([{ theme: '3b', mark: 'new' }])
    expect((await stranger.post(`${page}/description/1`, form({ mark: 'agrees' }))).status).toBe(404)
    expect((await leader.post(`/visit/${id}/description/1`, form({ mark: 'agrees' }))).status).toBe(403)
  })
})

test.each([
  [
    'partly',
    'Det, vi mødte på besøget, stemmer på nogle punkter overens med tilbuddets kvalitetsbeskrivelse og på andre ikke.',
  ],
  ['new', 'På besøget mødte vi noget, som tilbuddets kvalitetsbeskrivelse ikke fortæller om.'],
])('%s has a phrase of its own, which goes into the grey box once', async (mark, phrase) => {
  const { visit } = await place('2026-11-26')
  const { here, page } = await visit('2026-11-26')
  const send = (step: object) => consultant.post(`${page}/description/1`, form({ mark, ...step }))
  const theme = async () => (await consultant.get(`${page}/theme/1`)).text
  expect(await theme()).not.toContain('value="phrase"')
  await send({})
  // Also into an empty box: the report would say that all agrees.
  expect(await theme()).toContain(`»${phrase}«`)
  expect(await theme()).toContain('value="phrase"')
  await send({ step: 'phrase' })
  const points = (await consultant.get(`${here}/points`)).body.items
  expect(points).toMatchObject([{ theme: '1', box: 'grey', body: phrase }])
  expect(await theme()).not.toContain('value="phrase"')
})

test('a model may have words of its own for them, each once, and one without has ours', async () => {
  const model = (await administrator.get(`${api}/models/kvalitetsmodel-3.0`)).body
  const of = (id: string, phrases: object[]) =>
    administrator.post(`${api}/models`, { ...model, id, version: id, validFrom: '2031-01-01', phrases })
  const four = model.phrases.filter(({ key }: { key: string }) => !['grey-partly', 'grey-new'].includes(key))
  const own = { key: 'grey-partly', box: 'grey', text: 'Noget er, som I skrev.' }
  expect((await of('uden-egne', four)).status).toBe(201)
  expect((await of('med-egne', [...four, own])).status).toBe(201)
  expect((await of('to-gange', [...four, own, own])).status).toBe(422)
  const { visit } = await place('2026-11-26')
  const { here, page } = await visit('2026-11-26')
  const phraseUnder = async (modelId: string) => {
    const id = here.split('/').at(-1) ?? ''
    await app().db.updateTable('visit').set({ modelId }).where('id', '=', id).execute()
    return (await consultant.get(`${page}/theme/1`)).text
  }
  await consultant.post(`${page}/description/1`, form({ mark: 'partly' }))
  expect(await phraseUnder('med-egne')).toContain('»Noget er, som I skrev.«')
  expect(await phraseUnder('uden-egne')).toContain(
    '»Kvalitetsbeskrivelsen stemmer kun delvist overens med det, vi mødte.«',
  )
})

describe('a CPR number in the description', () => {
  const CPR = '010190-1234'

  test('stops it, with the place shown and the number not; what was typed is kept', async () => {
    const { tilbud, leader, path, write } = await place()
    const refused = await write({ '1': 'Vi arbejder ud fra en plan.', '3a': `Vi kender **Bo** (${CPR}) godt.` })
    expect([refused.status, refused.body.errors.length]).toEqual([422, 1])
    expect(refused.body.errors[0]).toMatchObject({ path: '/themes/1/text' })
    expect(refused.body.errors[0].message).toContain('CPR-nummer, efter »Vi kender **Bo** («')
    expect(refused.text).not.toContain(CPR)
    expect((await leader.get(path)).body.version).toBe(0)
    const sent = form({ version: '0', 'text-1': 'Vi arbejder ud fra en plan.', 'text-3a': `Nummeret er ${CPR}.` })
    const page = await leader.post(`/description/${tilbud.id}`, sent)
    expect(page.status).toBe(422)
    expect(page.text).toContain('href="#text-3a"')
    expect(page.text).toContain('CPR-nummer, efter »Nummeret er«')
    expect(page.text).toContain(`Nummeret er ${CPR}.</textarea>`)
    expect(page.text).toContain('Vi arbejder ud fra en plan.</textarea>')
  })

  test('that came in before the rule stops the next version, whatever theme it changes', async () => {
    const { tilbud, leader, path, write } = await place()
    expect((await write({ '3a': 'Vi kender hinanden.' })).status).toBe(200)
    const texts = JSON.stringify({ '3a': `Se ${CPR}.` })
    await app().db.updateTable('description').set({ texts }).where('tilbudId', '=', tilbud.id).execute()
    const refused = await write({ '1': 'Nyt.' })
    expect([refused.status, refused.body.errors[0].path]).toEqual([422, '/themes'])
    expect((await write({ '1': 'Nyt.', '3a': 'Vi kender hinanden.' })).status).toBe(200)
    expect((await leader.get(path)).body.version).toBe(2)
  })

  test('or a short name stops the confirmation', async () => {
    const { tilbud, leader } = await place()
    const facts = { employees: { count: 17 }, shortNames: ['Huset', CPR] }
    const refused = await leader.put(`${api}/tilbud/${tilbud.id}/confirmation`, 1, facts)
    expect([refused.status, refused.body.errors[0].path]).toEqual([422, '/shortNames/1'])
  })

  test.each(['Sagen har nummer 24-0101-1234.', 'Stedets P-nummer er 1012345678.'])('is not %s', async text => {
    const { write } = await place()
    expect((await write({ '1': text })).status).toBe(200)
  })
})
