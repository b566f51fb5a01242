// What may be searched for, and what is found.
import { z } from 'zod'
import { BOXES } from '../db/tables.ts'
import { pageQuery } from '../http/api.ts'
import { id } from '../lib/fields.ts'
import { SORTS } from './search.rules.ts'

const q = z.string().max(200, 'Søg med færre ord. Der er plads til 200 tegn.').default('')
const sort = z.enum(SORTS, 'Sortér efter rank eller newest.').default('rank')

export const Search = z.object({ ...pageQuery, q, sort })
export const SearchForm = z.object({ q, sort })

export const Found = z
  .object({
    kind: z.enum(['point', 'visit', 'tilbud']),
    visitId: id.nullable(),
    pointId: id.nullable(),
    tilbudId: id,
    tilbudName: z.string(),
    visitedOn: z.iso.date().nullable(),
    theme: z.string().nullable(),
    box: z.enum(BOXES).nullable(),
    heading: z.string().nullable(),
    highlight: z.array(z.object({ text: z.string(), hit: z.boolean() })),
  })
  .meta({
    id: 'Found',
    description: 'A point, the overall impression or conclusion of a visit, or a tilbud by name; the hits as parts.',
  })

export type Found = z.infer<typeof Found>
