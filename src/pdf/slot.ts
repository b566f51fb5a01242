// One place to print in: holds a page of the browser that runs at present, and exchanges it after trouble or long use.
import type { Keeper } from './keeper.ts'
import type { RunningBrowser } from './launch.ts'
import { openPage, type PrintPage, type Review } from './print-page.ts'
import { TimeUp, within } from './time-limit.ts'

export type SlotLimits = {
  /** A page opens in a tenth of a second and answers in a hundredth. One that needs this long has stopped. */
  answerMs: number
  /** After this many documents a page, and with it its process, gives way to a new one. */
  pageLasts: number
}

export type Slot = ReturnType<typeof createSlot>

export function createSlot(keeper: Keeper, { answerMs, pageLasts }: SlotLimits) {
  let held: { page: Promise<PrintPage>; browser: RunningBrowser } | null = null

  /** A page of this browser that answers and is empty. */
  async function ready(browser: RunningBrowser): Promise<PrintPage> {
    if (held?.browser !== browser) held = { page: openPage(browser.root), browser }
    const page = held.page
    try {
      await within(
        answerMs,
        page.then(({ check }) => check()),
      )
    } catch (error) {
      await giveUp()
      throw error
    }
    return page
  }

  /** Ends the page; a browser that does not even do that in time has stopped: better a new one. */
  async function giveUp() {
    if (!held) return
    const { page, browser } = held
    held = null
    await within(
      answerMs / 4, // it is only the browser that has to answer now
      page.then(({ close }) => close()),
    ).catch(error => {
      if (error instanceof TimeUp) keeper.replace(browser, `it hung: ${error.message}`)
    })
  }

  /** Prints once on this browser. */
  async function print(browser: RunningBrowser, html: string, deadline: number, review?: Review) {
    const page = await ready(browser)
    try {
      return await within(deadline - Date.now(), page.print(html, review))
    } catch (error) {
      giveUp() // not awaited: the answer need not wait for the tidying
      throw error
    }
  }

  /** Makes the page empty for the next document, which need not wait for it then. */
  async function tidy() {
    const page = await held?.page
    if (!page) return
    if (page.printed() >= pageLasts) await giveUp()
    else await within(answerMs, page.reset()).catch(giveUp)
  }

  /** Opens a page ahead of the first document. */
  async function warm(browser: RunningBrowser) {
    await ready(browser).catch(() => {}) // the document will say so
  }

  return { print, tidy, warm }
}
