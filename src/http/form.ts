// A form that a person sent: its texts as they were typed, and what is wrong with them where the page prints it.
import type { z } from 'zod'
import { conflict, type FieldError, invalid, Refusal } from './errors.ts'

type Sent = Record<string, unknown>

/** The body of a form; another kind of body has no fields. */
export const fieldsOf = (body: unknown): Sent => (typeof body === 'object' && body !== null ? (body as Sent) : {})

/** The texts of a field that may come several times, as checkboxes do. */
export const listOf = (sent: Sent, name: string): string[] =>
  [sent[name]].flat().filter(value => typeof value === 'string')

/** The text of a field, empty when it did not come. */
export const textOf = (sent: Sent, name: string): string => listOf(sent, name).at(-1) ?? ''

const UNIQUE_VIOLATION = '23505'

/**
 * Runs a write. Null when it is done, else the refusal, for the form to show again with the person's own text.
 * `taken` is said when the database finds a name or an address in use. What does not exist is thrown: that is a 404.
 */
export async function refusalOf(write: () => Promise<unknown>, taken: string): Promise<Refusal | null> {
  try {
    await write()
    return null
  } catch (error) {
    if (error instanceof Refusal && error.status !== 404) return error
    if (error instanceof Error && 'code' in error && error.code === UNIQUE_VIOLATION) return conflict(taken)
    throw error
  }
}

/** Checks what was sent, and writes it when it holds. */
export async function submit<Schema extends z.ZodType>(
  schema: Schema,
  sent: unknown,
  write: (input: z.output<Schema>) => Promise<unknown>,
  taken: string,
): Promise<Refusal | null> {
  const checked = schema.safeParse(sent)
  if (checked.success) return refusalOf(() => write(checked.data), taken)
  return invalid(checked.error.issues.map(({ path, message }) => ({ path: `/${path.join('/')}`, message })))
}

/** The field that a fault belongs to: "/employees/count" is employees-count, "/shortNames/2" is shortNames. */
const fieldAt = <Field extends string>(fields: readonly Field[], { path }: FieldError): Field | undefined => {
  const name = path.slice(1).replaceAll('/', '-')
  return fields.find(field => name === field || name.startsWith(`${field}-`))
}

/**
 * A refusal as a form prints it: the list above the form, and for each field its message or null.
 * `labels` names the fields by their ids; the list says "Navn: Udfyld feltet."
 */
export function showRefusal<Field extends string>(labels: Record<Field, string>, refusal: Refusal | null) {
  const fields = Object.keys(labels) as Field[]
  const faults = (refusal?.errors ?? []).map(fault => ({ field: fieldAt(fields, fault), text: fault.message }))
  const errors = faults.map(({ field, text }) =>
    field ? { href: `#${field}`, text: `${labels[field]}: ${text}` } : { href: '#form', text },
  )
  const messages = Object.fromEntries(
    fields.map(field => [field, faults.find(fault => fault.field === field)?.text ?? null]),
  ) as Record<Field, string | null>
  return { errors: refusal && errors.length === 0 ? [{ href: '#form', text: refusal.message }] : errors, messages }
}
