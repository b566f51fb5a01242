// The proof-reader beside the text: it keeps up with what is saved and leaves those in peace who read or answer in it.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { beforeEach, describe, expect, test } from 'vitest'
import { type Person, useApp } from './support/app.ts'
import { useBrowser, type Visitor } from './support/browser.ts'
import { goInto, ready } from './support/writing.ts'

const app = useApp()
const visitor = useBrowser()
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

const CPR = '010190-1234'
const SAYS = `Det gik godt.. Nummeret er ${CPR}, og tid er vigtigt.`

let consultant: Person
let here: string
let api: string
let pointId: string

beforeEach(async () => {
  consultant = await app().person('consultant')
  const visit = await app().visit(consultant, (await app().tilbud()).id, {
    participants: { employeesTotal: 12, met: [{ group: 'medarbejdere', count: 6 }] },
    topics: ['Tid'],
    overallImpression: 'Et varmt hus.',
    conclusion: 'Bliv ved..',
  })
  here = `/visit/${visit.id}`
  api = `/api/v1/visits/${visit.id}`
  const alsoThemes = ['2', '3a', '3b', '4', '5', '6', '7']
  const point = await consultant.post(`${api}/points`, { theme: '1', box: 'grey', body: SAYS, alsoThemes })
  pointId = point.body.id
})

async function open(options: { script?: boolean; width?: number } = {}) {
  const at = await visitor(app().url, options)
  await at.logIn(consultant.email)
  await at.go(`${here}/theme/1`)
  if (options.script !== false) await ready(at, `#point-${pointId}`)
  return at
}

const panelText = (at: Visitor) => at.page.$eval('.proof-panel', panel => (panel as HTMLElement).innerText)
const countOf = (at: Visitor) => at.page.$eval('.proof-panel [data-proof-count]', it => it.textContent)
const waitForCount = (at: Visitor, words: string) =>
  at.page.waitForFunction(
    wanted => document.querySelector('.proof-panel [data-proof-count]')?.textContent === wanted,
    { timeout: 15_000 },
    words,
  )
const body = () => `#point-${pointId} .editor-text`
const DOUBLED = '.proof-panel .finding:has(.finding-title)'

/** Writes a text anew in the point's field. */
async function rewrite(at: Visitor, text: string) {
  await goInto(at.page, body())
  await at.page.keyboard.down('Control')
  await at.page.keyboard.press('a')
  await at.page.keyboard.up('Control')
  await at.page.keyboard.type(text)
}

/** Goes away from the panel with mouse and focus. */
async function leavePanel(at: Visitor) {
  await at.page.mouse.move(400, 120)
  await goInto(at.page, body())
}

