// A tablet that was without a network while a new build of the app came to the server: nothing that waits is lost, the page
// says when it is to be loaded anew, and nobody's page is loaded anew for them.
import { expect, test } from 'vitest'
import { useApp } from './support/app.ts'
import { useBrowser, type Visitor } from './support/browser.ts'
import { useDeployments } from './support/deployment.ts'
import { ready, textsIn, typeIn } from './support/writing.ts'

const app = useApp()
const visitor = useBrowser()
const deployment = useDeployments()

/** Anna stands in a point of her visit; the tablet has all that it takes without a network. */
async function onTheTablet() {
  const tilbud = await app().tilbud()
  const anna = await app().person('consultant')
  const visit = await app().visit(anna, tilbud.id)
  const api = `/api/v1/visits/${visit.id}/points`
  const id = (await anna.post(api, { theme: '1', box: 'grey', body: 'Tiden fylder' })).body.id as string
  const body = async () => (await anna.get(`${api}/${id}`)).body.body as string
  const server = await deployment(app().url)
  const at = await visitor(server.url)
  await at.logIn(anna.email)
  const path = `/visit/${visit.id}/theme/1`
  await at.go(path)
  await ready(at)
  await at.page.evaluate(() => navigator.serviceWorker.ready)
  await at.waitForText('Alt er gemt', '[data-desk-bar]')
  return { server, at, path, place: `#point-${id}`, body }
}

const goes = ({ page }: Visitor, name: 'online' | 'offline') =>
  page.evaluate(event => window.dispatchEvent(new Event(event)), name)
const script = ({ page }: Visitor) => page.$eval('script[type="module"]', it => it.getAttribute('src'))
const caches = ({ page }: Visitor) => page.evaluate(async () => (await window.caches.keys()).join(' '))
const NEWER = 'Der er kommet en ny udgave'

test('an open page goes on: it sends what waits, says that there is a new build, and changes over when it is told to', async () => {
  const { server, at, path, place, body } = await onTheTablet()
  const old = await script(at)
  server.off()
  await goes(at, 'offline')
  await typeIn(at, place, ' uden net')
  await at.waitForText('1 punkt venter', '[data-desk-bar]')
  server.deploy()
  server.on()
  await at.page.evaluate(() => Object.assign(window, { stillHere: true }))
  await goes(at, 'online')
  await expect.poll(body, { timeout: 20_000 }).toBe('Tiden fylder uden net')
  await at.waitForText(NEWER)
  await expect.poll(() => caches(at)).toContain(server.newScript)
  await at.page.keyboard.type(' og videre')
  await expect.poll(body, { timeout: 20_000 }).toBe('Tiden fylder uden net og videre')
  expect(await at.page.evaluate(() => 'stillHere' in window)).toBe(true)
  expect(await script(at)).toBe(old)

  await Promise.all([at.page.waitForNavigation(), at.page.click('[data-note="newer"] button')])
  await ready(at)
  expect(await script(at)).toBe(server.newScript)
  expect(await textsIn(at, place)).toEqual(['Tiden fylder uden net og videre'])
  await new Promise(done => setTimeout(done, 1000))
  expect(await at.text()).not.toContain(NEWER)
  // Without a network the new build prints its own pages.
  server.off()
  await at.go(path)
  await ready(at)
  expect(await script(at)).toBe(server.newScript)
  await at.close()
}, 90_000)

test('a page that was closed meanwhile is opened in the new build, and what waited is sent', async () => {
  const { server, at, path, place, body } = await onTheTablet()
  server.off()
  await typeIn(at, place, ' uden net')
  await at.waitForText('Gemt på denne tablet', '[data-desk-bar]')
  const page = await at.page.browserContext().newPage()
  await at.page.close()
  server.deploy()
  server.on()
  const again = { ...at, page }
  await page.goto(server.url + path)
  expect(await script(again)).toBe(server.newScript)
  await ready(again, place)
  await expect.poll(body, { timeout: 20_000 }).toBe('Tiden fylder uden net')
  expect(await page.$eval('body', it => it.textContent)).not.toContain(NEWER)
  await at.close()
}, 90_000)

test('a page that the new server does not understand says that it must be loaded anew, and then sends what waits', async () => {
  const { server, at, place, body } = await onTheTablet()
  server.off()
  await goes(at, 'offline')
  await typeIn(at, place, ' uden net')
  await at.waitForText('1 punkt venter', '[data-desk-bar]')
  server.deploy()
  server.refuse(true)
  server.on()
  await goes(at, 'online')
  await at.waitForText('Genindlæs siden, så bliver det sendt')
  await at.page.keyboard.type(' stadig')
  await at.waitForText('1 punkt venter', '[data-desk-bar]')
  expect(await body()).toBe('Tiden fylder')
  server.refuse(false)
  await Promise.all([at.page.waitForNavigation(), at.page.click('[data-note="newer"] button')])
  await ready(at)
  await expect.poll(body, { timeout: 20_000 }).toBe('Tiden fylder uden net stadig')
  await at.close()
}, 90_000)
