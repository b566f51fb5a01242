// A JSON file that a person has edited: read, held to its schema, and what is wrong said in Danish with the place.
import type { z } from 'zod'
import { placeOfFault } from './json-place.ts'

const SHOWN = 30
const SIZE_LIMIT = 1_048_576

const KINDS: Record<string, string> = {
  string: 'en tekst i anførselstegn',
  number: 'et tal',
  int: 'et helt tal',
  boolean: 'true eller false',
  array: 'en liste i [ ]',
  object: 'felter i { }',
}

function inDanish(issue: z.core.$ZodRawIssue): string {
  if (issue.code === 'invalid_type')
    return issue.input === undefined ? 'Feltet mangler.' : `Her skal stå ${KINDS[issue.expected] ?? 'noget andet'}.`
  if (issue.code === 'unrecognized_keys')
    return `Kendes ikke: ${issue.keys.join(', ')}. Fjern det, eller ret stavningen.`
  if (issue.code === 'invalid_value') return `Her skal stå en af disse: ${issue.values.join(', ')}.`
  if (issue.code === 'too_big') return `Der er for meget her. Grænsen er ${issue.maximum}.`
  if (issue.code === 'too_small') return `Der er for lidt her. Der skal være mindst ${issue.minimum}.`
  return 'Det, der står her, kan ikke bruges.'
}

const place = (path: PropertyKey[]) =>
  path.map(step => (typeof step === 'number' ? String(step + 1) : String(step))).join(' → ')

/** The content of the file, or its faults, one sentence each: "themes → 3 → name: Udfyld feltet." */
export function readJsonFile<Schema extends z.ZodType>(
  schema: Schema,
  bytes: Uint8Array,
): { content: z.output<Schema> } | { faults: string[] } {
  if (bytes.length > SIZE_LIMIT) return { faults: ['Filen er for stor. Der er plads til 1 MB.'] }
  let json: unknown
  let text = ''
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    json = JSON.parse(text)
  } catch {
    if (text === '') return { faults: ['Filen er ikke en tekstfil. Gem den som JSON i UTF-8, og prøv igen.'] }
    const { line, column } = placeOfFault(text)
    return {
      faults: [
        `Filen er ikke gyldig JSON: linje ${line}, tegn ${column}. Se efter et komma eller anførselstegn, der mangler eller er for meget.`,
      ],
    }
  }
  const checked = schema.safeParse(json, { error: inDanish })
  if (checked.success) return { content: checked.data }
  const faults = checked.error.issues.map(({ path, message }) =>
    path.length > 0 ? `${place(path)}: ${message}` : message,
  )
  const more = faults.length - SHOWN
  return { faults: more > 0 ? [...faults.slice(0, SHOWN), `… og ${more} fejl til.`] : faults }
}
