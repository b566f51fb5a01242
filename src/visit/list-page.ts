// Fifty visits at a time, the newest first: a page is named by the visit that it begins after, or ends before.
import { z } from 'zod'
import { id } from '../lib/fields.ts'

export const VISITS_ON_A_PAGE = 50

/** Where a visit stands in a list, newest first. */
export type Place = { visitedOn: string; id: string }

const Place = z
  .string()
  .transform(text => text.split('_'))
  .pipe(z.tuple([z.iso.date(), id]))
  .transform(([visitedOn, id]) => ({ visitedOn, id }))
  .nullable()
  .catch(null)

/** The place in an address (`2026-05-12_<id>`); null when there is none, or none of ours: the list then begins anew. */
export const readPlace = (text: string | undefined): Place | null => Place.parse(text ?? null)

/** A place as it is written in an address. */
export const placeInWords = ({ visitedOn, id }: Place): string => `${visitedOn}_${id}`
