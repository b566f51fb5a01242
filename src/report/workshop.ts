// Where PDFs are made: a report is composed, printed, its page numbers held against what was printed, and printed again
// only when they were wrong. What comes out is always verified.
import { createHash } from 'node:crypto'
import { keepRecent } from '../lib/recent.ts'
import { destinationPages } from '../pdf/destinations.ts'
import { withFaces } from '../pdf/faces.ts'
import type { KeeperState } from '../pdf/keeper.ts'
import type { Printer } from '../pdf/printer.ts'
import { type Document, documentWords, type Render } from './documents.ts'
import { estimateOf, type Layout, likelyPages } from './page-estimate.ts'
import { createPosterPress, type Poster } from './poster.press.ts'
import type { PageNumbers } from './report.links.ts'
import type { ReportSource } from './report.source.ts'
import { type ReportView, reportView } from './report.view.ts'

/** The view that was printed follows from the source and the pages of the layout, and its HTML from that. */
export type Made = { pdf: Uint8Array; sha256: string; layout: Layout }

/** All that fails rejects with one of pdf/errors.ts. */
export type Workshop = {
  /** A report or its conclusion; `last` is how it was laid out when it was made the time before. */
  make(source: ReportSource, document: Document, last: Layout | undefined): Promise<Made>
  /** The poster of a report whose page numbers are known. */
  makePoster(view: ReportView): Promise<Poster>
  /** Any other document, as it stands. */
  print(html: string, options?: { lenient?: boolean }): Promise<Uint8Array>
  /** Somebody saves: for a second a core is left alone. */
  giveWay(): void
  state(): KeeperState
  /** Why there is no browser, in a sentence to act on; null where there is one. */
  reason(): string | null
  close(): Promise<void>
}

const MEGABYTE = 1_048_576
const PDFS_KEPT = 32 * MEGABYTE

const sha256 = (content: string | Uint8Array) => createHash('sha256').update(content).digest('hex')

type Composed = { html: string; hash: string }

/** Whether these are the same numbers for the same anchors: then the document that they make is the same, too. */
function samePages(one: PageNumbers, other: PageNumbers) {
  const anchors = Object.keys(one)
  return anchors.length === Object.keys(other).length && anchors.every(anchor => one[anchor] === other[anchor])
}

/** A workshop in this process. */
export function createWorkshop(render: Render, printer: Printer): Workshop {
  // By the words that they were printed from, which hold the stylesheet and the page numbers, too.
  const pdfs = keepRecent<{ pdf: Uint8Array; sha256: string }>(PDFS_KEPT, ({ pdf }) => pdf.byteLength)

  async function compose(source: ReportSource, document: Document, pages: PageNumbers): Promise<Composed> {
    const words = await documentWords(render, reportView(source, pages), document)
    return { html: withFaces(words), hash: sha256(words) }
  }

  async function make(source: ReportSource, document: Document, last: Layout | undefined): Promise<Made> {
    const estimate = estimateOf(source)
    const pages = likelyPages(last, estimate)
    const guess = await compose(source, document, pages)
    const kept = pdfs.get(guess.hash)
    if (kept) return { ...kept, layout: { pages, estimate } }
    return printAnew(source, document, { pages, estimate }, guess)
  }

  async function printAnew(source: ReportSource, document: Document, { pages, estimate }: Layout, guess: Composed) {
    let verified = guess
    let printedWith = pages
    const review = async (raw: Uint8Array) => {
      const real = destinationPages(raw)
      if (samePages(real, printedWith)) return null
      const before = verified
      verified = await compose(source, document, real)
      printedWith = real
      return verified.hash === before.hash ? null : verified.html
    }
    // What is published everybody can read; a draft with an odd sign in it can still be looked at.
    const pdf = await printer.print(guess.html, review, { lenient: source.edition.kind === 'draft' })
    const made = { pdf, sha256: sha256(pdf) }
    pdfs.set(verified.hash, made)
    return { ...made, layout: { pages: printedWith, estimate } }
  }

  return {
    make,
    makePoster: createPosterPress(render, printer),
    print: (html, options) => printer.print(html, undefined, options),
    giveWay: printer.giveWay,
    state: printer.state,
    reason: printer.reason,
    close: printer.close,
  }
}
