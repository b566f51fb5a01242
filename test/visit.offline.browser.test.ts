// Two consultants, one visit, bad network: nothing that anybody writes is lost, and the screen never says more than is true.
import { describe, expect, test } from 'vitest'
import { useApp } from './support/app.ts'
import { useBrowser, type Visitor } from './support/browser.ts'
import { leftOnDevice } from './support/device.ts'
import { useNetwork } from './support/network.ts'
import { ready, textsIn, typeIn } from './support/writing.ts'

const app = useApp()
const visitor = useBrowser()
const network = useNetwork()

async function draft() {
  const tilbud = await app().tilbud()
  const [anna, bo] = [await app().person('consultant'), await app().person('consultant')]
  const visit = await app().visit(anna, tilbud.id, { consultantIds: [anna.id, bo.id] })
  const points = async () => (await anna.get(`/api/v1/visits/${visit.id}/points`)).body.items
  const add = async (body: string, box = 'grey') =>
    (await anna.post(`/api/v1/visits/${visit.id}/points`, { theme: '1', box, body })).body.id as string
  return { anna, bo, visit, points, add, path: `/visit/${visit.id}/theme/1` }
}

const says = async (at: Visitor, place: string) => (await textsIn(at, place))[0]

describe('two consultants', () => {
  test('see what each other writes at once, in the same point', async () => {
    const { anna, bo, add, path, points } = await draft()
    const id = await add('Tiden fylder')
    const [one, other] = [await visitor(app().url), await visitor(app().url)]
    await one.logIn(anna.email)
    await other.logIn(bo.email)
    await Promise.all([one.go(path), other.go(path)])
    await Promise.all([ready(one), ready(other)])
    await typeIn(one, `#point-${id}`, ' for alle')
    await expect.poll(() => says(other, `#point-${id}`), { timeout: 10_000 }).toBe('Tiden fylder for alle')
    await one.waitForText('Gemt kl.', `#point-${id} [data-save-state]`)
    await typeIn(other, `#point-${id}`, ' på vagt')
    await expect.poll(() => says(one, `#point-${id}`), { timeout: 10_000 }).toBe('Tiden fylder for alle på vagt')
    await typeIn(one, '#new-grey', 'Et nyt punkt')
    await other.waitForText('Et nyt punkt', '#box-grey')
    await expect.poll(async () => (await points()).map(({ body }: { body: string }) => body), { timeout: 10_000 }).toEqual(['Tiden fylder for alle på vagt', 'Et nyt punkt']) // biome-ignore format: one line
    expect([...one.complaints, ...other.complaints]).toEqual([])
    await one.close()
    await other.close()
  }, 60_000)
})

