// The screen on the wall, as it is used in a meeting: with keys, a clicker, and a network that goes away.
import { describe, expect, test } from 'vitest'
import { useApp } from './support/app.ts'
import { useBrowser, type Visitor } from './support/browser.ts'
import { leftOnDevice } from './support/device.ts'
import { useNetwork } from './support/network.ts'

const app = useApp()
const visitor = useBrowser()
const network = useNetwork()

async function meeting(through = (url: string) => Promise.resolve({ url })) {
  const tilbud = await app().tilbud()
  const consultant = await app().person('consultant')
  const { id } = await app().visit(consultant, tilbud.id)
  const api = `/api/v1/visits/${id}`
  for (const [theme, body] of [
    ['2', 'kort i tema to'],
    ['3a', 'kort i tema tre'],
    ['4', 'kort i tema fire'],
  ])
    await consultant.post(`${api}/points`, { theme, box: 'purple', body })
  const at = await visitor((await through(app().url)).url, { width: 1920 })
  await at.logIn(consultant.email)
  await at.go(`/visit/${id}/room`)
  await at.waitForText('Alt er gemt', '[data-room-state]')
  const points = async () => (await consultant.get(`${api}/points`)).body.items
  return { at, id, points, consultant, api }
}

const shown = ({ page }: Visitor) =>
  page.$eval('[data-card]:not([hidden])', card => card.querySelector('.room-text')?.textContent.trim())
const suggestions = ({ page }: Visitor) =>
  page.$$eval('[data-card]:not([hidden]) .room-suggestion p:first-child', all => all.map(it => it.textContent))

