// A client may choose a new resource's id: creating it again with the same content is no second creation.
import { isDeepStrictEqual } from 'node:util'

/** Fields whose order says nothing: the database gives them back in its own. */
const SETS = ['tilbudIds', 'consultantIds', 'alsoThemes', 'answers', 'goalKeys']
/** A wish for a place among others, and what is never given back. */
const NO_CONTENT = ['position', 'password']

const comparable = (field: string, value: unknown) =>
  SETS.includes(field) && Array.isArray(value) ? [...value].sort() : value

/** Whether the resource that is there holds all the content that is sent; what is not sent is not asked about. */
export const isSame = (there: object, sent: object): boolean =>
  Object.entries(sent).every(
    ([field, value]) =>
      value === undefined ||
      NO_CONTENT.includes(field) ||
      isDeepStrictEqual(comparable(field, (there as Record<string, unknown>)[field]), comparable(field, value)),
  )
