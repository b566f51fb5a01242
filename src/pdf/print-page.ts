// One page of the browser that prints document after document: HTML in, PDF bytes out. No script, no network, and
// between two documents an empty one, so that nothing of one is there for the next.
import type { CDPSession, Protocol } from 'puppeteer'
import { PrintFailed } from './errors.ts'
import { withInstalledFaces } from './faces.ts'
import { hasInstalledFaces, letterOfEach, SAMPLE } from './installed-faces.ts'

/**
 * Looks at what was printed from `html`, before it is finished; answers the HTML to print instead, or null when the
 * print is right.
 */
export type Review = (raw: Uint8Array, html: string) => Promise<string | null>

export type PrintPage = {
  /** Rejects when the page is no longer there, or is not empty. A page that hangs does not answer. */
  check(): Promise<void>
  /** Prints the HTML, again where the review asks for it. A page on which that failed is not to be used again. */
  print(html: string, review?: Review): Promise<Uint8Array>
  /** Takes everything of the last document away. */
  reset(): Promise<void>
  /** Ends the page with its process; resolves when the browser has done so. */
  close(): Promise<void>
  /** How many documents it has printed. */
  printed(): number
}

// A second print puts a review's findings in; a third is for what moved thereby.
const PRINTS_AT_MOST = 3

// Garbage of one document is cheap to keep, three megabytes; collecting that of many takes as long as a third of a print.
const COLLECT_EVERY = 25

// After a document that holds more than words and pictures the page gets a new window, too: that takes as long as a
// fifth of a print.
const LIVELY = /<(?:script|i?frame|frameset|object|embed|form|base|video|audio|meta[^>]*http-equiv)\b/i

const LED_AWAY = 'Dokumentet ville føre printeren til en anden side og blev derfor ikke udskrevet.'
const NEVER_SETTLED =
  'Sidetallene faldt ikke til ro, selv om dokumentet blev lavet tre gange. Prøv igen, når teksten er rettet lidt.'

const PRINT: Protocol.Page.PrintToPDFRequest = {
  // A4, where the document names no paper.
  paperWidth: 210 / 25.4,
  paperHeight: 297 / 25.4,
  marginTop: 0,
  marginBottom: 0,
  marginLeft: 0,
  marginRight: 0,
  preferCSSPageSize: true,
  printBackground: true,
  generateTaggedPDF: true,
  generateDocumentOutline: true,
}

// The browser lays a document out for its window before it prints it. Nobody looks at the window: it has a width that no
// paper has, and at that width there is nothing to lay out or to paint but a letter of each typeface in the document,
// so that they are there when it is printed. That saves a third of the time.
const WINDOW = { width: 10, height: 10, deviceScaleFactor: 1, mobile: false }
const AT_WINDOW = `@media (width:${WINDOW.width}px)`
const UNSEEN = `<style>.typefaces{display:none}${AT_WINDOW}{body>*{display:none}body>.typefaces{display:block}}</style>`

