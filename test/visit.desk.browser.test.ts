// What happens around a visit while one writes in it: other tabs, a colleague who deletes, a visit that is closed, a way out.
import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { describe, expect, test } from 'vitest'
import { useApp } from './support/app.ts'
import { useBrowser, type Visitor } from './support/browser.ts'
import { useNetwork } from './support/network.ts'
import { bodyIn, goInto, ready, textsIn, typeIn } from './support/writing.ts'

const app = useApp()
const visitor = useBrowser()
const network = useNetwork()
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

async function draft() {
  const tilbud = await app().tilbud()
  const [anna, bo] = [await app().person('consultant'), await app().person('consultant')]
  const { id } = await app().visit(anna, tilbud.id, { consultantIds: [anna.id, bo.id] })
  const api = `/api/v1/visits/${id}`
  const add = async (body: string, box = 'grey') =>
    (await anna.post(`${api}/points`, { theme: '1', box, body })).body.id as string
  const bodies = async () =>
    (await anna.get(`${api}/points`)).body.items.map(({ body }: { body: string }) => body) as string[]
  const path = `/visit/${id}/theme/1`
  const open = async (url = app().url) => {
    const at = await visitor(url)
    await at.logIn(anna.email)
    await at.go(path)
    await ready(at)
    await at.waitForText('Alt er gemt', '[data-desk-bar]')
    return at
  }
  return { anna, bo, id, api, add, bodies, path, open }
}

const soon = <Result>(read: () => Promise<Result>) => expect.poll(read, { timeout: 20_000 })
const says = async (at: Visitor, place: string) => (await textsIn(at, place))[0]

/** A page of the visit whose script stays away until `come` is called. */
async function openEarly(email: string, path: string, width?: number) {
  const at = await visitor(app().url, width ? { width } : {})
  await at.logIn(email)
  const { promise: held, resolve: come } = Promise.withResolvers<void>()
  await at.page.setRequestInterception(true)
  at.page.on('request', async request => {
    if (request.url().includes('/assets/start-visit.')) await held
    await request.continue()
  })
  await at.go(path)
  return { at, come }
}

describe('a page whose script comes late', () => {
  test('does not move under the hand of somebody who is about to press', async () => {
    const { anna, id } = await draft()
    for (const width of [1280, 820, 390]) {
      const { at, come } = await openEarly(anna.email, `/visit/${id}`, width)
      const place = () => at.page.$eval('.visit-frame', frame => frame.getBoundingClientRect().top)
      const before = await place()
      come()
      await at.waitForText('Alt er gemt', '[data-desk-bar]')
      expect(await place(), `at ${width}`).toBe(before)
      await at.close()
    }
    // Nothing will ever stand there without it.
    const plain = await visitor(app().url, { script: false })
    await plain.logIn(anna.email)
    await plain.go(`/visit/${id}`)
    expect(await (await plain.page.$('[data-desk-bar]'))?.boundingBox()).toBeNull()
    await plain.close()
  })

  test('saves what was written in the facts meanwhile', async () => {
    const { anna, id, api } = await draft()
    const { at, come } = await openEarly(anna.email, `/visit/${id}/facts`)
    await at.page.type('#employeesTotal', '14')
    await at.page.type('#topics', 'Mad')
    come()
    await at.waitForText('Gemt kl.', '#facts-form')
    const facts = async () => (({ participants, topics }) => ({ ...participants, topics }))((await anna.get(api)).body)
    expect(await facts()).toEqual({ employeesTotal: 14, met: [], topics: ['Mad'] })
    await at.close()
  })

  test('shows what a colleague has written in the facts since, when somebody goes back to it', async () => {
    const { anna, bo, id, api } = await draft()
    const at = await visitor(app().url)
    await at.logIn(anna.email)
    await at.go(`/visit/${id}/facts`)
    await at.page.type('#topics', 'Mad')
    await soon(async () => (await anna.get(api)).body.topics).toEqual(['Mad'])
    await at.go(`/visit/${id}`)
    const { version } = (await bo.get(api)).body
    expect((await bo.patch(api, version, { topics: ['Ro'] })).status).toBe(200)
    await at.page.goBack()
    await at.waitForText('Alt er gemt', '[data-desk-bar]')
    expect(await at.page.$eval('#topics', field => (field as HTMLInputElement).value)).toBe('Ro')
    await at.page.type('#employeesTotal', '14')
    await at.waitForText('Gemt kl.', '#facts-form')
    expect((await bo.get(api)).body).toMatchObject({ topics: ['Ro'], participants: { employeesTotal: 14 } })
    await at.close()
  })
})

