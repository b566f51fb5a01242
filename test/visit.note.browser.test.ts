// Raw notes with JavaScript: shared as they are written, and sorted line by line from the keyboard, on and offline.
import { describe, expect, test } from 'vitest'
import { useApp } from './support/app.ts'
import { useBrowser, type Visitor } from './support/browser.ts'
import { leftOnDevice } from './support/device.ts'
import { useNetwork } from './support/network.ts'
import { ready } from './support/writing.ts'

const app = useApp()
const visitor = useBrowser()
const network = useNetwork()

async function day(line?: (url: string) => Promise<{ url: string }>) {
  const tilbud = await app().tilbud()
  const consultant = await app().person('consultant')
  const { id } = await app().visit(consultant, tilbud.id)
  const api = `/api/v1/visits/${id}`
  const at = await visitor(line ? (await line(app().url)).url : app().url)
  await at.logIn(consultant.email)
  const points = async () => (await consultant.get(`${api}/points`)).body.items
  const note = async () => (await consultant.get(`${api}/notes/3a`)).body.body
  return { at, path: `/visit/${id}`, points, note }
}

const NOTE = '#note-form-3a textarea'
const noteText = ({ page }: Visitor) => page.$eval(NOTE, field => (field as HTMLTextAreaElement).value)

async function press({ page }: Visitor, digit: 'Digit1' | 'Digit2' | 'Digit3') {
  await page.keyboard.down('Alt')
  await page.keyboard.press(digit)
  await page.keyboard.up('Alt')
}

const waitForNote = ({ page }: Visitor, text: string) =>
  page.waitForFunction(
    (selector, wanted) => (document.querySelector(selector) as HTMLTextAreaElement).value === wanted,
    { timeout: 15_000 },
    NOTE,
    text,
  )

describe('a raw note', () => {
  test('becomes points line by line, in one keystroke each, from the theme’s page', async () => {
    const { at, path, points, note } = await day()
    await at.go(`${path}/theme/3a`)
    await ready(at, '#note-form-3a')
    await at.page.type(NOTE, 'tiden fylder\n- faste rammer for sparring\nen time hver torsdag')
    await press(at, 'Digit3')
    await waitForNote(at, 'tiden fylder\n- faste rammer for sparring')
    await at.page.$eval(NOTE, field => (field as HTMLTextAreaElement).setSelectionRange(20, 20))
    await press(at, 'Digit2')
    await waitForNote(at, 'tiden fylder')
    expect(await at.page.$eval(NOTE, field => field === document.activeElement)).toBe(true)
    await at.page.$eval(NOTE, field => (field as HTMLTextAreaElement).setSelectionRange(0, 5))
    await at.page.click('#note-form-3a button[value="grey"]')
    await waitForNote(at, 'fylder')
    const told = async () => (await points()).map(({ box, body }: { box: string; body: string }) => [box, body])
    await expect.poll(told, { timeout: 10_000 }).toEqual([
      ['grey', 'tiden'],
      ['purple', 'faste rammer for sparring'],
      ['yellow', 'en time hver torsdag'],
    ])
    // They stand in the boxes of the page at once.
    await at.page.waitForSelector('#box-grey .point-row')
    expect(await at.page.$$eval('.point-row', rows => rows.length)).toBe(3)
    await expect.poll(note, { timeout: 10_000 }).toBe('fylder')
    expect(at.complaints).toEqual([])
    await at.close()
  })

  test('is saved as it is written, and what is written on goes on after a line was sorted', async () => {
    const { at, path, points, note } = await day()
    await at.go(`${path}/notes`)
    await ready(at, '#note-form-3a')
    await at.page.type(NOTE, 'først\ndernæst')
    await at.waitForText('Gemt kl.', '#note-form-3a [data-save-state]')
    expect(await note()).toBe('først\ndernæst')
    await press(at, 'Digit1')
    await waitForNote(at, 'først')
    await at.typeAfter(NOTE, ' og mere')
    await at.page.waitForFunction(() =>
      document.querySelector('#note-form-3a [data-save-state]')?.textContent.includes('Gemt kl.'),
    )
    await expect.poll(note, { timeout: 10_000 }).toBe('først og mere')
    await expect.poll(async () => (await points()).map(({ body }: { body: string }) => body), { timeout: 10_000 }).toEqual(['dernæst']) // biome-ignore format: one line
    expect(await noteText(at)).toBe('først og mere')
    await at.close()
  })

  test('is left alone where the caret stands in no line', async () => {
    const { at, path, points } = await day()
    await at.go(`${path}/theme/3a`)
    await ready(at, '#note-form-3a')
    await at.page.type(NOTE, 'en linje\n\n')
    await press(at, 'Digit1')
    await at.waitForText('Vælg først det i noten', '#note-form-3a')
    expect(await noteText(at)).toContain('en linje')
    expect(await points()).toEqual([])
    await at.close()
  })

  test('is written and sorted without a network, unreadable on the device, and sent when it is back', async () => {
    let line: Awaited<ReturnType<typeof network>> | undefined
    const { at, path, points, note } = await day(async url => (line = await network(url)))
    await at.go(`${path}/theme/3a`)
    await ready(at, '#note-form-3a')
    await at.page.evaluate(() => navigator.serviceWorker.ready)
    await at.waitForText('Alt er gemt', '[data-desk-bar]')
    line?.off()
    await at.page.type(NOTE, 'Kanariefuglen sang\nen time hver torsdag')
    await press(at, 'Digit3')
    await waitForNote(at, 'Kanariefuglen sang')
    await at.waitForText('1 forslag fra noten', '#note-form-3a')
    await at.waitForText('en time hver torsdag', '#box-yellow')
    await at.waitForText('Ikke sendt. Gemt på denne tablet', '#note-form-3a [data-save-state]')
    expect((await leftOnDevice(at.page)).text).not.toContain('Kanariefuglen')
    // Another page of the visit, and this one again: printed on the device.
    await at.go(`${path}/notes`)
    await waitForNote(at, 'Kanariefuglen sang')
    await at.go(`${path}/theme/3a`)
    await ready(at, '#box-yellow')
    await waitForNote(at, 'Kanariefuglen sang')
    expect([await points(), await note()]).toEqual([[], ''])
    line?.on()
    await at.page.evaluate(() => window.dispatchEvent(new Event('online')))
    await expect.poll(note, { timeout: 15_000 }).toBe('Kanariefuglen sang')
    await expect.poll(async () => (await points()).map(({ body }: { body: string }) => body), { timeout: 15_000 }).toEqual(['en time hver torsdag']) // biome-ignore format: one line
    await at.close()
  }, 60_000)
})
