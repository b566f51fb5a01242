// The report's whole stylesheet as one string, to which each document adds the faces that it is set in. With its hash the
// same HTML can be shown under a strict content security policy and printed without any network.
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { TEMPLATES } from '../http/views.ts'
import { inSteps } from '../pdf/faces.ts'

/** The rules alone: what we say of them and how they are set is not read anew for each print. */
const css = (file: string) =>
  inSteps(
    readFileSync(join(TEMPLATES, file), 'utf8')
      .replaceAll(/\/\*[\s\S]*?\*\//g, '')
      .replaceAll(/\n\s*/g, '\n'),
  )

export const reportStylesheet = css('report/report.css')
export const posterStylesheet = css('report/poster.css')

/**
 * What to name in style-src for a document of ours: the hash of the stylesheet that stands in it. A version frozen
 * earlier carries the stylesheet of its day, and is shown in it. People's text cannot open a style element.
 */
export function styleSource(html: string): string {
  const stylesheet = /<style>([\s\S]*?)<\/style>/.exec(html)?.[1] ?? ''
  return `'sha256-${createHash('sha256').update(stylesheet).digest('base64')}'`
}