describe('two tabs on one device', () => {
  test('show the same, one of them sends, and the other goes on when that one is closed', async () => {
    const { add, bodies, path, open } = await draft()
    const id = await add('Tiden')
    const first = await open()
    const page = await first.page.browserContext().newPage()
    const second = { ...first, page, waitForText: first.waitForText }
    const sent: string[] = []
    page.on('request', request => void (request.url().endsWith('/sync') && sent.push(request.url())))
    await page.goto(app().url + path)
    await ready(second, `#point-${id}`)
    await typeIn(second, `#point-${id}`, ' fylder')
    await soon(() => says(first, `#point-${id}`)).toBe('Tiden fylder')
    await soon(bodies).toEqual(['Tiden fylder'])
    expect(sent).toEqual([])
    await typeIn(first, `#point-${id}`, ' for')
    await soon(() => says(second, `#point-${id}`)).toBe('Tiden fylder for')
    await first.page.close()
    await typeIn(second, `#point-${id}`, ' alle')
    await soon(bodies).toEqual(['Tiden fylder for alle'])
    expect(sent.length).toBeGreaterThan(0)
    await page.browserContext().close()
  })
})

describe('a point that a colleague deletes while one writes in it', () => {
  test('is told of with what one wrote, and comes back with all of it', async () => {
    const { bo, api, add, bodies, open } = await draft()
    const id = await add('Tiden')
    const at = await open()
    await typeIn(at, `#point-${id}`, ' fylder for alle på vagt')
    await soon(bodies).toEqual(['Tiden fylder for alle på vagt'])
    const { version } = (await bo.get(`${api}/points/${id}`)).body
    expect((await bo.delete(`${api}/points/${id}`, version)).status).toBe(204)
    await at.waitForText('blev slettet, mens du skrev i det', '[data-page-notice]')
    await at.waitForText('ligger i historikken', '[data-page-notice]')
    await at.waitForText('Tiden fylder for alle på vagt', '[data-page-notice] blockquote')
    expect(await bodies()).toEqual([])
    await at.page.locator('[data-page-notice] ::-p-text(Hent punktet tilbage)').click()
    await soon(bodies).toEqual(['Tiden fylder for alle på vagt'])
    await typeIn(at, `#point-${id}`, ' og ro')
    await soon(bodies).toEqual(['Tiden fylder for alle på vagt og ro'])
    await at.close()
  })
})

describe('a visit that is sent into hearing while one writes', () => {
  test('leaves on the screen what was written, says that it is closed, and keeps it', async () => {
    const { bo, api, add, bodies, open } = await draft()
    const line = await network(app().url)
    const id = await add('Tiden')
    const at = await open(line.url)
    line.off()
    await typeIn(at, `#point-${id}`, ' fylder uden net')
    const sent = await bo.post(`${api}/hearing`, {})
    expect(sent.status, sent.text).toBe(200)
    line.on()
    await at.page.evaluate(() => window.dispatchEvent(new Event('online')))
    await at.waitForText('Besøget er lukket for skrivning', `#point-${id} [data-save-state]`)
    await at.waitForText('bliver stående', '[data-page-notice]')
    expect(await says(at, `#point-${id}`)).toBe('Tiden fylder uden net')
    expect(await bodies()).toEqual(['Tiden'])
    await at.close()
  })
})

describe('a text that grows too long', () => {
  test('is not sent, says what to do, keeps every letter, and is sent when it is shorter', async () => {
    const { add, bodies, open } = await draft()
    const id = await add('Tiden')
    const at = await open()
    await goInto(at.page, bodyIn(`#point-${id}`))
    await at.page.evaluate(() => document.execCommand('insertText', false, 'tid og '.repeat(30_000)))
    await at.waitForText('Ikke sendt. Teksten er for lang. Kort den ned, eller del den', `#point-${id}`)
    expect(await bodies()).toEqual(['Tiden'])
    expect((await says(at, `#point-${id}`))?.length).toBeGreaterThan(200_000)
    await at.page.keyboard.down('Control')
    await at.page.keyboard.press('a')
    await at.page.keyboard.up('Control')
    await at.page.keyboard.type('Kort igen.')
    await soon(bodies).toEqual(['Kort igen.'])
    await at.waitForText('Gemt kl.', `#point-${id} [data-save-state]`)
    await at.close()
  })
})

