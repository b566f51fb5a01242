// From a report's view to what people get: HTML by the templates, PDF bytes by the printer.
import type { Printer } from '../pdf/printer.ts'
import type { ReportView, Toolbar } from './report.view.ts'
import { reportStylesheet } from './stylesheet.ts'

export type Document = 'report' | 'conclusion'

export type Press = {
  /** The document as self-contained HTML; with a toolbar it is a page on screen, without it is what gets printed. */
  html(view: ReportView, document: Document, toolbar?: Toolbar): Promise<string>
  /** Rejects with one of pdf/errors.ts. */
  print: Printer['print']
}

/** `render` renders a template under templates/ with its data. */
export function createPress(render: (template: string, data: object) => Promise<string>, printer: Printer): Press {
  return {
    html: (view, document, toolbar) =>
      render(`report/${document}.hbs`, { ...view, stylesheet: reportStylesheet, toolbar: toolbar ?? null }),
    print: html => printer.print(html),
  }
}
