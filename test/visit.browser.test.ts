// A visit from beginning to end, as people click it: planned, written, published, read; with and without JavaScript,
// and with a network that goes away.
import { describe, expect, test } from 'vitest'
import { PASSWORD, useApp } from './support/app.ts'
import { useBrowser, type Visitor } from './support/browser.ts'
import { bodyIn, goInto, headingIn, ready, textsIn, typeIn } from './support/writing.ts'

const app = useApp({ printer: true })
const visitor = useBrowser()

const NEW = (box: string) => `#new-${box} [name="body"]`
const saved = (at: Visitor, place: string) => at.waitForText('Gemt kl.', `${place} [data-save-state]`)

/** Writes a new point and moves on when the server has it. */
async function write(at: Visitor, box: string, body: string, heading = '') {
  await ready(at, `#new-${box}`)
  if (heading) await at.page.type(headingIn(`#new-${box}`), heading)
  await typeIn(at, `#new-${box}`, body)
  await saved(at, `#new-${box}`)
  await at.page.click(`#new-${box} button[type="submit"]`)
  await expect.poll(() => texts(at, box), { timeout: 15_000 }).toContain(body)
}

const texts = (at: Visitor, box: string) => textsIn(at, `#box-${box} .point-row`)

async function draft(role: 'consultant' = 'consultant') {
  const tilbud = await app().tilbud()
  const consultant = await app().person(role)
  const visit = await app().visit(consultant, tilbud.id)
  return { tilbud, consultant, visit }
}

async function planVisit(at: Visitor, tilbudId: string) {
  await at.go('/visit')
  await at.press('a[href="/visit/new"]')
  await at.page.select('#tilbudId', tilbudId)
  await at.page.$eval('#visitedOn', field => {
    ;(field as HTMLInputElement).value = '2026-05-12'
  })
  await at.press('main button[type="submit"]')
  return new URL(at.page.url()).pathname
}

describe('a visit', () => {
  test('is planned, written, published, read by the leader and found by the administrator', async () => {
    const tilbud = await app().tilbud('Huset ved Åen')
    const [consultant, leader, administrator] = [
      await app().person('consultant'),
      await app().person('leader', [tilbud.id]),
      await app().person('administrator'),
    ]
    const at = await visitor(app().url)
    await at.logIn(consultant.email)
    const visit = await planVisit(at, tilbud.id)
    expect(await at.text()).toContain('Besøget er planlagt')

    await at.go(`${visit}/theme/3a`)
    await write(at, 'grey', 'Tiden fylder for alle på vagt.', 'Tid')
    await write(at, 'purple', 'finde en fast ramme for faglig sparring', 'Sparring')
    await typeIn(at, '#new-yellow', 'En time hver torsdag er fredet')
    await at.page.click('#new-yellow .toggle')
    await saved(at, '#new-yellow')
    await at.page.click('#new-yellow button[type="submit"]')
    await at.page.waitForSelector('#box-yellow .point-row')

    await at.waitForText('Alt er gemt', '[data-desk-bar]')
    await at.page.reload()
    await ready(at, '#box-yellow .point-row')
    expect(await texts(at, 'grey')).toEqual(['Tiden fylder for alle på vagt.'])
    expect(await texts(at, 'purple')).toEqual(['finde en fast ramme for faglig sparring'])
    expect(await texts(at, 'yellow')).toEqual(['En time hver torsdag er fredet'])
    expect(await at.page.$$eval('#box-yellow .point-row .toggle input:checked', all => all.length)).toBe(1)
    expect(await at.text()).toContain('1 fokuspunkt')

    await at.go(`${visit}/facts`)
    await at.page.type('#employeesTotal', '14')
    await at.page.type('#count-1', '4')
    await at.page.type('#group-1', 'medarbejdere')
    await at.waitForText('Gemt kl.')
    await at.go(`${visit}/conclusion`)
    await typeIn(at, '#text-form', 'Teamet konkluderer, at sparringen er vigtig.')
    await saved(at, '#text-form')

    await at.go(`${visit}/report`)
    const report = await at.text()
    expect(report).toContain('finde en fast ramme for faglig sparring')
    expect(report).toContain('4 medarbejdere')
    expect(report).toContain('Teamet konkluderer')

    await at.go(visit)
    await at.press('a[href$="/publication"]')
    await at.page.type('#reason', 'Aftalt med lederen på dagen')
    await at.press('form[data-busy] button')
    expect(await at.text()).toContain('udgivet som version 1')
    await at.go(`${visit}/theme/3a`)
    expect(await at.text()).toContain('Begynd en rettelse')
    expect(await at.page.$('textarea, [contenteditable]')).toBeNull()
    expect(at.complaints).toEqual([])
    await at.close()

    const reader = await visitor(app().url)
    await reader.logIn(leader.email)
    // Begins with what there is to follow up on.
    await reader.waitForText('Huset ved Åen', 'main')
    await reader.press('.site-nav a[href="/report"]')
    await reader.press('a.report-link')
    expect(await reader.text()).toContain('En time hver torsdag er fredet')
    const pdf = await leader.get(`/api/v1/visits/${visit.split('/').at(-1)}/report.pdf`)
    expect(Buffer.from(pdf.body).subarray(0, 4).toString()).toBe('%PDF')
    await reader.close()

    const desk = await visitor(app().url)
    await desk.logIn(administrator.email)
    await desk.go('/visit?status=published')
    expect(await desk.text()).toContain('Huset ved Åen')
    await desk.close()
  }, 120_000)

  test('can be written, answered, moved and deleted without JavaScript', async () => {
    const { consultant, tilbud } = await draft()
    const at = await visitor(app().url, { script: false })
    await at.logIn(consultant.email)
    const visit = await planVisit(at, tilbud.id)
    await at.go(`${visit}/theme/3a`)
    for (const [box, body] of [
      ['grey', 'Tiden fylder'],
      ['purple', 'finde en ramme'],
      ['yellow', 'En fredet time'],
    ] as const) {
      await at.page.type(NEW(box), body)
      if (box === 'yellow') await at.page.click('#new-yellow .toggle')
      await at.press(`#new-${box} button[type="submit"]`)
    }
    const point = '#box-grey .point-row'
    await at.typeAfter(`${point} [name="body"]`, ' for alle')
    await at.press(`${point} .save-button`)
    await at.page.click(`${point} .point-menu summary`)
    await at.press(`${point} button[value="delete"]`)
    expect(await texts(at, 'grey')).toEqual([])
    await at.press('.box-notice button')
    expect(await texts(at, 'grey')).toEqual(['Tiden fylder for alle'])

    const { body } = await consultant.get(`/api/v1/visits/${visit.split('/').at(-1)}`)
    const [, purple, yellow] = body.points
    expect(yellow.answers).toEqual([purple.id])
    await at.close()
  }, 90_000)
})