describe('the ways out', () => {
  test('the rescue file holds all that is written on the device, in every visit, sent or not', async () => {
    const line = await network(app().url)
    const first = await draft()
    const id = await first.add('Tiden fylder')
    await first.add('skabe ro', 'purple')
    const next = await app().visit(first.anna, (await app().tilbud(`Huset ved <Åen> ${randomUUID().slice(0, 6)}`)).id)
    const at = await first.open(line.url)
    line.off()
    await typeIn(at, `#point-${id}`, ' for <alle>')
    await typeIn(at, '#new-yellow', 'En fredet time')
    await at.waitForText('Gemt på denne tablet', '[data-desk-bar]')
    line.on()
    await at.page.evaluate(() => window.dispatchEvent(new Event('online')))
    await at.waitForText('Alt er gemt', '[data-desk-bar]')
    await at.go(`/visit/${next.id}/theme/1`)
    await ready(at)
    line.off()
    await typeIn(at, '#new-grey', 'Skrevet i skoven')
    await at.waitForText('Gemt på denne tablet', '[data-desk-bar]')
    await at.page.evaluate(() => {
      const { createObjectURL } = URL
      URL.createObjectURL = blob => {
        Object.assign(window, { rescued: (blob as Blob).text() })
        return createObjectURL(blob)
      }
    })
    await at.page.click('[data-rescue]')
    await at.page.waitForFunction(() => 'rescued' in window)
    const file = await at.page.evaluate(() => (window as unknown as { rescued: Promise<string> }).rescued)
    for (const words of [
      'Huset ved &lt;Åen&gt;',
      'Tiden fylder for',
      'alle',
      'skabe ro',
      'En fredet time',
      'Skrevet i skoven',
    ])
      expect(file).toContain(words)
    expect(file).not.toContain('<alle>')
    await at.close()
  })

  test('"Send først" at the logout sends what waits, and then nothing is asked', async () => {
    const line = await network(app().url)
    const { add, bodies, open } = await draft()
    const id = await add('Tiden')
    const at = await open(line.url)
    await at.page.evaluate(() => {
      window.fetch = () => Promise.reject(new TypeError('no network'))
    })
    await typeIn(at, `#point-${id}`, ' fylder')
    await at.waitForText('1 punkt venter', '[data-desk-bar]')
    const logOut = () =>
      at.page.evaluate(() => document.querySelector<HTMLElement>('.site-account .account-out')?.click())
    await logOut()
    await at.waitForText('1 tekst er ikke sendt endnu', 'dialog')
    await Promise.all([at.page.waitForNavigation(), at.page.locator('dialog ::-p-text(Send først)').click()])
    await soon(bodies).toEqual(['Tiden fylder'])
    await at.waitForText('Alt er gemt', '[data-desk-bar]')
    await Promise.all([at.page.waitForNavigation(), logOut()])
    expect(new URL(at.page.url()).pathname).toBe('/login')
    await at.close()
  })
})

describe('axe finds nothing', () => {
  test.each([1280, 390])(
    'on the editor, while choosing, in the room and in the history, %i pixels wide',
    async width => {
      const { id, path, add, open } = await draft()
      await add('skabe ro', 'purple')
      const yellow = await add('En fredet time', 'yellow')
      const at = await open()
      await at.page.setViewport({ width, height: 900 })
      const faults = async () => {
        await at.page.evaluate(AXE)
        return at.page.evaluate(async () => {
          // biome-ignore lint/suspicious/noExplicitAny: axe puts itself on the window
          const { violations } = await (window as any).axe.run({
            runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'],
          })
          return violations.map((one: { id: string; nodes: { target: string[] }[] }) => [one.id, ...one.nodes.map(node => String(node.target))]) // biome-ignore format: one line
        })
      }
      await typeIn(at, `#point-${yellow}`, ' hver uge')
      await at.waitForText('Gemt kl.', `#point-${yellow} [data-save-state]`)
      await at.page.click(`#menu-${yellow} summary`)
      expect(await faults(), path).toEqual([])
      await at.page.click(`#point-${yellow} [data-choose]`)
      await at.page.click('.card-choice')
      expect(await faults(), 'choosing').toEqual([])
      for (const part of ['room', 'history']) {
        await at.go(`/visit/${id}/${part}`)
        expect(await faults(), part).toEqual([])
      }
      await at.close()
    },
  )
})
