// A visit from beginning to end, as people click it: planned, written, published, read; with and without JavaScript,
// and with a network that goes away.
import { describe, expect, test } from 'vitest'
import { useApp } from './support/app.ts'
import { useBrowser, type Visitor } from './support/browser.ts'

const app = useApp({ printer: true })
const visitor = useBrowser()

const NEW = (box: string) => `#new-${box} [name="body"]`

/** Writes a new point with autosave and moves on when it is saved. */
async function write(at: Visitor, box: string, body: string, heading = '') {
  if (heading) await at.page.type(`#new-${box} [name="heading"]`, heading)
  await at.page.type(NEW(box), body)
  await at.waitForText('Gemt kl.', `#new-${box} [data-save-state]`)
  await at.page.click(`#new-${box} button[type="submit"]`)
  await at.page.waitForFunction(
    (selector, words) =>
      [...document.querySelectorAll<HTMLTextAreaElement>(`${selector} .point-row [name="body"]`)].some(
        field => field.value === words,
      ),
    { timeout: 15_000 },
    `#box-${box}`,
    body,
  )
}

const texts = (at: Visitor, box: string) =>
  at.page.$$eval(`#box-${box} .point-row [name="body"]`, fields =>
    fields.map(field => (field as HTMLTextAreaElement).value),
  )

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
    await at.page.type(NEW('yellow'), 'En time hver torsdag er fredet')
    await at.page.click('#new-yellow .toggle')
    await at.waitForText('Gemt kl.', '#new-yellow [data-save-state]')
    await at.page.click('#new-yellow button[type="submit"]')
    await at.page.waitForSelector('#box-yellow .point-row')

    await at.page.reload()
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
    await at.page.type('#conclusion', 'Teamet konkluderer, at sparringen er vigtig.')
    await at.waitForText('Gemt kl.')

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
    expect(await at.page.$('textarea')).toBeNull()
    expect(at.complaints).toEqual([])
    await at.close()

    const reader = await visitor(app().url)
    await reader.logIn(leader.email)
    expect(await reader.text()).toContain('Huset ved Åen')
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
    await at.page.setOfflineMode(true)
    await at.page.type(NEW('grey'), 'Skrevet uden net')
    await at.waitForText('Kunne ikke gemmes – teksten står her stadig', '#new-grey [data-save-state]')
    expect(await at.page.$eval(NEW('grey'), field => (field as HTMLTextAreaElement).value)).toBe('Skrevet uden net')
    expect((await consultant.get(`/api/v1/visits/${visit.id}/points`)).body.items).toEqual([])

    await at.page.setOfflineMode(false)
    await at.waitForText('Gemt kl.', '#new-grey [data-save-state]')
    const { items } = (await consultant.get(`/api/v1/visits/${visit.id}/points`)).body
    expect(items.map((point: { body: string }) => point.body)).toEqual(['Skrevet uden net'])
    await at.close()
  }, 60_000)

  test('shows both texts when a colleague was first, and throws neither away', async () => {
    const { consultant, visit } = await draft()
    const created = await consultant.post(`/api/v1/visits/${visit.id}/points`, { theme: '1', box: 'grey', body: 'Før' })
    const path = `/api/v1/visits/${visit.id}/points/${created.body.id}`
    const at = await visitor(app().url)
    await at.logIn(consultant.email)
    await at.go(`/visit/${visit.id}/theme/1`)
    await consultant.patch(path, 1, { body: 'Kollegaens' })
    await at.typeAfter(`#body-${created.body.id}`, ' og mit')
    await at.waitForText('En kollega har rettet det samme imens', '#box-grey')
    expect(await at.text()).toContain('Kollegaens')
    expect((await consultant.get(path)).body.body).toBe('Kollegaens')
    await at.page.locator('::-p-text(Brug min)').click()
    await at.waitForText('Gemt kl.', '#box-grey')
    expect((await consultant.get(path)).body.body).toBe('Før og mit')
    await at.close()
  }, 60_000)

  test("keeps one's own text at hand after the colleague's was chosen", async () => {
    const { consultant, visit } = await draft()
    const created = await consultant.post(`/api/v1/visits/${visit.id}/points`, { theme: '1', box: 'grey', body: 'Før' })
    const path = `/api/v1/visits/${visit.id}/points/${created.body.id}`
    const at = await visitor(app().url)
    await at.logIn(consultant.email)
    await at.go(`/visit/${visit.id}/theme/1`)
    await consultant.patch(path, 1, { body: 'Kollegaens' })
    await at.typeAfter(`#body-${created.body.id}`, ' og mit')
    await at.waitForText('En kollega har rettet det samme imens', '#box-grey')
    await at.page.locator('::-p-text(Brug kollegaens)').click()
    expect(await texts(at, 'grey')).toEqual(['Kollegaens'])
    await at.page.locator('::-p-text(Hent min tilbage)').click()
    await at.waitForText('Gemt kl.', '#box-grey [data-save-state="saved"]')
    expect(await texts(at, 'grey')).toEqual(['Før og mit'])
    await expect.poll(async () => (await consultant.get(path)).body.body).toBe('Før og mit')
    await at.close()
  }, 60_000)

  test('takes over without a question what a colleague changed elsewhere in the same point', async () => {
    const { consultant, visit } = await draft()
    const created = await consultant.post(`/api/v1/visits/${visit.id}/points`, { theme: '1', box: 'grey', body: 'Før' })
    const path = `/api/v1/visits/${visit.id}/points/${created.body.id}`
    const at = await visitor(app().url)
    await at.logIn(consultant.email)
    await at.go(`/visit/${visit.id}/theme/1`)
    await consultant.patch(path, 1, { heading: 'Overskriften', alsoThemes: ['4'] })
    await at.typeAfter(`#body-${created.body.id}`, ' og mit')
    await at.waitForText('Gemt kl.', '#box-grey')
    expect((await consultant.get(path)).body).toMatchObject({
      heading: 'Overskriften',
      body: 'Før og mit',
      alsoThemes: ['4'],
    })
    await at.close()
  }, 60_000)

  test("takes over a colleague's facts, and asks where both have changed the same", async () => {
    const { consultant, visit } = await draft()
    const path = `/api/v1/visits/${visit.id}`
    const at = await visitor(app().url)
    await at.logIn(consultant.email)
    await at.go(`/visit/${visit.id}/facts`)
    const met = ['medarbejdere', 'ledere', 'borgere'].map((group, row) => ({ group, count: row + 2 }))
    const version = (await consultant.get(path)).body.version
    const theirs = { participants: { employeesTotal: 9, met }, topics: ['Tid'] }
    expect((await consultant.patch(path, version, theirs)).status).toBe(200)
    await at.page.$eval('#visitedOn', field => {
      ;(field as HTMLInputElement).value = '2026-05-14'
      field.dispatchEvent(new Event('input', { bubbles: true }))
    })
    await at.waitForText('Gemt kl.')
    const values = await at.page.$$eval('[name="employeesTotal"], [name="group"], [name="topics"]', fields =>
      fields.map(field => (field as HTMLInputElement).value),
    )
    expect(values).toEqual(['9', 'medarbejdere', 'ledere', 'borgere', 'Tid'])
    await at.page.type('#count-1', '0')
    await expect.poll(async () => (await consultant.get(path)).body.participants.met[0].count).toBe(20)

    const { version: next } = (await consultant.get(path)).body
    await consultant.patch(path, next, { topics: ['Tid', 'Rum'] })
    await at.typeAfter('#topics', ', Mad')
    await at.waitForText('En kollega har rettet det samme imens')
    expect(await at.page.$eval('.colleague blockquote', quote => quote.textContent)).toBe('Emner: Tid, Rum')
    await at.page.locator('::-p-text(Brug kollegaens)').click()
    await at.page.locator('::-p-text(Luk)').click()
    expect(await at.page.$eval('#topics', field => (field as HTMLInputElement).value)).toBe('Tid, Rum')

    const { version: last } = (await consultant.get(path)).body
    await consultant.patch(path, last, { visitedOn: '2026-05-20' })
    await at.page.$eval('#visitedOn', field => {
      ;(field as HTMLInputElement).value = '2026-05-21'
      field.dispatchEvent(new Event('input', { bubbles: true }))
    })
    await at.waitForText('Besøgsdato: 20. maj 2026', '.colleague')
    await at.page.locator('::-p-text(Brug kollegaens)').click()
    await at.waitForText('Besøgsdato: 21. maj 2026', '.colleague')
    expect((await consultant.get(path)).body.topics).toEqual(['Tid', 'Rum'])
    expect(at.complaints.filter(complaint => !complaint.includes('412'))).toEqual([])
    await at.close()
  }, 60_000)

  test('blames no colleague when the answer of what was saved got lost', async () => {
    const { consultant, visit } = await draft()
    const created = await consultant.post(`/api/v1/visits/${visit.id}/points`, { theme: '1', box: 'grey', body: 'Før' })
    const path = `/api/v1/visits/${visit.id}/points/${created.body.id}`
    const at = await visitor(app().url)
    await at.logIn(consultant.email)
    await at.go(`/visit/${visit.id}/theme/1`)
    // The first answer drops before its first byte, the second in the middle of its body.
    await at.page.evaluate(() => {
      const { fetch } = window
      let lost = 0
      window.fetch = async (...request) => {
        const answer = await fetch(...request)
        if (request[1]?.method !== 'PATCH' || !answer.ok || lost === 2) return answer
        lost += 1
        if (lost === 1) throw new TypeError('connection lost')
        return new Response('{"ver', { status: 200 })
      }
    })
    for (const words of [' en', ' to']) {
      await at.typeAfter(`#body-${created.body.id}`, words)
      await at.waitForText('Prøver igen', '#box-grey')
    }
    await at.typeAfter(`#body-${created.body.id}`, ' tre')
    await at.waitForText('Gemt kl.', '#box-grey')
    expect((await consultant.get(path)).body.body).toBe('Før en to tre')
    await at.close()
  }, 60_000)

  test('lets a point be deleted that was emptied first, and says what went wrong when something did', async () => {
    const { consultant, visit } = await draft()
    const add = (body: string) =>
      consultant.post(`/api/v1/visits/${visit.id}/points`, { theme: '1', box: 'grey', body })
    const [first, second, third] = [await add('Første'), await add('Andet'), await add('Tredje')].map(
      ({ body }) => body.id,
    )
    const at = await visitor(app().url)
    await at.logIn(consultant.email)
    await at.go(`/visit/${visit.id}/theme/1`)
    await at.page.$eval(`#body-${first}`, field => {
      ;(field as HTMLTextAreaElement).value = ''
      field.dispatchEvent(new Event('input', { bubbles: true }))
    })
    await at.waitForText('Kunne ikke gemmes', `#point-${first}`)
    await at.page.click(`#menu-${first} summary`)
    await at.page.click(`#menu-${first} button[value="delete"]`)
    await at.waitForText('er slettet.', '.box-notice')
    expect(await texts(at, 'grey')).toEqual(['Andet', 'Tredje'])

    // The form leads to a page that does not exist; then the visit is sent to hearing while a text is being written.
    await at.page.$eval(`#point-${second}`, form => form.setAttribute('action', '/findes-ikke'))
    await at.page.click(`#menu-${second} summary`)
    await at.page.click(`#menu-${second} button[value="delete"]`)
    await at.waitForText('Det lykkedes ikke. Genindlæs siden, og prøv igen.')
    await consultant.post(`/api/v1/visits/${visit.id}/hearing`)
    await at.typeAfter(`#body-${second}`, ' mere')
    await at.waitForText('Kunne ikke gemmes', `#point-${second}`)
    await at.page.click(`#menu-${third} summary`)
    await at.page.click(`#menu-${third} button[value="up"]`)
    await at.waitForText('Kopiér din tekst', '[data-page-notice]')
    await at.close()
  }, 60_000)

  test('keeps the text when the login has ended, and saves it after the next login', async () => {
    const { consultant, visit } = await draft()
    const at = await visitor(app().url)
    await at.logIn(consultant.email)
    await at.go(`/visit/${visit.id}/theme/1`)
    const cookies = await at.page.browserContext().cookies()
    await at.page.browserContext().deleteCookie(...cookies)
    await at.page.type(NEW('purple'), 'Skrevet efter login')
    await at.waitForText('Dit login er udløbet', '#new-purple')
    await at.page.browserContext().setCookie(...cookies)
    await at.waitForText('Gemt kl.', '#new-purple')
    await at.close()
  }, 60_000)

  test('flushes before a point is moved, and keeps focus and the other texts', async () => {
    const { consultant, visit } = await draft()
    const ids: string[] = []
    for (const body of ['Første', 'Andet'])
      ids.push(
        (await consultant.post(`/api/v1/visits/${visit.id}/points`, { theme: '1', box: 'purple', body })).body.id,
      )
    const at = await visitor(app().url)
    await at.logIn(consultant.email)
    await at.go(`/visit/${visit.id}/theme/1`)
    await at.typeAfter(`#body-${ids[0]}`, ' rettet')
    await at.page.click(`#menu-${ids[1]} summary`)
    await at.page.click(`#menu-${ids[1]} button[value="up"]`)
    await at.page.waitForFunction(
      id => document.querySelector('#box-purple .point-row [name="body"]')?.id === `body-${id}`,
      {},
      ids[1],
    )
    expect(await texts(at, 'purple')).toEqual(['Andet', 'Første rettet'])
    expect((await consultant.get(`/api/v1/visits/${visit.id}/points/${ids[0]}`)).body.body).toBe('Første rettet')
    expect(at.complaints).toEqual([])
    await at.close()
  }, 60_000)
})