describe('in the room', () => {
  test('arrow keys, a clicker and the buttons turn the cards; Esc leaves', async () => {
    const { at, id } = await meeting()
    const { page } = at
    await expect.poll(() => shown(at), { timeout: 10_000 }).toBe('kort i tema to')
    const told = []
    for (const key of ['PageDown', 'ArrowRight', 'ArrowRight', 'PageUp', 'ArrowLeft'] as const) {
      await page.keyboard.press(key)
      told.push(await shown(at))
    }
    expect(told).toEqual(['tre', 'fire', 'fire', 'tre', 'to'].map(theme => `kort i tema ${theme}`))
    await page.click('.room-steps [data-step="1"]')
    await expect.poll(() => shown(at), { timeout: 10_000 }).toBe('kort i tema tre')
    expect(await page.$eval('[data-count-words]', it => it.textContent)).toContain('Kort 2 af 3')
    await page.reload()
    await at.waitForText('Alt er gemt', '[data-room-state]')
    await expect.poll(() => shown(at), { timeout: 10_000 }).toBe('kort i tema tre')
    await page.keyboard.press('Escape')
    await expect.poll(() => new URL(page.url()).pathname, { timeout: 10_000 }).toBe(`/visit/${id}`)
    expect(at.complaints).toEqual([])
    await at.close()
  })

  test('a suggestion shows at once under the cards it answers and is saved with its links', async () => {
    const { at, points } = await meeting()
    const { page } = at
    await page.keyboard.type('En time hver torsdag er fredet')
    await page.keyboard.down('Alt')
    await page.keyboard.press('Digit3')
    await page.keyboard.up('Alt')
    await page.keyboard.press('Enter')
    await expect.poll(() => suggestions(at), { timeout: 10_000 }).toEqual(['En time hver torsdag er fredet'])
    await page.keyboard.press('PageDown')
    await expect.poll(() => suggestions(at), { timeout: 10_000 }).toEqual([])
    await page.keyboard.press('PageDown')
    await expect.poll(() => suggestions(at), { timeout: 10_000 }).toEqual(['En time hver torsdag er fredet'])
    await at.waitForText('Alt er gemt kl.', '[data-room-state]')
    const all = await points()
    const yellow = all.find(({ box }: { box: string }) => box === 'yellow')
    expect(yellow).toMatchObject({ theme: '2', body: 'En time hver torsdag er fredet', saidOnTheDay: true })
    const answered = all.filter(({ id }: { id: string }) => yellow.answers.includes(id))
    expect(answered.map(({ theme }: { theme: string }) => theme)).toEqual(['2', '4'])
    await at.close()
  })

  test('a new focus point becomes a card of its theme, and takes suggestions', async () => {
    const { at, points } = await meeting()
    const { page } = at
    await page.click('[data-new-card] summary')
    await page.type('#focus-point', 'skabe plads til pauser')
    await page.select('#focus-point-theme', '2')
    await page.keyboard.press('Tab')
    await page.click('[data-focus-point] button')
    await expect.poll(() => shown(at), { timeout: 10_000 }).toBe('skabe plads til pauser')
    expect(await page.$eval('[data-count-words]', it => it.textContent)).toContain('Kort 2 af 4')
    await page.keyboard.type('Pauser står i kalenderen')
    await page.keyboard.press('Enter')
    await at.waitForText('Alt er gemt kl.', '[data-room-state]')
    const all = await points()
    const purple = all.find(({ body }: { body: string }) => body === 'skabe plads til pauser')
    expect(purple).toMatchObject({ theme: '2', saidOnTheDay: true, source: 'discussion' })
    expect(all.find(({ box }: { box: string }) => box === 'yellow').answers).toEqual([purple.id])
    await page.reload()
    await expect.poll(() => shown(at), { timeout: 10_000 }).toBe('skabe plads til pauser')
    await expect.poll(() => suggestions(at), { timeout: 10_000 }).toEqual(['Pauser står i kalenderen'])
    await at.close()
  })

  test('what is written without a network is shown, kept unreadable on the device, and sent when it returns', async () => {
    let line: Awaited<ReturnType<typeof network>> | undefined
    const { at, points, id } = await meeting(async url => (line = await network(url)))
    const { page } = at
    await page.evaluate(() => navigator.serviceWorker.ready)
    line?.off()
    for (const words of ['Kanariefuglen først', 'dernæst']) {
      await page.keyboard.type(words)
      await page.keyboard.press('Enter')
    }
    await expect.poll(() => suggestions(at), { timeout: 10_000 }).toEqual(['Kanariefuglen først', 'dernæst'])
    await at.waitForText('2 punkter venter. Gemt på denne tablet', '[data-room-state]')
    await page.keyboard.press('PageDown')
    expect((await leftOnDevice(page)).text).not.toContain('Kanariefuglen')
    // Printed on the device, with the card that was shown.
    await page.goto(page.url())
    await page.waitForSelector('[data-card]')
    await expect.poll(() => shown(at), { timeout: 10_000 }).toBe('kort i tema tre')
    await at.waitForText('2 punkter venter', '[data-room-state]')
    await page.keyboard.press('PageUp')
    await expect.poll(() => suggestions(at), { timeout: 10_000 }).toEqual(['Kanariefuglen først', 'dernæst'])
    await at.go(`/visit/${id}/brief`)
    await at.waitForText('Før besøget', 'h1')
    await at.go(`/visit/${id}/room`)
    await at.waitForText('2 punkter venter', '[data-room-state]')
    line?.on()
    await page.evaluate(() => window.dispatchEvent(new Event('online')))
    const yellow = async () => (await points()).filter(({ box }: { box: string }) => box === 'yellow').map(({ body }: { body: string }) => body) // biome-ignore format: one line
    await expect.poll(yellow, { timeout: 15_000 }).toEqual(['Kanariefuglen først', 'dernæst'])
    await at.close()
  }, 60_000)

  test('shows what a colleague writes, while it is written', async () => {
    const { at, consultant, api, points } = await meeting()
    const [{ id: card }] = await points()
    await at.page.keyboard.type('halv')
    await consultant.post(`${api}/points`, { theme: '2', box: 'yellow', body: 'fra en kollega', answers: [card] })
    await expect.poll(() => suggestions(at), { timeout: 10_000 }).toEqual(['fra en kollega'])
    await consultant.post(`${api}/points`, { theme: '2', box: 'purple', body: 'endnu et kort' })
    await at.waitForText('Kort 1 af 4', '[data-count-words]')
    expect(await at.page.$eval('#suggestion', field => (field as HTMLInputElement).value)).toBe('halv')
    await at.close()
  })

  test('takes what looks like HTML as it was typed', async () => {
    const { at } = await meeting()
    await at.page.keyboard.type('se <b>her</b>')
    await at.page.keyboard.press('Enter')
    await expect.poll(() => suggestions(at), { timeout: 10_000 }).toEqual(['se <b>her</b>'])
    await at.waitForText('Alt er gemt kl.', '[data-room-state]')
    await at.page.reload()
    await expect.poll(() => suggestions(at), { timeout: 10_000 }).toEqual(['se <b>her</b>'])
    await at.close()
  })
})
