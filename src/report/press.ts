// From a report's source to what people get: HTML by the templates, PDF bytes by the printer. Pages are named with the
// numbers of the last printing, and printed again only when those turn out wrong: what comes out is always verified.
import { createHash } from 'node:crypto'
import { setImmediate } from 'node:timers/promises'
import { keepRecent } from '../lib/recent.ts'
import { destinationPages } from '../pdf/destinations.ts'
import { withFaces } from '../pdf/faces.ts'
import type { Printer } from '../pdf/printer.ts'
import { withLaterParts } from './earlier-view.ts'
import { estimateOf, type Layout, likelyPages } from './page-estimate.ts'
import { createPosterPress, type PosterPress } from './poster.press.ts'
import type { PageNumbers } from './report.links.ts'
import type { ReportSource } from './report.source.ts'
import { type ReportView, reportView, type Toolbar } from './report.view.ts'
import { reportStylesheet } from './stylesheet.ts'

export type Document = 'report' | 'conclusion'

export type Printed = { view: ReportView; html: string; pdf: Uint8Array; sha256: string }

export type Press = {
  /** The document as self-contained HTML; with a toolbar it is a page on screen, without it is what gets printed. */
  html(view: ReportView, document: Document, toolbar?: Toolbar): Promise<string>
  /** The view with the page numbers of the last printing; without any when there was none. */
  view(source: ReportSource, document: Document): ReportView
  /** The document with verified page numbers, at once when it was printed before. Rejects with one of pdf/errors.ts. */
  print(source: ReportSource, document: Document): Promise<Printed>
  poster: PosterPress
  /** As the printer's: before reading what a document is made from. */
  turn: Printer['turn']
}

const MEGABYTE = 1_048_576
const PDFS_KEPT = 64 * MEGABYTE
const ANSWERS_KEPT = 32 * MEGABYTE
const LAYOUTS_KEPT = 1000

const sha256 = (content: string | Uint8Array) => createHash('sha256').update(content).digest('hex')

type Made = { printed: Printed; layout: Layout }
type Composed = { view: ReportView; html: string; hash: string }

/** Whether these are the same numbers for the same anchors: then the document that they make is the same, too. */
function samePages(one: PageNumbers, other: PageNumbers) {
  const anchors = Object.keys(one)
  return anchors.length === Object.keys(other).length && anchors.every(anchor => one[anchor] === other[anchor])
}

/** `render` renders a template under templates/ with its data. */
export function createPress(render: (template: string, data: object) => Promise<string>, printer: Printer): Press {
  // By the HTML that they were printed from: it holds the words, the stylesheet and the page numbers.
  const pdfs = keepRecent<{ pdf: Uint8Array; sha256: string }>(PDFS_KEPT, ({ pdf }) => pdf.byteLength)
  // By what those words were made from: where nothing changed they need not be made again to see that.
  const answers = keepRecent<Made>(ANSWERS_KEPT, ({ printed }) => 2 * printed.html.length)
  const layouts = keepRecent<Layout>(LAYOUTS_KEPT, () => 1)
  const underWay = new Map<string, Promise<Made>>()

  /** A report's words take some milliseconds to make: between the steps others come first. */
  async function breathe() {
    await setImmediate()
    await printer.turn()
  }

  const layoutKey = (source: ReportSource, document: Document) => `${source.visit.id} ${document}`

  /** The document without the faces that it is set in: they follow from its words. */
  const words = (view: ReportView, document: Document, toolbar?: Toolbar) =>
    render(`report/${document}.hbs`, {
      ...withLaterParts(view),
      stylesheet: reportStylesheet,
      toolbar: toolbar ?? null,
    })

  const html = async (view: ReportView, document: Document, toolbar?: Toolbar) =>
    withFaces(await words(view, document, toolbar))

  async function compose(source: ReportSource, document: Document, pages: PageNumbers) {
    await breathe()
    const view = reportView(source, pages)
    await breathe()
    const own = await words(view, document)
    await breathe()
    return { view, html: withFaces(own), hash: sha256(own) }
  }

  async function print(source: ReportSource, document: Document): Promise<Printed> {
    const key = sha256(`${document} ${JSON.stringify(source)}`)
    const made = answers.get(key) ?? (await makeOnce(key, source, document))
    answers.set(key, made)
    layouts.set(layoutKey(source, document), made.layout)
    return made.printed
  }

  /** Several who ask for the same at once are given the same. */
  function makeOnce(key: string, source: ReportSource, document: Document) {
    const making = underWay.get(key) ?? make(source, document).finally(() => underWay.delete(key))
    underWay.set(key, making)
    return making
  }

  async function make(source: ReportSource, document: Document): Promise<Made> {
    const estimate = estimateOf(source)
    const pages = likelyPages(layouts.get(layoutKey(source, document)), estimate)
    const guess = await compose(source, document, pages)
    const kept = pdfs.get(guess.hash)
    if (kept) return { printed: { view: guess.view, html: guess.html, ...kept }, layout: { pages, estimate } }
    return printAnew(source, document, { pages, estimate }, guess)
  }

  async function printAnew(source: ReportSource, document: Document, guessed: Layout, guess: Composed) {
    let verified = guess
    let printedWith = guessed.pages
    const review = async (raw: Uint8Array) => {
      const pages = destinationPages(raw)
      // Kept even when they were wrong: they are nearer than an estimate.
      layouts.set(layoutKey(source, document), { pages, estimate: guessed.estimate })
      if (samePages(pages, printedWith)) return null
      const before = verified
      verified = await compose(source, document, pages)
      printedWith = pages
      return verified.hash === before.hash ? null : verified.html
    }
    // What is published everybody can read; a draft with an odd sign in it can still be looked at.
    const pdf = await printer.print(guess.html, review, { lenient: source.edition.kind === 'draft' })
    const made = { pdf, sha256: sha256(pdf) }
    pdfs.set(verified.hash, made)
    const { view, html } = verified
    return { printed: { view, html, ...made }, layout: { pages: printedWith, estimate: guessed.estimate } }
  }

  return {
    html,
    view: (source, document) => reportView(source, layouts.get(layoutKey(source, document))?.pages),
    print,
    poster: createPosterPress(render, printer),
    turn: printer.turn,
  }
}
