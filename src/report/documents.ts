// A report's documents as HTML: its words by the templates, and the faces that those are set in.
import { withFaces } from '../pdf/faces.ts'
import { withLaterParts } from './earlier-view.ts'
import type { ReportView, Toolbar } from './report.view.ts'
import { reportStylesheet } from './stylesheet.ts'

/** Renders a template under templates/ with its data. */
export type Render = (template: string, data: object) => Promise<string>

/** What is printed with the pages of its own parts in it. */
export type Document = 'report' | 'conclusion'

/** The document without the faces that it is set in: they follow from its words. */
export const documentWords = (render: Render, view: ReportView, document: Document, toolbar?: Toolbar) =>
  render(`report/${document}.hbs`, {
    ...withLaterParts(view),
    stylesheet: reportStylesheet,
    toolbar: toolbar ?? null,
  })

/** The document as self-contained HTML; with a toolbar it is a page on screen, without it is what gets printed. */
export const documentHtml = async (...args: Parameters<typeof documentWords>) => withFaces(await documentWords(...args))
