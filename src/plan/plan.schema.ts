// What may be sent about the actions of a development plan, and what is answered.
import { z } from 'zod'
import { ACTION_STATES } from '../db/tables.ts'
import { day, id, instant, line, longText, markdown, slug, version } from '../lib/fields.ts'
import { goalKeys } from '../visit/visit.schema.ts'

const status = z.enum(ACTION_STATES, 'Vælg en status.')
const criteria = longText(2000)
  .overwrite(text => text.trim())
  .min(1, 'Skriv et succeskriterium, eller lad feltet være null.')

const writable = {
  goalKeys: goalKeys.min(1, 'Vælg mindst ét pejlemærke eller mål.'),
  title: line(160),
  text: markdown(4000),
  role: line(120).or(z.literal('')),
  due: day.nullable(),
  status,
  successCriteria: criteria.nullable(),
  threadId: id.nullable(),
}

export const Action = z
  .object({
    id,
    tilbudId: id.nullable(),
    strategyId: slug,
    goalKeys: z.array(z.string()),
    title: z.string(),
    text: z.string(),
    role: z.string(),
    due: z.iso.date().nullable(),
    status,
    successCriteria: z.string().nullable(),
    threadId: id.nullable(),
    missing: z.array(z.enum(['role', 'due', 'successCriteria'])),
    begunOn: z.iso.date(),
    closedOn: z.iso.date().nullable(),
    version,
    updatedAt: instant,
    updatedBy: id.nullable(),
  })
  .meta({
    id: 'Action',
    description:
      'What a tilbud, or the whole area (tilbudId null), does about goals of one strategy: who (a role), when, how far. missing names what can come later.',
  })

export const NewAction = z
  .strictObject({
    id: id.optional(),
    tilbudId: id.nullable(),
    strategyId: slug,
    ...writable,
    text: writable.text.default(''),
    role: writable.role.default(''),
    due: writable.due.default(null),
    status: status.default('open'),
    successCriteria: writable.successCriteria.default(null),
    threadId: writable.threadId.default(null),
  })
  .meta({ id: 'NewAction' })

export const ActionChange = z.strictObject(writable).partial().meta({ id: 'ActionChange' })

export const ActionFilter = {
  tilbudId: id.optional(),
  area: z.stringbool().optional(),
  strategyId: slug.optional(),
  status: status.optional(),
}

export type Action = z.infer<typeof Action>
export type NewAction = z.infer<typeof NewAction>
export type ActionChange = z.infer<typeof ActionChange>