describe('without a network', () => {
  test('a visit that was opened once is written in, closed, opened again, and sent when the network is back', async () => {
    const { anna, add, path, points, visit } = await draft()
    const id = await add('Tiden fylder')
    const line = await network(app().url)
    const at = await visitor(line.url)
    await at.logIn(anna.email)
    await at.go(path)
    await ready(at)
    await at.page.evaluate(() => navigator.serviceWorker.ready)
    await at.waitForText('Alt er gemt', '[data-desk-bar]')
    line.off()
    await typeIn(at, `#point-${id}`, ' i tog og bus')
    await at.waitForText('Ikke sendt. Gemt på denne tablet', `#point-${id} [data-save-state]`)
    await at.waitForText('1 punkt venter', '[data-desk-bar]')
    await typeIn(at, '#new-purple', 'Et fokuspunkt uden net')
    await at.page.click('#new-purple button[type="submit"]')
    await at.page.waitForSelector('#box-purple .point-row')
    await at.waitForText('2 punkter venter', '[data-desk-bar]')
    // The tab is closed, and another one opened.
    const context = at.page.browserContext()
    const next = await context.newPage()
    await at.page.close()
    await next.goto(line.url + path)
    const again = { ...at, page: next }
    await ready(again, `#point-${id}`)
    expect(await says(again, `#point-${id}`)).toBe('Tiden fylder i tog og bus')
    expect(await says(again, '#box-purple .point-row')).toBe('Et fokuspunkt uden net')
    await next.goto(`${line.url}/visit/${visit.id}/conclusion`)
    await ready(again, '#text-form')
    await next.goto(`${line.url}/visit/${visit.id}/facts`)
    await next.type('#employeesTotal', '14')
    await next.type('#count-1', '4')
    await next.type('#group-1', 'medarbejdere')
    await expect.poll(() => next.$eval('#facts-form [data-save-state]', it => it.textContent)).toBe('Gemmer …')
    const said = (place: string) => next.$eval(place, it => it.textContent ?? '')
    await expect.poll(() => said('#facts-form [data-save-state]')).toBe('Ikke sendt. Gemt på denne tablet')
    await expect.poll(() => said('[data-desk-bar]')).toContain('3 punkter venter')
    await next.goto(line.url + path)
    await ready(again, `#point-${id}`)
    expect((await points()).map(({ body }: { body: string }) => body)).toEqual(['Tiden fylder'])
    line.on()
    await next.evaluate(() => window.dispatchEvent(new Event('online')))
    await expect.poll(async () => (await points()).map(({ body }: { body: string }) => body), { timeout: 15_000 }).toEqual(['Tiden fylder i tog og bus', 'Et fokuspunkt uden net']) // biome-ignore format: one line
    expect((await anna.get(`/api/v1/visits/${visit.id}`)).body.participants).toEqual({
      employeesTotal: 14,
      met: [{ group: 'medarbejdere', count: 4 }],
    })
    await at.close()
  }, 90_000)
})

const CANARY = 'Kanariefuglen sang for de ansatte i tema 1'

/** Somebody who has written the canary without a network, on a device that had the visit. */
async function withCanary() {
  const all = await draft()
  const line = await network(app().url)
  const at = await visitor(line.url)
  await at.logIn(all.anna.email)
  await at.go(all.path)
  await ready(at, '#new-grey')
  await at.page.evaluate(() => navigator.serviceWorker.ready)
  await at.waitForText('Alt er gemt', '[data-desk-bar]')
  line.off()
  await typeIn(at, '#new-grey', CANARY)
  await at.waitForText('Ikke sendt. Gemt på denne tablet', '#new-grey [data-save-state]')
  return { ...all, line, at }
}

const device = async (at: Visitor) => {
  const { text, keys, records } = await leftOnDevice(at.page)
  return { readable: text.includes('Kanariefuglen'), keys, records }
}

const pressLogOut = (at: Visitor) =>
  at.page.evaluate(() => document.querySelector<HTMLElement>('.site-account .account-out')?.click())