describe('saving', () => {
  test('keeps the text while the network is away, says so, and saves when it is back', async () => {
    const { consultant, visit } = await draft()
    const at = await visitor(app().url)
    await at.logIn(consultant.email)
    await at.go(`/visit/${visit.id}/theme/1`)
    await ready(at, '#new-grey')
    await at.page.setOfflineMode(true)
    await typeIn(at, '#new-grey', 'Skrevet uden net')
    await at.waitForText('Ikke sendt. Gemt på denne tablet', '#new-grey [data-save-state]')
    expect(await textsIn(at, '#new-grey')).toEqual(['Skrevet uden net'])
    expect((await consultant.get(`/api/v1/visits/${visit.id}/points`)).body.items).toEqual([])

    await at.page.setOfflineMode(false)
    await saved(at, '#new-grey')
    const { items } = (await consultant.get(`/api/v1/visits/${visit.id}/points`)).body
    expect(items.map((point: { body: string }) => point.body)).toEqual(['Skrevet uden net'])
    await at.close()
  }, 60_000)

  test("takes a colleague's text and one's own together, and brings back what that took away", async () => {
    const { consultant, visit } = await draft()
    const created = await consultant.post(`/api/v1/visits/${visit.id}/points`, { theme: '1', box: 'grey', body: 'Før' })
    const path = `/api/v1/visits/${visit.id}/points/${created.body.id}`
    const at = await visitor(app().url)
    await at.logIn(consultant.email)
    await at.go(`/visit/${visit.id}/theme/1`)
    await ready(at, `#point-${created.body.id}`)
    await consultant.patch(path, 1, { heading: 'Overskriften', body: 'Før og kollegaens', alsoThemes: ['4'] })
    await typeIn(at, `#point-${created.body.id}`, ' og min lange tanke om tiden')
    await saved(at, `#point-${created.body.id}`)
    await expect
      .poll(async () => (await consultant.get(path)).body, { timeout: 10_000 })
      .toMatchObject({
        heading: 'Overskriften',
        body: expect.stringContaining('og min lange tanke om tiden'),
        alsoThemes: ['4'],
      })
    expect((await consultant.get(path)).body.body).toContain('kollegaens')

    const { version } = (await consultant.get(path)).body
    await consultant.patch(path, version, { body: 'Kun kollegaens' })
    await at.waitForText('har slettet noget af det, du skrev', '[data-page-notice]')
    await at.page.locator('::-p-text(Hent det tilbage)').click()
    await expect
      .poll(async () => (await consultant.get(path)).body.body, { timeout: 10_000 })
      .toContain('min lange tanke')
    await at.close()
  }, 60_000)

  test("puts a colleague's facts beside one's own, and lets nobody set a date over another's unseen", async () => {
    const { consultant, visit } = await draft()
    const path = `/api/v1/visits/${visit.id}`
    const facts = async () => (await consultant.get(path)).body
    const at = await visitor(app().url)
    await at.logIn(consultant.email)
    await at.go(`/visit/${visit.id}/facts`)
    await at.waitForText('Alt er gemt', '[data-desk-bar]')
    await at.page.type('#count-1', '4')
    await at.page.type('#group-1', 'medarbejdere')
    // Half a line waits in the form.
    await at.page.type('#count-2', '1')
    await at.waitForText('Gemt kl.', '#facts-form')
    const { version } = await facts()
    const theirs = { participants: { employeesTotal: 9, met: [{ group: 'medarbejdere', count: 4 }, { group: 'borgere', count: 3 }] }, topics: ['Tid'] } // biome-ignore format: one line
    expect((await consultant.patch(path, version, theirs)).status).toBe(200)
    await at.page.type('#group-2', 'leder')
    await at.typeAfter('#topics', 'Mad')
    const met = [
      { group: 'medarbejdere', count: 4 },
      { group: 'borgere', count: 3 },
      { group: 'leder', count: 1 },
    ]
    await expect
      .poll(async () => (({ participants, topics }) => ({ ...participants, topics }))(await facts()), {
        timeout: 10_000,
      })
      .toEqual({ employeesTotal: 9, met, topics: ['Tid', 'Mad'] })
    await at.page.focus('.visit-nav a')
    const shown = () =>
      at.page.$$eval('[name="employeesTotal"], [name="group"], [name="topics"]', fields =>
        fields.map(field => (field as HTMLInputElement).value).filter(value => value !== ''),
      )
    await expect.poll(shown, { timeout: 10_000 }).toEqual(['9', 'medarbejdere', 'borgere', 'leder', 'Tid, Mad'])

    await at.page.focus('#visitedOn')
    await consultant.patch(path, (await facts()).version, { visitedOn: '2026-05-20' })
    await at.page.$eval('#visitedOn', field => {
      ;(field as HTMLInputElement).value = '2026-05-21'
      field.dispatchEvent(new Event('input', { bubbles: true }))
    })
    await at.waitForText('En kollega har sat besøgsdatoen til 20. maj 2026 imens', '[data-page-notice]')
    await at.page.focus('.visit-nav a')
    await expect
      .poll(() => at.page.$eval('#visitedOn', field => (field as HTMLInputElement).value), { timeout: 10_000 })
      .toBe('2026-05-20')
    expect((await facts()).visitedOn).toBe('2026-05-20')
    await at.close()
  }, 60_000)

  test('saves once what was sent twice because an answer got lost', async () => {
    const { consultant, visit } = await draft()
    const created = await consultant.post(`/api/v1/visits/${visit.id}/points`, { theme: '1', box: 'grey', body: 'Før' })
    const path = `/api/v1/visits/${visit.id}/points/${created.body.id}`
    const at = await visitor(app().url)
    await at.logIn(consultant.email)
    await at.go(`/visit/${visit.id}/theme/1`)
    await ready(at, `#point-${created.body.id}`)
    // The first answer drops before its first byte, the second in the middle of its body.
    await at.page.evaluate(() => {
      const { fetch } = window
      let lost = 0
      window.fetch = async (...request) => {
        const answer = await fetch(...request)
        if (!String(request[0]).endsWith('/sync') || !answer.ok || lost === 2) return answer
        lost += 1
        if (lost === 1) throw new TypeError('connection lost')
        return new Response('{"at', { status: 200 })
      }
    })
    await typeIn(at, `#point-${created.body.id}`, ' en')
    await at.waitForText('Ikke sendt. Gemt på denne tablet', `#point-${created.body.id} [data-save-state]`)
    await typeIn(at, `#point-${created.body.id}`, ' to tre')
    await saved(at, `#point-${created.body.id}`)
    expect((await consultant.get(path)).body.body).toBe('Før en to tre')
    await at.close()
  }, 60_000)

  test('lets a point be deleted that was emptied first, and keeps what is written when the visit closes', async () => {
    const { consultant, visit } = await draft()
    const path = `/api/v1/visits/${visit.id}`
    const add = (body: string) => consultant.post(`${path}/points`, { theme: '1', box: 'grey', body })
    const [first, second] = [await add('Første'), await add('Andet'), await add('Tredje')].map(({ body }) => body.id)
    const at = await visitor(app().url)
    await at.logIn(consultant.email)
    await at.go(`/visit/${visit.id}/theme/1`)
    await ready(at, `#point-${first}`)
    await goInto(at.page, bodyIn(`#point-${first}`))
    await at.page.keyboard.down('Control')
    await at.page.keyboard.press('a')
    await at.page.keyboard.up('Control')
    await at.page.keyboard.press('Backspace')
    await saved(at, `#point-${first}`)
    await at.page.click(`#menu-${first} summary`)
    await at.page.click(`#menu-${first} button[value="delete"]`)
    await at.waitForText('er slettet.', '.box-notice')
    expect(await texts(at, 'grey')).toEqual(['Andet', 'Tredje'])
    await expect
      .poll(async () => (await consultant.get(`${path}/points`)).body.items.length, { timeout: 10_000 })
      .toBe(2)

    await consultant.post(`${path}/hearing`)
    await typeIn(at, `#point-${second}`, ' mere')
    await at.waitForText('Ikke sendt. Besøget er lukket for skrivning', `#point-${second}`)
    await consultant.send('DELETE', `${path}/hearing`)
    await saved(at, `#point-${second}`)
    expect((await consultant.get(`${path}/points/${second}`)).body.body).toBe('Andet mere')
    await at.close()
  }, 60_000)

  test('asks for the password in place when the login has ended, and loses nothing', async () => {
    const { consultant, visit } = await draft()
    const at = await visitor(app().url)
    await at.logIn(consultant.email)
    await at.go(`/visit/${visit.id}/theme/1`)
    await ready(at, '#new-purple')
    await at.waitForText('Alt er gemt', '[data-desk-bar]')
    await goInto(at.page, bodyIn('#new-purple'))
    await app().db.deleteFrom('session').where('userId', '=', consultant.id).execute()
    // Slower than the server's answer: who is in the middle of a word is not interrupted.
    await at.page.keyboard.type('Skrevet efter login', { delay: 40 })
    expect(await textsIn(at, '#new-purple')).toEqual(['Skrevet efter login'])
    await at.page.waitForSelector('dialog[open] #login-again')
    await at.page.type('#login-again', 'forkert')
    await at.page.keyboard.press('Enter')
    await at.waitForText('Adgangskoden passer ikke', 'dialog')
    await at.page.type('#login-again', PASSWORD)
    await at.page.keyboard.press('Enter')
    await saved(at, '#new-purple')
    const again = await at.page.evaluate(() => document.querySelector('dialog'))
    expect(again).toBeNull()
    await at.close()
  }, 60_000)

  test('moves a point with what was just typed, and keeps focus and the other texts', async () => {
    const { consultant, visit } = await draft()
    const ids: string[] = []
    for (const body of ['Første', 'Andet'])
      ids.push(
        (await consultant.post(`/api/v1/visits/${visit.id}/points`, { theme: '1', box: 'purple', body })).body.id,
      )
    const at = await visitor(app().url)
    await at.logIn(consultant.email)
    await at.go(`/visit/${visit.id}/theme/1`)
    await typeIn(at, `#point-${ids[0]}`, ' rettet')
    await at.page.click(`#menu-${ids[1]} summary`)
    await at.page.click(`#menu-${ids[1]} button[value="up"]`)
    await expect.poll(() => texts(at, 'purple'), { timeout: 10_000 }).toEqual(['Andet', 'Første rettet'])
    await at.page.waitForFunction(id => document.activeElement?.closest(`#menu-${id}`), {}, ids[1])
    await expect.poll(async () => (await consultant.get(`/api/v1/visits/${visit.id}/points/${ids[0]}`)).body.body, { timeout: 10_000 }).toBe('Første rettet') // biome-ignore format: one line
    await at.waitForText('Alt er gemt', '[data-desk-bar]')
    expect(at.complaints).toEqual([])
    await at.close()
  }, 60_000)
})
