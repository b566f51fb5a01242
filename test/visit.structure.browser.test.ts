// Points moved with the pointer and the keys, answers chosen on the cards, points divided, joined, deleted and fetched back:
// as a person does it in the browser, with and without a network.
import type { KeyInput } from 'puppeteer'
import { describe, expect, test } from 'vitest'
import { useApp } from './support/app.ts'
import { useBrowser, type Visitor } from './support/browser.ts'
import { useNetwork } from './support/network.ts'
import { bodyIn, goInto, ready, textsIn, typeIn } from './support/writing.ts'

const app = useApp()
const visitor = useBrowser()
const network = useNetwork()

type Told = { id: string; theme: string; box: string; body: string; answers: string[] }

async function draft(width = 1280, url = app().url) {
  const tilbud = await app().tilbud()
  const anna = await app().person('consultant')
  const { id } = await app().visit(anna, tilbud.id)
  const api = `/api/v1/visits/${id}`
  const points = async (): Promise<Told[]> => (await anna.get(`${api}/points`)).body.items
  const add = async (body: string, box = 'grey', fields = {}) =>
    (await anna.post(`${api}/points`, { theme: '1', box, body, ...fields })).body.id as string
  const open = async () => {
    const at = await visitor(url, { width })
    await at.logIn(anna.email)
    await at.go(`/visit/${id}/theme/1`)
    await ready(at)
    await at.waitForText('Alt er gemt', '[data-desk-bar]')
    return at
  }
  /** What stands in a box, on the server. */
  const inBox = async (box: string, theme = '1') =>
    (await points()).filter(point => point.box === box && point.theme === theme).map(({ body }) => body)
  return { anna, id, api, points, add, open, inBox }
}

const soon = <Result>(read: () => Promise<Result>) => expect.poll(read, { timeout: 15_000 })
const middle = async ({ page }: Visitor, selector: string, part = 0.5) =>
  page.$eval(
    selector,
    (it, share) => {
      const { left, top, width, height } = it.getBoundingClientRect()
      return { x: left + width / 2, y: top + height * share }
    },
    part,
  )

const grip = (id: string) => `#point-${id} [data-grip]`

/** Takes a point by its handle; `to` names where the pointer goes, in parts of that element's height. */
async function take(at: Visitor, id: string, to: string, part = 0.5) {
  await at.page.$eval(grip(id), it => it.scrollIntoView({ block: 'nearest', behavior: 'instant' }))
  const from = await middle(at, grip(id))
  await at.page.mouse.move(from.x, from.y)
  await at.page.mouse.down()
  await at.page.mouse.move(from.x + 4, from.y + 8)
  // Twice, for the page may have scrolled meanwhile.
  for (const steps of [5, 1]) {
    const { x, y } = await middle(at, to, part)
    await at.page.mouse.move(x, y, { steps })
  }
}

async function drag(at: Visitor, id: string, to: string, part = 0.5) {
  await take(at, id, to, part)
  await at.page.mouse.up()
}

async function press({ page }: Visitor, ...keys: KeyInput[]) {
  for (const key of keys.slice(0, -1)) await page.keyboard.down(key)
  await page.keyboard.press(keys.at(-1) as KeyInput)
  for (const key of keys.slice(0, -1).reverse()) await page.keyboard.up(key)
  // Nobody's fingers are quicker than the editor, which hears of a moved caret a moment later.
  await new Promise(done => setTimeout(done, 40))
}

