// The words that people read for what the database keeps as keys.
import type { Box, Source, VisitStatus } from '../db/tables.ts'

export const STATUS_WORDS: Record<VisitStatus, string> = {
  planned: 'Planlagt',
  draft: 'Kladde',
  hearing: 'I høring',
  published: 'Udgivet',
  superseded: 'Erstattet',
}

export const SOURCE_WORDS: Record<Source, string> = {
  discussion: 'Drøftelsen på dagen',
  observation: 'Observation',
  'quality-description': 'Kvalitetsbeskrivelsen',
  tilbudsportalen: 'Tilbudsportalen',
  website: 'Hjemmesiden',
  impression: 'Samlet indtryk',
}

/** What a point of a box is called: one, and several. */
export const POINT_WORDS: Record<Box, readonly [string, string]> = {
  grey: ['punkt', 'punkter'],
  purple: ['fokuspunkt', 'fokuspunkter'],
  yellow: ['forslag', 'forslag'],
}

/** "3 fokuspunkter" */
export const countPoints = (box: Box, count: number) => `${count} ${POINT_WORDS[box][count === 1 ? 0 : 1]}`

const list = new Intl.ListFormat('da')

/** "a, b og c" */
export const inWords = (parts: readonly string[]) => list.format(parts)
