// The whole loop, as people walk it in front of a real browser: a visit is planned, prepared, written, heard over Easter,
// corrected, published and followed up for a year, and the next visit says what is new, recurs and is closed.
import { expect, test } from 'vitest'
import { checkPdfUa } from '../src/pdf/check.ts'
import { type Person, useApp } from './support/app.ts'
import { useBrowser, type Visitor } from './support/browser.ts'
import { sendMails, startMailServer } from './support/mail.ts'
import { pdfPages, squeezed } from './support/pdf.ts'
import { bodyIn, goInto, ready, typeIn } from './support/writing.ts'

let clock = new Date('2026-02-16T10:00:00+01:00')
const app = useApp({ printer: true, now: () => clock })
const visitor = useBrowser()
const goTo = (day: string) => {
  clock = new Date(`${day}T10:00:00+01:00`)
}

/** In front of a browser of his or her own, logged in. */
async function inFrontOf({ email }: Person) {
  const at = await visitor(app().url)
  await at.logIn(email)
  return at
}

const choose = (at: Visitor, label: string, within = 'main') =>
  at.page.$$eval(
    `${within} label`,
    (labels, words) => {
      const found = labels.find(it => it.textContent?.trim() === words)
      if (!found) throw new Error(`no label says ${words}: ${labels.map(it => it.textContent?.trim()).join(' | ')}`)
      ;(found as HTMLElement).click()
    },
    label,
  )

const pressWords = async (at: Visitor, words: string) => {
  await Promise.all([at.page.waitForNavigation(), at.page.locator(`main ::-p-text(${words})`).click()])
}

const setDate = (at: Visitor, selector: string, day: string) =>
  at.page.$eval(
    selector,
    (field, value) => {
      ;(field as HTMLInputElement).value = value
      field.dispatchEvent(new Event('input', { bubbles: true }))
    },
    day,
  )

/** Plans a visit on the page of the year; answers its path. */
async function plan(administrator: Person, people: readonly Person[], tilbudId: string, day: string) {
  const at = await inFrontOf(administrator)
  await at.go('/year')
  await at.page.click(`label[for="tilbud-${tilbudId}"]`)
  await pressWords(at, 'Planlæg de valgte')
  await setDate(at, `#visitedOn-${tilbudId}`, day)
  for (const { name } of people) await choose(at, name, `section[aria-labelledby="row-${tilbudId}"]`)
  await at.press('main form[action="/year/plan"] button[value="plan"]')
  expect(at.complaints).toEqual([])
  await at.close()
  const { items } = (await administrator.get(`/api/v1/visits?tilbudId=${tilbudId}&from=${day}&to=${day}`)).body
  expect(items).toHaveLength(1)
  return `/visit/${items[0].id}`
}

async function writePoint(at: Visitor, box: string, words: string) {
  const before = (await at.page.$$(`#box-${box} .point-row`)).length
  await typeIn(at, `#new-${box}`, words)
  await at.waitForText('Gemt kl.', `#new-${box} [data-save-state]`)
  await at.page.click(`#new-${box} button[type="submit"]`)
  await at.page.waitForFunction(
    (selector, count) => document.querySelectorAll(selector).length > count,
    {},
    `#box-${box} .point-row`,
    before,
  )
}

async function writeTexts(at: Visitor, visit: string) {
  for (const [part, words] of [
    ['impression', 'Et hus, hvor man hilser.'],
    ['conclusion', 'Vi konkluderer, at pauserne er vigtige.'],
  ]) {
    await at.go(`${visit}/${part}`)
    await ready(at, '#text-form')
    await typeIn(at, '#text-form', words ?? '')
    await at.waitForText('Gemt kl.', '#text-form [data-save-state]')
  }
  await at.go(`${visit}/facts`)
  await at.waitForText('Alt er gemt', '[data-desk-bar]')
  await at.page.type('#employeesTotal', '14')
  await at.page.type('#count-1', '6')
  await at.page.type('#group-1', 'medarbejdere')
  await at.page.focus('.visit-nav a')
  await at.waitForText('Gemt kl.', '#facts-form [data-save-state]')
}

