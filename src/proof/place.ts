// Where a finding stands, in words and as an address.
import type { Box } from '../db/tables.ts'
import { boxHeading } from '../visit/box.ts'
import { POINT_WORDS } from '../visit/visit.words.ts'
import type { Field, Material, Place } from './material.ts'

/** The part of the visit that a place belongs to: one of these, or a theme. */
export type Part = 'facts' | 'impression' | 'conclusion' | { theme: string }

const PARTS: Record<Exclude<Field, 'heading' | 'body'>, Exclude<Part, object>> = {
  participants: 'facts',
  topics: 'facts',
  overallImpression: 'impression',
  conclusion: 'conclusion',
}
const FIELD_WORDS: Record<Exclude<Field, 'heading' | 'body'>, string> = {
  participants: 'Fakta om besøget',
  topics: 'Emner på dagen',
  overallImpression: 'Samlede indtryk',
  conclusion: 'Konklusion',
}
const FIELD_IDS: Partial<Record<Field, string>> = { participants: '#participants', topics: '#topics' }
const BOX_WORDS = (box: Box) => `»${boxHeading(box).replace(/ …$/, '')}«`

const isOwnField = (field: Field | null): field is keyof typeof PARTS => field !== null && field in PARTS

export const partOf = ({ field, theme }: Place): Part => (isOwnField(field) ? PARTS[field] : { theme: theme ?? '' })

/** "Tema 3a, fokuspunkt 2" */
export function placeInWords(place: Place, { visit }: Pick<Material, 'visit'>): string {
  const { pointId, field, theme, box } = place
  if (isOwnField(field)) return FIELD_WORDS[field]
  if (!box) return `Tema ${theme}`
  if (!pointId) return `Tema ${theme}, boksen ${BOX_WORDS(box)}`
  const inBox = visit.points.filter(point => point.theme === theme && point.box === box)
  const number = inBox.toSorted((one, other) => one.position - other.position).findIndex(({ id }) => id === pointId) + 1
  const heading = field === 'heading' ? ' (overskriften)' : ''
  const point = `${POINT_WORDS[box][0]} ${number}${heading}`
  return box === 'grey' ? `Tema ${theme}, ${BOX_WORDS(box)}, ${point}` : `Tema ${theme}, ${point}`
}

/** Where one reads and corrects it. */
export function placeHref(visitId: string, place: Place): string {
  const { pointId, field, box } = place
  const part = partOf(place)
  const here = `/visit/${visitId}`
  if (typeof part === 'string') return `${here}/${part}${(field && FIELD_IDS[field]) ?? ''}`
  const anchor = pointId ? `#point-${pointId}` : box ? `#box-${box}` : ''
  return `${here}/theme/${part.theme}${anchor}`
}