/** Opens an empty page, alone in its context and process, that runs no script and fetches nothing but data: addresses. */
export async function openPage(browser: CDPSession): Promise<PrintPage> {
  const { session, browserContextId } = await newTarget(browser)
  const crash = Promise.withResolvers<never>()
  crash.promise.catch(() => {}) // heard by whoever waits for the page; between two documents that is nobody
  session.on('Inspector.targetCrashed', () => crash.reject(new Error('the page crashed')))
  session.on('Fetch.requestPaused', ({ requestId }) => {
    // data: addresses do not come by here.
    session.send('Fetch.failRequest', { requestId, errorReason: 'Aborted' }).catch(() => {}) // the page was closed
  })
  await Promise.all([
    session.send('Inspector.enable'),
    session.send('Page.enable'),
    session.send('Emulation.setScriptExecutionDisabled', { value: true }),
    session.send('Emulation.setDeviceMetricsOverride', WINDOW),
    session.send('Fetch.enable', { patterns: [{ urlPattern: '*' }] }),
  ])
  let printed = 0
  let lively = false
  let own = (await session.send('Page.getFrameTree')).frameTree.frame.id

  const orCrash = <Result>(work: Promise<Result>) => Promise.race([crash.promise, work])
  const frame = async () => (await session.send('Page.getFrameTree')).frameTree
  const loaded = () => new Promise<void>(resolve => session.once('Page.loadEventFired', () => resolve()))

  async function check() {
    const tree = await orCrash(frame())
    if (tree.frame.url !== 'about:blank' || tree.childFrames) throw new Error('the page is not empty')
  }

  async function print(html: string, review?: Review) {
    for (let print = 1, wanted = html; print <= PRINTS_AT_MOST; print++) {
      const bytes = await orCrash(setAndPrint(ready(wanted)))
      printed += 1
      checkPdf(bytes)
      const better = review ? await review(bytes, wanted) : null
      if (better === null) return bytes
      wanted = better
    }
    throw new PrintFailed(NEVER_SETTLED)
  }

  async function setAndPrint(html: string) {
    const { frame: before } = await frame()
    own = before.id
    lively ||= LIVELY.test(html)
    let leaving = false
    const started = ({ frameId }: { frameId: string }) => {
      leaving ||= frameId === before.id
    }
    session.on('Page.frameStartedNavigating', started)
    try {
      return await printFrom(before, html)
    } catch (error) {
      throw leaving ? new PrintFailed(LED_AWAY, { cause: error }) : error
    } finally {
      session.off('Page.frameStartedNavigating', started)
    }
  }

  async function printFrom(before: Protocol.Page.Frame, html: string) {
    // Fonts and images as data: are there when `load` comes or, at the latest, are loaded by the print itself.
    await Promise.all([loaded(), session.send('Page.setDocumentContent', { frameId: before.id, html: unseen(html) })])
    const { data } = await session.send('Page.printToPDF', PRINT)
    const { frame: after } = await frame()
    if (after.loaderId !== before.loaderId) throw new PrintFailed(LED_AWAY)
    const bytes = Buffer.from(data, 'base64')
    return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  }

  async function reset() {
    await orCrash(lively ? newWindow() : emptyDocument())
    if (printed % COLLECT_EVERY === 0) await orCrash(session.send('HeapProfiler.collectGarbage'))
  }

  const emptyDocument = () => session.send('Page.setDocumentContent', { frameId: own, html: '' })

  async function newWindow() {
    await Promise.all([loaded(), session.send('Page.navigate', { url: 'about:blank' })])
    await session.send('Page.resetNavigationHistory')
    lively = false
  }

  const close = () => browser.send('Target.disposeBrowserContext', { browserContextId })

  const installed = hasInstalledFaces(await orCrash(setAndPrint(SAMPLE)))
  const ready = (html: string) => (installed ? withInstalledFaces(html) : html)
  await emptyDocument()

  return { check, print, reset, close, printed: () => printed }
}

async function newTarget(browser: CDPSession) {
  const { browserContextId } = await browser.send('Target.createBrowserContext', { disposeOnDetach: true })
  const [{ targetId }] = await Promise.all([
    browser.send('Target.createTarget', { url: 'about:blank', browserContextId }),
    browser.send('Browser.setDownloadBehavior', { behavior: 'deny', browserContextId }),
  ])
  const { sessionId } = await browser.send('Target.attachToTarget', { targetId, flatten: true })
  const session = browser.connection()?.session(sessionId)
  if (!session) throw new Error('the page went as it came')
  return { session, browserContextId }
}

/** The document with the style that hides it from the window, where it has a head and a body to put that in. */
export function unseen(html: string) {
  const body = /<body(\s[^>]*)?>/i.exec(html)
  if (!(body && /<head[\s>]/i.test(html))) return html
  const at = body.index + body[0].length
  const whole = `${html.slice(0, at)}<p class="typefaces">${letterOfEach(html)}</p>${html.slice(at)}`
  return whole.replace(/<head(\s[^>]*)?>/i, head => head + UNSEEN)
}

/** A PDF that is cut off or empty is worse than none. */
export function checkPdf(bytes: Uint8Array) {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
  const whole = text.startsWith('%PDF-') && text.trimEnd().endsWith('%%EOF') && /\/Type\s*\/Page\b/.test(text)
  if (!whole) throw new PrintFailed('Printeren gav en ufuldstændig PDF. Prøv igen.')
}