describe('a point dragged by its handle', () => {
  test('takes its new place in the box, on the screen and on the server, and keeps its words', async () => {
    const { add, open, inBox } = await draft()
    const [first, , third] = [await add('Et'), await add('To'), await add('Tre')]
    const at = await open()
    await drag(at, first, `#point-${third}`, 0.9)
    await soon(() => textsIn(at, '#box-grey .point-row')).toEqual(['To', 'Tre', 'Et'])
    await soon(() => inBox('grey')).toEqual(['To', 'Tre', 'Et'])
    await drag(at, first, '#box-grey .box-heading')
    await soon(() => inBox('grey')).toEqual(['Et', 'To', 'Tre'])
    expect(at.complaints).toEqual([])
    await at.close()
  })

  test('goes into another box between two points, where it can be written in, and into an empty one', async () => {
    const { add, open, inBox } = await draft()
    const id = await add('Et')
    await add('Over', 'purple')
    const under = await add('Under', 'purple')
    const at = await open()
    await drag(at, id, `#point-${under}`, 0.1)
    await soon(() => inBox('purple')).toEqual(['Over', 'Et', 'Under'])
    await soon(() => textsIn(at, '#box-purple .point-row')).toEqual(['Over', 'Et', 'Under'])
    // The focus goes back to the handle once the page has been printed with the point in its new place.
    await new Promise(done => setTimeout(done, 500))
    await typeIn(at, `#point-${id}`, ' og to')
    await soon(() => inBox('purple')).toEqual(['Over', 'Et og to', 'Under'])
    await drag(at, id, '#box-yellow .box-heading')
    await soon(() => inBox('yellow')).toEqual(['Et og to'])
    expect(at.complaints).toEqual([])
    await at.close()
  })

  test('goes to another theme when it is let go there, and the page says where it went', async () => {
    const { add, open, inBox } = await draft()
    const id = await add('Et')
    const at = await open()
    await drag(at, id, '.visit-theme[href$="/theme/2"]')
    await at.waitForText('er flyttet til tema 2', '#box-grey .box-notice')
    await soon(() => inBox('grey', '2')).toEqual(['Et'])
    expect(await at.page.$$('#box-grey .point-row')).toHaveLength(0)
    await at.close()
  })

  test('stays where it was after Escape, and where it is let go outside all boxes', async () => {
    const { add, open, inBox } = await draft()
    const [first, second] = [await add('Et'), await add('To')]
    const at = await open()
    await take(at, first, `#point-${second}`, 0.9)
    expect(await at.page.$$('.drag-line')).toHaveLength(1)
    await press(at, 'Escape')
    expect(await at.page.$$('.drag-line, .drag-ghost, .point-lifted')).toHaveLength(0)
    await at.page.mouse.up()
    await drag(at, first, '.visit-head')
    await typeIn(at, `#point-${second}`, ' nu')
    await soon(() => inBox('grey')).toEqual(['Et', 'To nu'])
    await at.close()
  })

  test('does not begin in the text: there one selects', async () => {
    const { add, open, inBox } = await draft()
    const [first, second] = [await add('Et ord mere'), await add('To')]
    const at = await open()
    const [from, to] = [await middle(at, bodyIn(`#point-${first}`)), await middle(at, `#point-${second}`, 0.9)]
    await at.page.mouse.move(from.x, from.y)
    await at.page.mouse.down()
    await at.page.mouse.move(to.x, to.y, { steps: 4 })
    expect(await at.page.$$('.drag-line')).toHaveLength(0)
    await at.page.mouse.up()
    expect(await inBox('grey')).toEqual(['Et ord mere', 'To'])
    await at.close()
  })

  test('without a network is moved on the device, and on the server when the network is back', async () => {
    const line = await network(app().url)
    const { add, open, inBox } = await draft(1280, line.url)
    const [first, second] = [await add('Et'), await add('To')]
    const at = await open()
    line.off()
    await drag(at, first, `#point-${second}`, 0.9)
    await soon(() => textsIn(at, '#box-grey .point-row')).toEqual(['To', 'Et'])
    await at.waitForText('1 punkt venter', '[data-desk-bar]')
    expect(await inBox('grey')).toEqual(['Et', 'To'])
    line.on()
    await at.page.evaluate(() => window.dispatchEvent(new Event('online')))
    await soon(() => inBox('grey')).toEqual(['To', 'Et'])
    await at.close()
  })

  test.each([390, 820])(
    'with a finger on a screen of %i pixels goes to a theme at the foot of the screen',
    async width => {
      const { add, open, inBox } = await draft(width)
      const id = await add('Et')
      const at = await open()
      await at.page.$eval(grip(id), it => it.scrollIntoView({ block: 'center', behavior: 'instant' }))
      const { x, y } = await middle(at, grip(id))
      await at.page.touchscreen.touchStart(x, y)
      await at.page.touchscreen.touchMove(x + 10, y + 10)
      await at.page.waitForSelector('.drag-tray')
      const to = await middle(at, '.drag-tray [data-drop-theme="2"]')
      await at.page.touchscreen.touchMove(to.x, to.y)
      await at.page.touchscreen.touchEnd()
      await soon(() => inBox('grey', '2')).toEqual(['Et'])
      await at.close()
    },
  )

  test('takes the page along at the edge of the screen', async () => {
    const { add, open, inBox } = await draft(390)
    const ids = []
    for (const word of ['Et', 'To', 'Tre', 'Fire', 'Fem']) ids.push(await add(word))
    const [first = ''] = ids
    const at = await open()
    await take(at, first, grip(first))
    const foot = await at.page.$eval('.drag-tray', tray => tray.getBoundingClientRect().top)
    await at.page.mouse.move(200, foot - 4)
    await at.page.waitForFunction(
      last => (document.getElementById(last)?.getBoundingClientRect().bottom ?? 9_999) < innerHeight / 2,
      { timeout: 15_000 },
      `point-${ids.at(-1)}`,
    )
    const { y } = await middle(at, `#point-${ids.at(-1)}`, 0.9)
    await at.page.mouse.move(200, y)
    await at.page.mouse.up()
    await soon(() => inBox('grey')).toEqual(['To', 'Tre', 'Fire', 'Fem', 'Et'])
    await at.close()
  })
})

