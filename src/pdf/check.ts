// Checks a PDF against the rules of PDF/UA-1 that a program can check and that can apply to our documents.
import { ANNOTATION_RULES } from './check/annotation.rules.ts'
import { CONTENT_RULES } from './check/content.rules.ts'
import { DOCUMENT_RULES } from './check/document.rules.ts'
import { readForCheck } from './check/document.ts'
import { FONT_RULES } from './check/font.rules.ts'
import { NESTING_RULES } from './check/nesting.rules.ts'
import type { Rule } from './check/rule.ts'
import { STRUCTURE_RULES } from './check/structure.rules.ts'

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
  const pdf = await readForCheck(bytes)
  return RULES.flatMap(({ clause, fault, places }) => places(pdf).map(where => ({ clause, message: fault, where })))
}
