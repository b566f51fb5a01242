// Checks a PDF against the rules of PDF/UA-1 that a program can check and that can apply to our documents.
import { ANNOTATION_RULES } from './check/annotation.rules.ts'
import { CONTENT_RULES } from './check/content.rules.ts'
import { DOCUMENT_RULES } from './check/document.rules.ts'
import { type Checked, gather, readForCheck, versionOf } from './check/document.ts'
import { FONT_RULES } from './check/font.rules.ts'
import { NESTING_RULES } from './check/nesting.rules.ts'
import type { Rule } from './check/rule.ts'
import { STRUCTURE_RULES } from './check/structure.rules.ts'
import type { Pdf } from './objects.ts'

export const RULES: readonly Rule[] = [
  ...DOCUMENT_RULES,
  ...CONTENT_RULES,
  ...STRUCTURE_RULES,
  ...NESTING_RULES,
  ...ANNOTATION_RULES,
  ...FONT_RULES,
]

export type Fault = { clause: string; message: string; where: string }

/** Every place where the document breaks a rule; rejects when the bytes are no PDF. */
export async function checkPdfUa(bytes: Uint8Array): Promise<Fault[]> {
  return faultsIn(await readForCheck(bytes))
}

/** The same of a document that was just written, from the very objects that it was written from. */
export const checkWritten = (pdf: Pdf, bytes: Uint8Array): Fault[] => faultsIn(gather(pdf, versionOf(bytes)))

const faultsIn = (pdf: Checked): Fault[] =>
  RULES.flatMap(({ clause, fault, places }) => places(pdf).map(where => ({ clause, message: fault, where })))
