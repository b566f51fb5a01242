// What writing together weighs and how quick it is, printed with each run.
import { describe, expect, test } from 'vitest'
import { useApp } from './support/app.ts'
import { useBrowser } from './support/browser.ts'
import { useNetwork } from './support/network.ts'
import { bodyIn, goInto, ready, typeIn } from './support/writing.ts'

const app = useApp()
const visitor = useBrowser()
const network = useNetwork()

const KILOBYTE = 1000
const median = (list: number[]) => list.toSorted((one, other) => one - other)[Math.floor(list.length / 2)] ?? 0

async function large(points: number, letters: number) {
  const tilbud = await app().tilbud()
  const [anna, bo] = [await app().person('consultant'), await app().person('consultant')]
  const visit = await app().visit(anna, tilbud.id, { consultantIds: [anna.id, bo.id] })
  const sentence = 'Der blev talt om, hvordan dagen går, og hvem der er med til at forme den. '
  const ids: string[] = []
  for (let i = 0; i < points; i++) {
    const body = `${i}. samtale: ${sentence.repeat(Math.ceil(letters / sentence.length))}`.slice(0, letters)
    const box = (['grey', 'purple', 'yellow'] as const)[i % 3]
    ids.push((await anna.post(`/api/v1/visits/${visit.id}/points`, { theme: '1', box, body })).body.id)
  }
  return { anna, bo, ids, path: `/visit/${visit.id}/theme/1` }
}

describe('a page with 60 points', () => {
  test('weighs little the first time, and next to nothing afterwards', async () => {
    const { anna, path } = await large(60, 300)
    const line = await network(app().url)
    const at = await visitor(line.url)
    // Nothing of the app has come before but the login page, whose files count as well.
    await at.logIn(anna.email)
    await at.go(path)
    await ready(at, '#box-grey .point-row')
    await at.waitForText('Alt er gemt', '[data-desk-bar]')
    const first = line.taken()
    await at.page.evaluate(() => navigator.serviceWorker.ready)
    await new Promise(done => setTimeout(done, 2000))
    const withOffline = line.taken()
    await at.page.reload()
    await ready(at, '#box-grey .point-row')
    await at.waitForText('Alt er gemt', '[data-desk-bar]')
    await new Promise(done => setTimeout(done, 1000))
    const afterwards = line.taken() - withOffline
    console.log(`60 points: ${Math.round(first / KILOBYTE)} kB the first time, ${Math.round((withOffline - first) / KILOBYTE)} kB for working without a network, ${Math.round(afterwards / KILOBYTE)} kB afterwards`) // biome-ignore format: one line
    // All that comes: login page, fonts, and the files for working without a network.
    expect(withOffline).toBeLessThan(350 * KILOBYTE)
    expect(afterwards).toBeLessThan(30 * KILOBYTE)
    await at.close()
  }, 120_000)
})

describe('typing', () => {
  test("stands on a colleague's screen at once", async () => {
    const { anna, bo, ids, path } = await large(3, 100)
    const place = `#point-${ids[0]}`
    const [one, other] = [await visitor(app().url), await visitor(app().url)]
    await one.logIn(anna.email)
    await other.logIn(bo.email)
    await Promise.all([one.go(path), other.go(path)])
    await Promise.all([ready(one, place), ready(other, place)])
    await typeIn(one, place, ' og')
    const times: number[] = []
    for (const sign of 'ÆØÅÉÜÖÄÑÇÐÞÏËÊÂ') {
      const seen = other.page.waitForFunction((selector, wanted) => document.querySelector(selector)?.textContent?.includes(wanted) && Date.now(), { polling: 10, timeout: 20_000 }, bodyIn(place), sign) // biome-ignore format: one line
      const start = Date.now()
      await one.page.keyboard.type(sign)
      times.push(Number(await (await seen).jsonValue()) - start)
      await new Promise(done => setTimeout(done, 300))
    }
    console.log(`keystroke to colleague: median ${median(times)} ms, worst ${Math.max(...times)} ms`)
    expect(median(times)).toBeLessThan(300)
    await one.close()
    await other.close()
  }, 120_000)

  test('waits for nothing, also among 60 points of 10,000 letters', async () => {
    const { anna, ids, path } = await large(60, 10_000)
    const at = await visitor(app().url)
    await at.logIn(anna.email)
    await at.go(path)
    await ready(at, `#point-${ids[0]}`)
    await at.waitForText('Alt er gemt', '[data-desk-bar]')
    await goInto(at.page, bodyIn(`#point-${ids[0]}`))
    const times = await at.page.evaluate(async () => {
      const all: number[] = []
      for (let i = 0; i < 40; i++) {
        const start = performance.now()
        document.execCommand('insertText', false, 'a')
        all.push(performance.now() - start)
        await new Promise(done => setTimeout(done, 30))
      }
      return all
    })
    console.log(`a keystroke among 60 × 10,000 letters: median ${median(times).toFixed(1)} ms, worst ${Math.max(...times).toFixed(1)} ms`) // biome-ignore format: one line
    expect(median(times)).toBeLessThan(16)
    await at.close()
  }, 180_000)
})
