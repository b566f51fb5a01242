// The stylesheet of a document that is neither report nor poster.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { allFaces } from '../pdf/faces.ts'
import { TEMPLATES } from './views.ts'

const css = (file: string) => readFileSync(join(TEMPLATES, file), 'utf8')

/** Our typefaces, the sheet that such documents share, and the document's own `file` under templates/. */
export const sheetStylesheet = (file: string): string => allFaces.carried + css('layouts/sheet.css') + css(file)
