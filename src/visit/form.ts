// What a browser's form sends, turned into what the schemas read; and what they refuse, turned into words at fields.
import type { FieldError } from '../http/errors.ts'

export type Body = Record<string, string | string[] | undefined>

export const one = (value: string | string[] | undefined) => (Array.isArray(value) ? value[0] : value) ?? ''

export const many = (value: string | string[] | undefined) => (value === undefined ? [] : [value].flat())

/** Words with commas between them. */
export const commaList = (value: string | string[] | undefined) =>
  one(value)
    .split(',')
    .map(word => word.trim())
    .filter(word => word !== '')

/** A number as typed; nothing typed is null, and nonsense is left for the schema to refuse. */
export const wholeNumber = (value: string) => (value.trim() === '' ? null : Number(value))

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
