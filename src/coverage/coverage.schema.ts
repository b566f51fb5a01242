// What may be asked of a strategy's coverage, and what is answered.
import { z } from 'zod'
import { ACTION_STATES, BOXES } from '../db/tables.ts'
import { day, id, slug } from '../lib/fields.ts'

const period = { from: day.optional(), to: day.optional() }

export const Filter = z.object({ strategyId: slug, ...period })
export const PageFilter = z.object({ strategyId: slug.optional(), ...period })
export const TextFilter = z.object({ strategyId: slug, ...period, node: slug.optional() })

const counts = { points: z.int(), actions: z.int(), tilbud: z.int() }

export const Coverage = z
  .object({
    strategyId: z.string(),
    from: z.iso.date(),
    to: z.iso.date(),
    visits: z.int(),
    ...counts,
    nodes: z.array(
      z.object({
        key: z.string(),
        parentKey: z.string().nullable(),
        name: z.string(),
        ...counts,
        untouched: z.boolean(),
        succeededBy: z.array(z.string()),
      }),
    ),
    untouched: z.array(z.string()),
    succeededBy: z.array(z.string()),
  })
  .meta({
    id: 'Coverage',
    description:
      'Per node: how many points of visits published in the period (by visitedOn), actions under way in it, and tilbud are linked to it or to what stands under it, each once. untouched: the keys of nodes without any. succeededBy: the strategies, and the goals of theirs, that have come in the place of these; links stay with the version they were made under.',
  })

export const CoverageText = z
  .object({
    kind: z.enum(['point', 'action']),
    id,
    on: z.iso.date(),
    tilbudId: id.nullable(),
    tilbudName: z.string().nullable(),
    visitId: id.nullable(),
    theme: z.string().nullable(),
    box: z.enum(BOXES).nullable(),
    status: z.enum(ACTION_STATES).nullable(),
    heading: z.string().nullable(),
    body: z.string(),
    goalKeys: z.array(z.string()),
  })
  .meta({
    id: 'CoverageText',
    description: 'A point (on: the day of the visit) or an action (on: when it was written).',
  })

export type Coverage = z.infer<typeof Coverage>
export type CoverageText = z.infer<typeof CoverageText>
