// From a report's source to what people get. What was made is remembered: an unchanged document is answered at once, and
// the pages of the last printing are the guess for the next.
import { createHash } from 'node:crypto'
import { keepRecent } from '../lib/recent.ts'
import { type Document, documentHtml, type Render } from './documents.ts'
import type { Layout } from './page-estimate.ts'
import { type Poster, posterHtml } from './poster.press.ts'
import type { ReportSource } from './report.source.ts'
import { type ReportView, reportView, type Toolbar } from './report.view.ts'
import type { Made, Workshop } from './workshop.ts'

/** The view is made when somebody asks for it. */
export type Printed = { view(): ReportView; pdf: Uint8Array; sha256: string }

export type Press = {
  /** The document as self-contained HTML; with a toolbar it is a page on screen, without it is what is printed. */
  html(view: ReportView, document: Document, toolbar?: Toolbar): Promise<string>
  /** The view with the page numbers of the last printing; without any when there was none. */
  view(source: ReportSource, document: Document): ReportView
  /** The document with verified page numbers, at once when it was printed before. Rejects with one of pdf/errors.ts. */
  print(source: ReportSource, document: Document): Promise<Printed>
  poster: {
    /** The poster as a page on screen, as its print is set. */
    html(view: ReportView, level: number, toolbar?: Toolbar): Promise<string>
    /** The poster of a report whose page numbers are known. Rejects with one of pdf/errors.ts. */
    print(view: ReportView): Promise<Poster>
  }
  /** Resolves when nobody saves, or after a moment all the same: asked before reading what a document is made from. */
  turn(): Promise<void>
}

const MEGABYTE = 1_048_576
const ANSWERS_KEPT = 32 * MEGABYTE
const LAYOUTS_KEPT = 1000

/** A press in front of a workshop; `turn` lets those who save go first. */
export function createPress(render: Render, workshop: Workshop, turn = async () => {}): Press {
  // By what their words are made from: where nothing changed they need not be made to see that.
  const answers = keepRecent<Made>(ANSWERS_KEPT, ({ pdf }) => pdf.byteLength)
  const layouts = keepRecent<Layout>(LAYOUTS_KEPT, () => 1)
  const underWay = new Map<string, Promise<Made>>()

  const layoutKey = (source: ReportSource, document: Document) => `${source.visit.id} ${document}`

  async function print(source: ReportSource, document: Document): Promise<Printed> {
    const key = createHash('sha256')
      .update(`${document} ${JSON.stringify(source)}`)
      .digest('hex')
    const made = answers.get(key) ?? (await makeOnce(key, source, document))
    answers.set(key, made)
    const { pdf, sha256, layout } = made
    layouts.set(layoutKey(source, document), layout)
    return { view: () => reportView(source, layout.pages), pdf, sha256 }
  }

  /** Several who ask for the same at once are given the same. */
  function makeOnce(key: string, source: ReportSource, document: Document) {
    const last = layouts.get(layoutKey(source, document))
    const making = underWay.get(key) ?? workshop.make(source, document, last).finally(() => underWay.delete(key))
    underWay.set(key, making)
    return making
  }

  return {
    html: (view, document, toolbar) => documentHtml(render, view, document, toolbar),
    view: (source, document) => reportView(source, layouts.get(layoutKey(source, document))?.pages),
    print,
    poster: { html: (view, level, toolbar) => posterHtml(render, view, level, toolbar), print: workshop.makePoster },
    turn,
  }
}