describe('the panel', () => {
  test('lists what stands on this page, what blocks first, and hears of what is saved', async () => {
    const at = await open()
    expect(await countOf(at)).toBe('1\u00a0sted skal rettes, og 1\u00a0bemærkning')
    const text = await panelText(at)
    expect(text.indexOf('CPR-nummer')).toBeLessThan(text.indexOf('Dobbelt tegn'))
    expect(text).not.toContain('Bliv ved')
    expect(text).toContain('Hele korrekturen (1\u00a0andet sted)')

    await rewrite(at, 'Det gik godt.')
    await waitForCount(at, 'Ingen bemærkninger')
    expect(await panelText(at)).not.toContain('CPR')
    expect(await at.page.$eval('[data-proof-said]', said => said.textContent)).toBe('Korrektur: Ingen bemærkninger')
    // The person is where he or she was.
    expect(await at.page.$eval(body(), field => field === document.activeElement)).toBe(true)
    expect(at.complaints).toEqual([])
    await at.close()
  })

  test('leads to the words, which are marked in their field', async () => {
    const at = await open()
    const marked = () =>
      at.page.evaluate(() => {
        const form = document.activeElement?.closest('form')
        return [form?.id, String(getSelection())]
      })
    await at.page.click('.proof-panel .proof-blocking a[data-jump]')
    await expect.poll(marked, { timeout: 5_000 }).toEqual([`point-${pointId}`, CPR])
    // Where they stand now, though it was not saved yet.
    await goInto(at.page, body())
    await at.page.keyboard.down('Control')
    await at.page.keyboard.press('Home')
    await at.page.keyboard.up('Control')
    await at.page.keyboard.type('Et nyt begyndelsesord. ')
    await at.page.click('.proof-panel .proof-blocking a[data-jump]')
    await expect.poll(marked, { timeout: 5_000 }).toEqual([`point-${pointId}`, CPR])
    await at.close()
  })

  test('leads there from the whole list, too, and in a text that is only read', async () => {
    const at = await open()
    await at.go(`${here}/proof`)
    await at.press(`.proof-blocking a[data-jump]`)
    await at.page.waitForFunction(id => document.activeElement?.closest(`#point-${id}`), {}, pointId)
    await consultant.patch(`${api}/points/${pointId}`, 1, { body: 'Det gik **godt..** Vi talte om tid.' })
    await consultant.post(`${api}/hearing`)
    await at.go(`${here}/theme/1`)
    await at.page.click('.proof-panel a[data-jump]')
    expect(await at.page.evaluate(() => String(getSelection()))).toBe('..')
    await at.close()
  })

  test('takes an answer in place, and says what is wrong with none', async () => {
    const at = await open()
    const summary = '.proof-panel [data-proof-body] > ul .finding-reply summary'
    await at.page.click(summary)
    await at.page.click(`${DOUBLED} [data-answer] button`)
    await at.waitForText('Skriv, hvorfor', '.proof-panel .form-error-message')
    await at.page.type(`${DOUBLED} [name="reason"]`, 'Det er et citat.')
    await at.page.click(`${DOUBLED} [data-answer] button`)
    await waitForCount(at, '1\u00a0sted skal rettes')
    await at.waitForText('1\u00a0er besvaret', '.proof-panel')
    expect(await at.page.evaluate(() => document.activeElement?.closest('.proof-panel') !== null)).toBe(true)
    const { body } = await consultant.get(`${api}/proof`)
    expect(body.items.map((item: { answer: { reason: string } | null }) => item.answer?.reason)).toContain(
      'Det er et citat.',
    )
    await at.close()
  })

  test('waits while the person is in it, and keeps a begun answer', async () => {
    const at = await open()
    await at.page.click('.proof-panel [data-proof-body] > ul .finding-reply summary')
    await at.page.type(`${DOUBLED} [name="reason"]`, 'Det er')
    const { body: point } = await consultant.get(`${api}/points/${pointId}`)
    // A colleague mends the number; the page here hears of a save of its own.
    await consultant.patch(`${api}/points/${pointId}`, point.version, { body: 'Det gik godt.. Tid er vigtigt.' })
    await at.page.evaluate(() => {
      const state = document.querySelector<HTMLElement>('[data-save-state]')
      if (state) state.dataset.saveState = 'saved'
    })
    await new Promise(done => setTimeout(done, 1500))
    expect(await countOf(at)).toContain('skal rettes')
    expect(await at.page.$eval(`${DOUBLED} [name="reason"]`, it => (it as HTMLInputElement).value)).toBe('Det er')
    // A begun answer stays also when the person goes back to the text.
    await leavePanel(at)
    await new Promise(done => setTimeout(done, 1000))
    expect(await at.page.$eval(`${DOUBLED} [name="reason"]`, it => (it as HTMLInputElement).value)).toBe('Det er')
    await at.page.$eval(`${DOUBLED} [name="reason"]`, it => {
      ;(it as HTMLInputElement).value = ''
    })
    await at.page.focus('.proof-panel summary')
    await leavePanel(at)
    await waitForCount(at, '1\u00a0bemærkning')
    expect(await panelText(at)).not.toContain('CPR')
    await at.close()
  })

  test('does all of it without JavaScript', async () => {
    const at = await open({ script: false })
    expect(await panelText(at)).toContain('CPR-nummer')
    await at.page.click('.proof-panel [data-proof-body] > ul .finding-reply summary')
    await at.page.type(`${DOUBLED} [name="reason"]`, 'Det er et citat.')
    await at.press(`${DOUBLED} [data-answer] button`)
    expect(new URL(at.page.url()).pathname).toBe(`${here}/theme/1`)
    expect(await countOf(at)).toBe('1\u00a0sted skal rettes')
    await at.close()
  })

  test.each([
    [1280, 'theme/1'],
    [820, 'theme/1'],
    [390, 'theme/1'],
    [1280, 'conclusion'],
    [390, 'facts'],
  ])('has nothing to say against accessibility at %i px on %s, beside or under the text', async (width, part) => {
    const at = await open({ width })
    await at.go(`${here}/${part}`)
    const where = await at.page.evaluate(() => {
      const [main, panel] = ['.visit-main', '.proof-panel'].map(it =>
        document.querySelector(it)?.getBoundingClientRect(),
      )
      return { beside: (panel?.left ?? 0) >= (main?.right ?? 0), under: (panel?.top ?? 0) >= (main?.bottom ?? 0) }
    })
    expect(where).toEqual(width >= 1280 ? { beside: true, under: false } : { beside: false, under: true })
    await at.page.evaluate(AXE)
    const faults = await at.page.evaluate(async () => {
      // biome-ignore lint/suspicious/noExplicitAny: the script that the test brought
      const { violations } = await (window as any).axe.run({
        runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice'],
      })
      return violations.map(({ id, nodes }: { id: string; nodes: { html: string }[] }) => [id, nodes[0]?.html])
    })
    expect(faults).toEqual([])
    await at.close()
  })
})