describe('what lies on a device', () => {
  test('cannot be read, is gone when it is deleted at the logout, and is asked about first', async () => {
    const { at, line } = await withCanary()
    expect(await device(at)).toMatchObject({ readable: false, keys: 1 })
    line.on()
    // The server is kept from getting it: what waits is asked about.
    await at.page.evaluate(() => {
      window.fetch = () => Promise.reject(new TypeError('no network'))
    })
    await pressLogOut(at)
    await at.waitForText('1 tekst er ikke sendt endnu', 'dialog')
    await Promise.all([at.page.waitForNavigation(), at.page.locator('dialog ::-p-text(Slet dem)').click()])
    expect(await device(at)).toEqual({ readable: false, keys: 0, records: 0 })
    await at.close()
  }, 90_000)

  test('is kept at the logout if one wants, shown to nobody, and sent after the next login', async () => {
    const { at, line, anna, path, visit, points } = await withCanary()
    await at.page.evaluate(() => {
      window.fetch = () => Promise.reject(new TypeError('no network'))
    })
    line.on()
    await pressLogOut(at)
    await Promise.all([at.page.waitForNavigation(), at.page.locator('dialog ::-p-text(Behold dem på enheden)').click()])
    expect(await device(at)).toMatchObject({ readable: false, keys: 1 })
    line.off()
    await at.go(path)
    expect(await at.text()).not.toContain('Kanariefuglen')
    expect(await at.text()).toContain('Ingen forbindelse')
    line.on()
    await at.logIn(anna.email)
    await at.go(`/visit/${visit.id}`)
    await expect.poll(async () => (await points()).map(({ body }: { body: string }) => body), { timeout: 15_000 }).toEqual([CANARY]) // biome-ignore format: one line
    await at.close()
  }, 90_000)

  test('is destroyed when the device was shut out, at its next contact', async () => {
    const { at, line, anna } = await withCanary()
    const [{ id }] = (await anna.get('/api/v1/devices')).body.items
    const desk = await app().person('administrator')
    expect((await desk.send('DELETE', `/api/v1/devices/${id}?userId=${anna.id}`)).status).toBe(204)
    const left = at.page.waitForNavigation({ timeout: 20_000 })
    line.on()
    await at.page.evaluate(() => window.dispatchEvent(new Event('online')))
    await left
    await at.waitForText('Enheden er lukket ude')
    expect(await device(at)).toEqual({ readable: false, keys: 0, records: 0 })
    await at.close()
  }, 90_000)

  test('is destroyed after seven days without contact', async () => {
    const { at } = await withCanary()
    await at.page.evaluate(async () => {
      const open = indexedDB.open('kvalitetsbesoeg')
      const database = await new Promise<IDBDatabase>(done => {
        open.onsuccess = () => done(open.result)
      })
      const store = database.transaction('open', 'readwrite').objectStore('open')
      const all = store.getAll()
      await new Promise<void>(done => {
        all.onsuccess = () => {
          for (const owner of all.result) store.put({ ...owner, lastContact: owner.lastContact - 7 * 86_400_000 })
          done()
        }
      })
      database.close()
    })
    await at.page.goto('about:blank')
    await at.page.goBack()
    await at.waitForText('Ingen forbindelse')
    expect(await device(at)).toEqual({ readable: false, keys: 0, records: 0 })
    await at.close()
  }, 90_000)
})

describe('the screen', () => {
  test('never says saved before the server has answered', async () => {
    const { anna, path, add, points } = await draft()
    const id = await add('Før')
    const at = await visitor(app().url)
    await at.logIn(anna.email)
    await at.go(path)
    await ready(at, `#point-${id}`)
    await at.waitForText('Alt er gemt', '[data-desk-bar]')
    // Answers are held back until they are let through.
    await at.page.evaluate(() => {
      const { fetch } = window
      const held: (() => void)[] = []
      Object.assign(window, { let: () => held.splice(0).forEach(go => void go()) })
      window.fetch = async (...request) => {
        const answer = await fetch(...request)
        if (String(request[1]?.body).includes('"update"')) await new Promise<void>(go => held.push(go))
        return answer
      }
    })
    await typeIn(at, `#point-${id}`, '-og-efter')
    await expect.poll(async () => (await points())[0].body, { timeout: 10_000 }).not.toBe('Før')
    const said = () => at.page.$eval('[data-desk-bar]', bar => bar.textContent)
    expect(await said()).toContain('Gemmer …')
    expect(await at.page.$eval(`#point-${id} [data-save-state]`, state => state.textContent)).toBe('Gemmer …')
    const letThrough = setInterval(() => void at.page.evaluate(() => (window as unknown as { let: () => void }).let()).catch(() => {}), 200) // biome-ignore format: one line
    await at.waitForText('Gemt kl.', `#point-${id} [data-save-state]`)
    clearInterval(letThrough)
    expect((await points())[0].body).toBe('Før-og-efter')
    await at.close()
  }, 60_000)
})