describe('answers chosen on the purple cards', () => {
  test('are told to the server, shown by the numbers, and the last word is "Færdig" or Escape', async () => {
    const { add, open, points } = await draft()
    const [one, two] = [await add('Ramme', 'purple'), await add('Ro', 'purple')]
    const yellow = await add('En time om ugen', 'yellow')
    const answers = async () => (await points()).find(({ id }) => id === yellow)?.answers
    const at = await open()
    await at.page.click(`#point-${yellow} [data-choose]`)
    const card = (id: string) => `[data-key="${id}"] > .card-choice`
    const pressed = (id: string) => at.page.$eval(card(id), it => it.getAttribute('aria-pressed'))
    await at.page.click(card(two))
    await soon(answers).toEqual([two])
    expect([await pressed(one), await pressed(two)]).toEqual(['false', 'true'])
    await at.waitForText('1 valgt', '.choose-bar')
    // What anybody writes meanwhile prints the page anew: one goes on choosing.
    await add('Tiden', 'purple')
    await at.page.waitForFunction(() => document.querySelectorAll('.card-choice').length === 3)
    await at.page.focus(card(one))
    await press(at, 'Enter')
    await soon(async () => (await answers())?.toSorted()).toEqual([one, two].toSorted())
    await at.page.focus(card(two))
    await press(at, 'Space')
    await soon(answers).toEqual([one])
    await press(at, 'Escape')
    expect(await at.page.$$('.card-choice, .choose-bar, [inert]')).toHaveLength(0)
    expect(await at.page.evaluate(() => document.activeElement?.matches('[data-choose]'))).toBe(true)
    const checked = () => at.page.$$eval('#box-yellow .point-row .toggle-number input', all => all.map(it => (it as HTMLInputElement).checked)) // biome-ignore format: one line
    expect(await checked()).toEqual([true, false, false])
    expect(at.complaints).toEqual([])
    await at.close()
  })

  test('belong to a new suggestion too, whether it was written first or afterwards', async () => {
    const { add, open, points } = await draft()
    const [one, two] = [await add('Ramme', 'purple'), await add('Ro', 'purple')]
    const yellow = async () => (await points()).filter(({ box }) => box === 'yellow').map(({ body, answers }) => [body, ...answers]) // biome-ignore format: one line
    const at = await open()
    const choose = async (id: string) => {
      await at.page.click(`[data-key="${id}"] > .card-choice`)
      await at.page.locator('.choose-bar ::-p-text(Færdig)').click()
    }
    await at.page.click('#new-yellow [data-choose]')
    await choose(one)
    await typeIn(at, '#new-yellow', 'Bagefter')
    await at.page.click('#new-yellow button[type="submit"]')
    await soon(yellow).toEqual([['Bagefter', one]])
    await typeIn(at, '#new-yellow', 'Først')
    await at.page.click('#new-yellow [data-choose]')
    await choose(two)
    await soon(yellow).toEqual([['Bagefter', one], ['Først', two]]) // biome-ignore format: one line
    await at.close()
  })
})

