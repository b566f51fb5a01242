// The history and the bin of a visit that was opened once, without a network: read, and brought back from.
import { expect, test } from 'vitest'
import { useApp } from './support/app.ts'
import { faults } from './support/axe.ts'
import { useBrowser, type Visitor } from './support/browser.ts'
import { useNetwork } from './support/network.ts'
import { ready, textsIn, typeIn } from './support/writing.ts'

const app = useApp()
const visitor = useBrowser()
const network = useNetwork()

async function draft() {
  const tilbud = await app().tilbud()
  const [anna, bo] = [await app().person('consultant'), await app().person('consultant')]
  const visit = await app().visit(anna, tilbud.id, { consultantIds: [anna.id, bo.id] })
  const api = `/api/v1/visits/${visit.id}/points`
  const points = async () => (await anna.get(api)).body.items as { id: string; body: string }[]
  const add = async (body: string, box = 'grey') => (await anna.post(api, { theme: '1', box, body })).body as { id: string; version: number } // biome-ignore format: one line
  const write = async ({ id }: { id: string }, body: string) => {
    const { version } = (await bo.get(`${api}/${id}`)).body
    return bo.patch(`${api}/${id}`, version, { body })
  }
  const remove = async ({ id }: { id: string }) => {
    const { version } = (await bo.get(`${api}/${id}`)).body
    return bo.delete(`${api}/${id}`, version)
  }
  return { anna, bo, visit, points, add, write, remove, home: `/visit/${visit.id}` }
}

/** Opens a theme of the visit, until all that a device takes along has come. */
async function takeAlong(at: Visitor, email: string, path: string) {
  await at.logIn(email)
  const past = at.page.waitForResponse(answer => answer.url().endsWith('/past') && answer.ok())
  await at.go(path)
  await ready(at)
  await past
  await at.page.evaluate(() => navigator.serviceWorker.ready)
  await at.waitForText('Alt er gemt', '[data-desk-bar]')
  await new Promise(done => setTimeout(done, 1000))
}

const main = ({ page }: Visitor) => page.$eval('.visit-main', it => it.textContent.replaceAll(/\s+/g, ' '))
const back = ({ page }: Visitor) => page.evaluate(() => window.dispatchEvent(new Event('online')))

test('a point of the bin is seen and fetched back, a text of the history as well, and both are sent later', async () => {
  const { anna, bo, points, add, write, remove, home } = await draft()
  const [kept, gone, own] = [await add('Tiden fylder'), await add('Et ord for meget', 'purple'), await add('Sin egen')]
  await write(kept, 'Tiden fylder ikke')
  await remove(gone)
  const line = await network(app().url)
  const at = await visitor(line.url)
  await takeAlong(at, anna.email, `${home}/theme/1`)
  line.off()

  await at.go(`${home}/history?point=${kept.id}`)
  expect(await main(at)).toContain('Vist fra denne enhed')
  expect(await main(at)).toContain(bo.name)
  expect(await at.page.$$eval('.history-words ins', all => all.map(it => it.textContent))).toEqual(['[tilføjet: ikke]'])
  expect(await faults(at)).toEqual([])
  await at.page.click('.history-entry form button')
  await at.waitForText('Teksten er gendannet. Det sendes, når der er net igen.')
  await at.waitForText('Nu står der dette', '.history-entry')
  await at.waitForText('1 punkt venter', '[data-desk-bar]')

  await at.go(`${home}/bin`)
  expect(await main(at)).toContain('Et ord for meget')
  expect(await main(at)).toContain(`af ${bo.name}`)
  expect(await faults(at)).toEqual([])
  await at.page.click('.bin-point form button')
  await at.waitForText('Punktet er tilbage, hvor det stod')
  await at.page.waitForSelector('.bin-point', { hidden: true })

  // What is deleted here lies in the bin, too, and comes back.
  await at.go(`${home}/theme/1`)
  await ready(at)
  expect(await textsIn(at, '#box-grey')).toContain('Tiden fylder')
  expect(await textsIn(at, '#box-purple')).toContain('Et ord for meget')
  await typeIn(at, `#point-${own.id}`, ' historie')
  await at.page.$eval(`#menu-${own.id}`, it => it.setAttribute('open', ''))
  await at.page.click(`#menu-${own.id} [value="delete"]`)
  await at.page.waitForSelector(`#point-${own.id}`, { hidden: true })
  await at.go(`${home}/bin`)
  await at.waitForText('Sin egen historie', '.bin-point')
  await at.waitForText('Slettet på denne enhed', '.bin-point')
  await at.page.click('.bin-point form button')
  await at.page.waitForSelector('.bin-point', { hidden: true })

  line.on()
  await back(at)
  await expect
    .poll(async () => (await points()).map(({ body }) => body).sort(), { timeout: 20_000 })
    .toEqual(['Et ord for meget', 'Sin egen historie', 'Tiden fylder'])
  await at.close()
}, 90_000)

