// One document in one fresh page: HTML in, checked PDF bytes out. No script, no network, no trace left for the next.
import type { Browser, Page } from 'puppeteer'
import { PrintFailed } from './errors.ts'

/**
 * Looks at what was printed from `html`, before it is finished; answers the HTML to print instead, or null when the
 * print is right.
 */
export type Review = (raw: Uint8Array, html: string) => Promise<string | null>

// A second print puts a review's findings in; a third is for what moved thereby.
const PRINTS_AT_MOST = 3

const LED_AWAY = 'Dokumentet ville føre printeren til en anden side og blev derfor ikke udskrevet.'
const NEVER_SETTLED =
  'Sidetallene faldt ikke til ro, selv om dokumentet blev lavet tre gange. Prøv igen, når teksten er rettet lidt.'

/** Opens an empty page, alone in its context, that runs no script and fetches nothing but data: addresses. */
export async function openPage(session: Browser): Promise<Page> {
  const context = await session.createBrowserContext({ downloadBehavior: { policy: 'deny' } })
  const page = await context.newPage()
  await Promise.all([page.setJavaScriptEnabled(false), page.setOfflineMode(true), page.setRequestInterception(true)])
  page.on('request', request => {
    const answer = request.url().startsWith('data:') ? request.continue() : request.abort('aborted')
    answer.catch(() => {}) // the page was closed meanwhile
  })
  return page
}

/** Prints the HTML on the page, again where the review asks for it, and closes the page. */
export async function printPage(page: Page, html: string, review?: Review): Promise<Uint8Array> {
  const trouble = Promise.withResolvers<never>()
  page.on('error', trouble.reject) // the page crashed
  page.on('framenavigated', frame => {
    if (frame === page.mainFrame()) trouble.reject(new PrintFailed(LED_AWAY))
  })
  try {
    return await Promise.race([trouble.promise, untilRight(page, html, review)])
  } finally {
    // Not awaited: the answer need not wait for the tidying, and a hanging browser is ended by its keeper.
    page
      .browserContext()
      .close()
      .catch(() => {})
  }
}

async function untilRight(page: Page, html: string, review?: Review) {
  for (let print = 1, wanted = html; print <= PRINTS_AT_MOST; print++) {
    const bytes = await setAndPrint(page, wanted)
    checkPdf(bytes)
    const better = review ? await review(bytes, wanted) : null
    if (better === null) return bytes
    wanted = better
  }
  throw new PrintFailed(NEVER_SETTLED)
}

async function setAndPrint(page: Page, html: string) {
  // Never `networkidle`: it measures a timer and then fails. Fonts and images as data: are loaded when `load` comes or,
  // at the latest, by the print itself. The time limit is the printer's.
  await page.setContent(html, { waitUntil: 'load', timeout: 0 })
  return page.pdf({
    format: 'A4', // where the document names no paper
    preferCSSPageSize: true,
    printBackground: true,
    tagged: true,
    outline: true,
    timeout: 0,
  })
}

/** A PDF that is cut off or empty is worse than none. */
export function checkPdf(bytes: Uint8Array) {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
  const whole = text.startsWith('%PDF-') && text.trimEnd().endsWith('%%EOF') && /\/Type\s*\/Page\b/.test(text)
  if (!whole) throw new PrintFailed('Printeren gav en ufuldstændig PDF. Prøv igen.')
}