test('a visit goes from the plan of the year through hearing, correction and two half-years to the next visit', async () => {
  const server = await startMailServer()
  const send = () => sendMails(app(), server.url, clock)
  const administrator = await app().person('administrator')
  const tilbud = await app().tilbud('Huset ved Åen')
  const leader = await app().person('leader', [tilbud.id])
  const anna = await app().person('consultant')
  const bo = await app().person('consultant')

  // Plan.
  const visit = await plan(administrator, [anna, bo], tilbud.id, '2026-03-24')
  const api = `/api/v1/visits/${visit.split('/').at(-1)}`
  expect((await anna.get(api)).body).toMatchObject({ status: 'planned', consultantIds: [anna.id, bo.id].sort() })

  // Prepare: the tilbud confirms its facts and describes its practice.
  await send()
  goTo('2026-02-20')
  const preparing = await inFrontOf(leader)
  await preparing.go(`/description/${tilbud.id}`)
  await preparing.page.type('#count', '14')
  await pressWords(preparing, 'Bekræft fakta')
  await preparing.waitForText('bekræftet')
  await preparing.page.type('textarea[id$="3a"]', 'Vi holder pauser sammen hver dag.')
  await pressWords(preparing, 'Gem kvalitetsbeskrivelsen')
  expect(preparing.complaints).toEqual([])
  await preparing.close()

  // The day, and writing.
  goTo('2026-03-24')
  const writing = await inFrontOf(anna)
  await writing.go(`${visit}/brief`)
  await writing.waitForText('Vi holder pauser sammen hver dag.')
  await writing.go(`${visit}/theme/3a`)
  await ready(writing)
  await writePoint(writing, 'grey', 'Vi talte om pauser.')
  await writePoint(writing, 'purple', 'skabe faste pauser')
  await writePoint(writing, 'purple', 'gøre målene klare for alle')
  await typeIn(writing, '#new-yellow', 'Vi kan holde gåmøder.')
  await writing.page.click('#new-yellow .toggle')
  await writing.waitForText('Gemt kl.', '#new-yellow [data-save-state]')
  await writing.page.click('#new-yellow button[type="submit"]')
  await writing.page.waitForSelector('#box-yellow .point-row')
  await writeTexts(writing, visit)
  const points = (await anna.get(`${api}/points`)).body.items as { id: string; box: string; body: string; answers: string[] }[] // biome-ignore format: one line
  const point = (body: string) => points.find(one => one.body === body) as (typeof points)[number]
  expect(point('Vi kan holde gåmøder.').answers).toEqual([point('skabe faste pauser').id])

  // Hearing, over Easter: ten working days after Thursday the 26th of March end on the 14th of April.
  goTo('2026-03-26')
  await writing.go(`${visit}/hearing`)
  await writing.press('.hearing-send button[type="submit"]')
  await writing.waitForText('14. april 2026')
  const reading = await inFrontOf(leader)
  await reading.go(`/hearing/${visit.split('/').at(-1)}`)
  await reading.page.select('#textKey', `point/${point('Vi talte om pauser.').id}`)
  await reading.page.type('#body', 'Vi talte også om ro.')
  await reading.page.click('label[for="kind-0"]')
  await reading.press('[data-comment-form] button[type="submit"]')
  await reading.waitForText('Bemærkningen er sendt')

  await send()
  goTo('2026-04-08')
  await writing.go(`${visit}/theme/3a`)
  const grey = `#point-${point('Vi talte om pauser.').id}`
  await ready(writing, grey)
  await goInto(writing.page, bodyIn(grey))
  await writing.page.keyboard.down('Control')
  await writing.page.keyboard.press('End')
  await writing.page.keyboard.up('Control')
  await writing.page.keyboard.type(' Vi talte om ro.')
  await writing.waitForText('Gemt kl.', `${grey} [data-save-state]`)
  await writing.go(`${visit}/hearing`)
  await writing.page.click('label[for$="-0"][for^="answer-"]')
  await writing.press('.hearing-reply button[type="submit"]')
  await writing.waitForText('Alle bemærkninger er besvaret')
  await reading.go(`/hearing/${visit.split('/').at(-1)}`)
  await pressWords(reading, 'Vi har ikke flere bemærkninger')
  await reading.close()

  // Publish, and correct.
  goTo('2026-04-09')
  await writing.go(`${visit}/publication`)
  await writing.press('form[data-busy] button')
  await writing.waitForText('udgivet som version 1')
  const first = await leader.get(`${api}/report.pdf`)
  await send()
  goTo('2026-04-20')
  await writing.go(`${visit}/correction`)
  await writing.page.type('#reason', 'Et fokuspunkt var skrevet uklart.')
  await writing.press('.visit-main form button[type="submit"]')
  await writing.go(`${visit}/theme/3a`)
  const goals = `#point-${point('gøre målene klare for alle').id}`
  await typeIn(writing, goals, ' i huset')
  await writing.waitForText('Gemt kl.', `${goals} [data-save-state]`)
  await writing.go(`${visit}/publication`)
  await writing.page.type('#reason', 'Kun et ord er rettet.')
  await writing.press('form[data-busy] button')
  await writing.waitForText('udgivet som version 2')
  expect(Buffer.compare((await leader.get(`${api}/report.pdf?version=1`)).body, first.body)).toBe(0)
  expect(writing.complaints).toEqual([])
  await writing.close()

  // Follow up: what will be done, and two half-yearly statuses, the second with the keys alone.
  await send()
  goTo('2026-04-21')
  const threads = async () =>
    (await leader.get(`/api/v1/threads?tilbudId=${tilbud.id}`)).body.items as { id: string; pointId: string; status: string; updates: object[] }[] // biome-ignore format: one line
  expect(await threads()).toHaveLength(2)
  const threadOf = async (body: string) =>
    (await threads()).find(({ pointId }) => pointId === point(body).id) as Awaited<ReturnType<typeof threads>>[number]
  const breaks = await threadOf('skabe faste pauser')
  const clear = await threadOf('gøre målene klare for alle')
  const following = await inFrontOf(leader)
  await following.go(`/thread/${breaks.id}`)
  await following.page.type('#handling', 'Vi lægger pauser i kalenderen.')
  await following.page.type('#role', 'Teamkoordinator')
  await setDate(following, '#due', '2026-09-01')
  await following.press(`main form[action="/thread/${breaks.id}"] button[type="submit"]`)
  await following.waitForText('Konsulenterne kan læse det før næste besøg')

  await send()
  goTo('2026-10-12')
  await following.go('/thread/status')
  await choose(following, 'I gang', `#thread-${breaks.id}`)
  await following.page.type(`#note-${breaks.id}`, 'To team er begyndt.')
  await choose(following, 'I gang', `#thread-${clear.id}`)
  await following.press('.thread-status-form button[type="submit"]')
  await following.waitForText('status er gemt')
  goTo('2027-04-12')
  await following.go('/thread/status')
  await following.page.focus(`#thread-${breaks.id} input[type="radio"]:checked`)
  await following.page.keyboard.press('ArrowDown')
  await following.page.keyboard.press('Tab')
  await following.page.keyboard.type('Alle team har prøvet.')
  await following.page.keyboard.press('Enter')
  await following.waitForText('status er gemt')
  expect((await threadOf('skabe faste pauser')).updates).toHaveLength(2)
  expect(following.complaints).toEqual([])

  // The next visit opens with them, and says what became of each.
  goTo('2028-01-10')
  const next = await plan(administrator, [anna, bo], tilbud.id, '2028-03-14')
  const nextApi = `/api/v1/visits/${next.split('/').at(-1)}`
  await following.go(`/description/${tilbud.id}`)
  await pressWords(following, 'Bekræft fakta')
  await following.close()
  await send()
  goTo('2028-03-14')
  const again = await inFrontOf(anna)
  await again.go(`${next}/brief`)
  await again.waitForText('skabe faste pauser')
  await again.waitForText('Alle team har prøvet.')
  await again.go(`${next}/theme/3a`)
  await ready(again)
  await writePoint(again, 'purple', 'holde fast i pauserne')
  await writePoint(again, 'purple', 'tale mere med de pårørende')
  await writeTexts(again, next)
  const nextPoints = (await anna.get(`${nextApi}/points`)).body.items as { id: string; body: string }[]
  const held = nextPoints.find(({ body }) => body === 'holde fast i pauserne') as { id: string }
  await again.go(`${next}/since`)
  await choose(again, 'Fortsat', `#thread-${breaks.id}`)
  await again.page.select(`#point-${breaks.id}`, held.id)
  await choose(again, 'Lukket', `#thread-${clear.id}`)
  await again.page.type(`#because-${clear.id}`, 'Målene er klare.')
  await pressWords(again, 'Gem, hvad der er sket siden sidst')
  await again.go(`${next}/publication`)
  await again.page.type('#reason', 'Aftalt med lederen på dagen.')
  await again.press('form[data-busy] button')
  await again.waitForText('udgivet som version 1')

  const pdf = (await leader.get(`${nextApi}/report.pdf`)).body
  expect(await checkPdfUa(pdf)).toEqual([])
  const since = (await pdfPages(pdf)).map(squeezed).find(page => page.includes('Sidensidst') && page.includes('Lukket'))
  for (const words of ['Nyt', 'talemeremeddepårørende', 'Gårigen', 'skabefastepauser', 'gøremåleneklareforalle'])
    expect(since).toContain(words)

  // From a focus point of the first visit to its state in the next one: two clicks.
  await again.go(`${visit}/theme/3a`)
  await again.press(`a[href^="/thread/${breaks.id}"]`)
  await again.press(`main a[href*="${next.split('/').at(-1)}"]`)
  await again.waitForText('holde fast i pauserne')
  expect(again.complaints).toEqual([])
  await again.close()

  // Every mail came in time, and none holds a word of a report.
  await send()
  expect(server.to(leader.email).length).toBeGreaterThan(3)
  for (const { subject, text, html } of server.arrived)
    expect(`${subject} ${text} ${html}`).not.toMatch(/pause|målene|gåmøde|hilser|pårørende/i)
  await server.close()
}, 240_000)
