// A real browser for tests that click: the one that prints, but started plainly, with a network and with scripts.
import { join } from 'node:path'
import puppeteer, { type Browser, type Page } from 'puppeteer'
import { afterAll, beforeAll } from 'vitest'
import { describeBrowser, packagedEnvironment } from '../../src/pdf/browser.ts'
import { unpackBrowser } from '../../src/pdf/unpack.ts'
import { PASSWORD } from './app.ts'

const cacheFolder = join(import.meta.dirname, '../../node_modules/.cache/kvalitetsbesoeg/browser')

async function launch(): Promise<Browser> {
  const place = describeBrowser({ cacheFolder }).find(({ usable }) => usable)
  if (!place) throw new Error('there is no browser on this machine')
  if (place.packaged) await unpackBrowser(place.packaged, AbortSignal.timeout(60_000))
  return puppeteer.launch({
    executablePath: place.path,
    headless: 'shell',
    env: { ...process.env, ...(place.packaged && packagedEnvironment(place.packaged)) },
    args: ['--no-sandbox', '--font-render-hinting=none', '--lang=da'],
  })
}

/** A page of its own, as if in a browser of its own. What it complains about is collected in `complaints`. */
async function open(browser: Browser, url: string, { script = true, width = 1280 } = {}) {
  const context = await browser.createBrowserContext()
  const page = await context.newPage()
  const complaints: string[] = []
  await page.setViewport({ width, height: 900 })
  await page.setJavaScriptEnabled(script)
  page.on('pageerror', error => complaints.push(String(error)))
  page.on('console', message => message.type() === 'error' && complaints.push(message.text()))
  const go = (path: string) => page.goto(url + path)
  /** Presses what leads to another page, and waits for it. */
  const press = async (selector: string) => {
    await page.waitForSelector(selector, { visible: true })
    await Promise.all([page.waitForNavigation(), page.click(selector)])
  }
  const logIn = async (email: string, password = PASSWORD) => {
    await go('/login')
    await page.type('#email', email)
    await page.type('#password', password)
    await press('main button[type="submit"]')
  }
  /** Types at the end of what stands in a field. */
  const typeAfter = async (selector: string, words: string) => {
    await page.$eval(selector, field => {
      const text = field as HTMLTextAreaElement
      text.setSelectionRange(text.value.length, text.value.length)
    })
    await page.type(selector, words)
  }
  const text = () => page.$eval('body', body => body.textContent)
  const waitForText = (words: string, selector = 'body') =>
    page.waitForFunction(
      (wanted, within) =>
        [...document.querySelectorAll<HTMLElement>(within)].some(it => it.textContent.includes(wanted)),
      { timeout: 15_000 },
      words,
      selector,
    )
  return { page, go, press, typeAfter, logIn, text, waitForText, complaints, close: () => context.close() }
}

export type Visitor = Awaited<ReturnType<typeof open>> & { page: Page }

/** Starts a browser before the tests of a file; `visitor(url)` is a person in front of it. */
export function useBrowser() {
  let browser: Browser | undefined
  beforeAll(async () => {
    browser = await launch()
  }, 90_000)
  afterAll(() => browser?.close())
  return (url: string, options: { script?: boolean; width?: number } = {}) => {
    if (!browser) throw new Error('the browser is not open yet')
    return open(browser, url, options)
  }
}