test('says what needs a network: a text that is not on the device, and a point whose history is unknown', async () => {
  const { anna, add, write, home } = await draft()
  const point = await add('Et')
  for (const body of ['To', 'Tre', 'Fire', 'Fem', 'Seks', 'Syv', 'Otte', 'Ni', 'Ti', 'Elleve']) await write(point, body)
  const line = await network(app().url)
  const at = await visitor(line.url)
  await takeAlong(at, anna.email, `${home}/theme/1`)
  // The server's page has all of it, and stays as it is when the network goes.
  await at.go(`${home}/history?point=${point.id}`)
  await at.waitForText('Alt er gemt', '[data-desk-bar]')
  const entries = () => at.page.$$eval('.history-entry', all => all.length)
  expect(await entries()).toBe(11)
  line.off()
  await at.page.evaluate(() => window.dispatchEvent(new Event('offline')))
  await at.waitForText('Ingen forbindelse', '[data-desk-bar]')
  expect(await entries()).toBe(11)
  await (await at.page.$$('.history-entry form button')).at(-1)?.click()
  await at.waitForText('Den version kan først hentes, når der er net.')
  await at.go(`${home}/history?point=${point.id}`)
  expect(await entries()).toBe(10)
  expect(await main(at)).toContain('ældre versioner kan du se, når der er net')
  await at.go(`${home}/history?point=${crypto.randomUUID()}`)
  expect(await main({ ...at, page: at.page }).catch(() => at.text())).toContain('Den side skal hentes fra nettet')
  await at.close()
}, 90_000)

test('what the tilbud wrote of its practice is read beside the boxes; to mark it takes a network, and the page says so', async () => {
  const tilbud = await app().tilbud()
  const [anna, leader] = [await app().person('consultant'), await app().person('leader', [tilbud.id])]
  const visitedOn = new Date(Date.now() + 7 * 86_400_000).toISOString().slice(0, 10)
  const visit = await app().visit(anna, tilbud.id, { visitedOn })
  await leader.put(`/api/v1/tilbud/${tilbud.id}/quality-description`, 0, { themes: [{ theme: '1', text: 'Vi spiser sammen.' }] }) // biome-ignore format: one line
  const line = await network(app().url)
  const at = await visitor(line.url)
  await takeAlong(at, anna.email, `/visit/${visit.id}/theme/1`)
  line.off()
  await at.go(`/visit/${visit.id}/theme/1`)
  await ready(at)
  const panel = await at.page.$eval('#description', it => it.textContent.replaceAll(/\s+/g, ' '))
  expect(panel).toContain('Vi spiser sammen.')
  expect(panel).toContain('Når der er net, kan du markere')
  expect(await at.page.$('#description form')).toBeNull()
  expect(await faults(at)).toEqual([])
  await at.go(`/visit/${visit.id}/brief`)
  expect(await main(at)).toContain('Vi spiser sammen.')
  await at.go(`/visit/${visit.id}/facts`)
  expect(await main(at)).toContain('Tilbuddet har bekræftet')
  await at.close()
}, 90_000)
