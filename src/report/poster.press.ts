// The poster on exactly one page. How much fits is measured, not guessed: all ways to set it are printed one after the
// other into one document that nobody sees, and the first of them that took one page is printed alone.
import { createHash } from 'node:crypto'
import { keepRecent } from '../lib/recent.ts'
import { destinationPages } from '../pdf/destinations.ts'
import { PrintFailed } from '../pdf/errors.ts'
import { withFaces } from '../pdf/faces.ts'
import type { Printer } from '../pdf/printer.ts'
import type { Render } from './documents.ts'
import { withLaterParts } from './earlier-view.ts'
import { LEVELS, mayFit, type PosterView, posterView } from './poster.view.ts'
import type { ReportView, Toolbar } from './report.view.ts'
import { posterStylesheet } from './stylesheet.ts'

/** What it was printed from follows from the report's view and the level. */
export type Poster = { pdf: Uint8Array; sha256: string; level: number }

const MEGABYTE = 1_048_576
const PDFS_KEPT = 16 * MEGABYTE
const DOES_NOT_FIT = 'Plakaten kunne ikke få plads på én side. Gør de længste overskrifter kortere, og prøv igen.'

// What stands behind the last level, so that its end is told, too.
const END: PosterView = {
  id: 'slut',
  size: 'small',
  columns: 'one',
  themes: [],
  more: '',
  isEmpty: true,
  hasSuggestions: false,
}

const anchorOf = (level: number) => `niveau-${level}`
const sha256 = (content: string | Uint8Array) => createHash('sha256').update(content).digest('hex')

const pagesIn = (raw: Uint8Array) =>
  Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength)
    .toString('latin1')
    .match(/\/Type\s*\/Page\b/g)?.length ?? 0

async function page(render: Render, view: ReportView, posters: object[], toolbar: Toolbar | null = null) {
  const { posterTitle, tilbud, date, identity, draft, footEdition } = withLaterParts(view)
  const about = { posterTitle, tilbud, date, identity, draft, footEdition }
  return withFaces(await render('report/poster.hbs', { ...about, posters, stylesheet: posterStylesheet, toolbar }))
}

/** The poster at this level; with a toolbar it is a page on screen, without it is what gets printed. */
export async function posterHtml(render: Render, view: ReportView, level: number, toolbar?: Toolbar) {
  const set = LEVELS[level]
  if (!set) throw new PrintFailed(DOES_NOT_FIT)
  return page(render, view, [posterView(withLaterParts(view), set)], toolbar)
}

/** All levels that may fit, each beginning on a page of its own; a link to each makes the printer tell on which. */
function measuringHtml(render: Render, view: ReportView) {
  const later = withLaterParts(view)
  const all = LEVELS.map((level, index) => posterView(later, level, anchorOf(index)))
  return page(render, view, [...all.filter(mayFit), END])
}

/** Prints the poster of a report whose page numbers are known. What it answers rejects with one of pdf/errors.ts. */
export function createPosterPress(render: Render, printer: Printer): (view: ReportView) => Promise<Poster> {
  const posters = keepRecent<Poster>(PDFS_KEPT, ({ pdf }) => pdf.byteLength)

  return async view => {
    const all = await measuringHtml(render, view)
    const key = sha256(all)
    const kept = posters.get(key)
    if (kept) return kept
    let level = 0
    const review = async (raw: Uint8Array, printed: string) => {
      if (printed !== all && pagesIn(raw) === 1) return null
      level = printed === all ? firstThatFits(raw) : level + 1
      return posterHtml(render, view, level)
    }
    const pdf = await printer.print(all, review, { lenient: view.draft })
    const made = { pdf, sha256: sha256(pdf), level }
    posters.set(key, made)
    return made
  }
}

/** The first level after which the next begins on the very next page. */
function firstThatFits(raw: Uint8Array): number {
  const starts = destinationPages(raw)
  const measured = LEVELS.map((_, level) => level).filter(level => starts[anchorOf(level)] !== undefined)
  const startOf = (level: number | undefined) => starts[level === undefined ? END.id : anchorOf(level)] ?? 0
  return measured.find((level, place) => startOf(measured[place + 1]) - startOf(level) === 1) ?? LEVELS.length
}