describe('with the keys', () => {
  test('a point is divided at the caret and joined again: nothing is lost, and the history has both', async () => {
    const { anna, api, add, open, inBox } = await draft()
    const id = await add('Tiden fylder. Roen mangler.')
    const at = await open()
    await goInto(at.page, bodyIn(`#point-${id}`))
    await press(at, 'Control', 'Home')
    for (let step = 0; step < 'Tiden fylder.'.length; step++) await press(at, 'ArrowRight')
    await press(at, 'Alt', 'Shift', 'Enter')
    await soon(() => inBox('grey')).toEqual(['Tiden fylder.', 'Roen mangler.'])
    await soon(() => textsIn(at, '#box-grey .point-row')).toEqual(['Tiden fylder.', 'Roen mangler.'])
    const [, second = ''] = await at.page.$$eval('#box-grey .point-row', rows =>
      rows.map(row => (row as HTMLElement).dataset.key ?? ''),
    )
    await goInto(at.page, bodyIn(`#point-${second}`))
    await press(at, 'Alt', 'Shift', 'Backspace')
    await soon(() => inBox('grey')).toEqual(['Tiden fylder.\n\nRoen mangler.'])
    const items = async (of: string) => (await anna.get(`${api}/history?pointId=${of}`)).body.items.map(({ body }: Told) => body) // biome-ignore format: one line
    expect(await items(id)).toContain('Tiden fylder. Roen mangler.')
    expect(await items(second)).toContain('Roen mangler.')
    await at.close()
  })

  test('a point is deleted and comes back with "Fortryd", with what was written just before', async () => {
    const { add, open, inBox } = await draft()
    const id = await add('Tiden')
    await add('To')
    const at = await open()
    await typeIn(at, `#point-${id}`, ' fylder')
    await at.page.click(`#menu-${id} summary`)
    await at.page.click(`#menu-${id} [value="delete"]`)
    await at.waitForText('»Tiden fylder« er slettet.', '#box-grey .box-notice')
    await soon(() => inBox('grey')).toEqual(['To'])
    await press(at, 'Enter')
    await soon(() => inBox('grey')).toEqual(['Tiden fylder', 'To'])
    await soon(() => textsIn(at, '#box-grey .point-row')).toEqual(['Tiden fylder', 'To'])
    await at.close()
  })

  test('alone, somebody writes a point, moves it, and fetches an earlier text of it back', async () => {
    const { id: visit, add, open, inBox } = await draft()
    await add('Over')
    const at = await open()
    const isAt = (selector: string) => at.page.evaluate(wanted => document.activeElement?.matches(wanted) ?? false, selector) // biome-ignore format: one line
    const tabTo = async (selector: string, keys: KeyInput[] = ['Tab']) => {
      for (let times = 0; times < 150; times++) {
        if (await isAt(selector)) return
        await press(at, ...keys)
      }
      throw new Error(`Tab never came to ${selector}`)
    }
    await tabTo('#new-grey .editor-field *')
    await at.page.keyboard.type('Skrevet med taster')
    await tabTo('#new-grey button[type="submit"]')
    await press(at, 'Enter')
    await soon(() => inBox('grey')).toEqual(['Over', 'Skrevet med taster'])
    await at.page.waitForFunction(() => document.querySelectorAll('#box-grey .point-row').length === 2)
    const mine = '.point-row:nth-child(2)'
    await tabTo(`${mine} [data-grip]`, ['Shift', 'Tab'])
    await press(at, 'ArrowUp')
    await soon(() => inBox('grey')).toEqual(['Skrevet med taster', 'Over'])
    await at.page.waitForFunction(() =>
      document.querySelector('#box-grey .point-row')?.textContent.includes('med taster'),
    )
    expect(await isAt('.point-row:first-child [data-grip]')).toBe(true)
    await tabTo('.point-row:first-child .editor-field *', ['Shift', 'Tab'])
    await press(at, 'Control', 'a')
    await at.page.keyboard.type('Noget helt andet')
    await soon(() => inBox('grey')).toEqual(['Noget helt andet', 'Over'])
    await at.waitForText('Alt er gemt', '[data-desk-bar]')
    await tabTo('.point-row:first-child .point-menu summary')
    await press(at, 'Enter')
    await tabTo('.point-row:first-child .point-links a')
    await Promise.all([at.page.waitForNavigation(), press(at, 'Enter')])
    expect(at.page.url()).toContain(`/visit/${visit}/history?point=`)
    await tabTo('.history-entry button')
    await Promise.all([at.page.waitForNavigation(), press(at, 'Enter')])
    await soon(() => inBox('grey')).toEqual(['Skrevet med taster', 'Over'])
    expect(at.complaints).toEqual([])
    await at.close()
  })
})
