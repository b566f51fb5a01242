// What the forms of a visit send, beside what http/form.ts reads for all; and refusals as words at fields.
import type { FieldError } from '../http/errors.ts'
import type { Flash } from '../http/session.ts'

export type Sent = Record<string, unknown>

/** Words with commas between them. */
export const commaList = (typed: string) =>
  typed
    .split(/[,\n]/)
    .map(word => word.trim())
    .filter(word => word !== '')

/** A number as typed; nothing typed is null, and nonsense is left for the schema to refuse. */
export const wholeNumber = (typed: string) => (typed.trim() === '' ? null : Number(typed))

type Issue = { path: PropertyKey[]; message: string }

/** What zod refused, as the refusals of the actions have it. */
export const asFieldErrors = (issues: readonly Issue[]): FieldError[] =>
  issues.map(({ path, message }) => ({ path: `/${path.map(String).join('/')}`, message }))

/** The first message for each field, by its name; '' holds what belongs to no field. */
export function messagesByField(errors: readonly FieldError[]): Record<string, string> {
  const messages: Record<string, string> = {}
  for (const { path, message } of errors) {
    const field = path.split('/')[1] ?? ''
    messages[field] ??= message
  }
  return messages
}

/** The lines of an error summary, each leading to its field. */
export const errorLines = (messages: Record<string, string>) =>
  Object.entries(messages).map(([field, text]) => ({ href: field ? `#${field}` : '#main', text }))

/** Said after a save whose text was written together with a colleague's. */
export const MERGED: Flash = {
  kind: 'info',
  text: 'Din tekst er flettet sammen med din kollegas. Læs den igennem, og ret den, hvis det er nødvendigt.',
}
