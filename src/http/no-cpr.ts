// A CPR number must stand in no text that others come to read.
import { CPR, isCpr } from '../lib/cpr.ts'
import { type FieldError, invalid } from './errors.ts'

/** So much of what stands before a number tells where it is. */
const WORDS_BEFORE = 30

/** What is wrong with a text at its field: where the first CPR number stands, without saying it. */
export function cprFaults(path: string, text: string): FieldError[] {
  const found = [...text.matchAll(CPR)].find(match => isCpr(text, match))
  if (!found) return []
  const before = text.slice(Math.max(0, found.index - WORDS_BEFORE), found.index).replaceAll(/\s+/g, ' ')
  const words = (found.index > WORDS_BEFORE ? before.replace(/^\S*\s/, '… ') : before).trim()
  const place = words === '' ? 'allerførst' : `efter »${words}«`
  return [{ path, message: `Her står noget, der ligner et CPR-nummer, ${place}. Slet det, og prøv igen.` }]
}

/** Refuses texts, by their fields, with something in them that looks like a CPR number. */
export function requireNoCpr(texts: Record<string, string | null | undefined>) {
  const faults = Object.entries(texts).flatMap(([path, text]) => cprFaults(path, text ?? ''))
  if (faults.length > 0) throw invalid(faults)
}
