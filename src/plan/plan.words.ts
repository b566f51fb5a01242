// The words that people read for what an action keeps as keys.
import type { ActionState } from '../db/tables.ts'

export const ACTION_WORDS: Record<ActionState, string> = {
  open: 'Ikke begyndt',
  underway: 'I gang',
  tried: 'Prøvet',
  anchored: 'Forankret',
  closed: 'Afsluttet',
}

/** What a plan can lack. */
export const MISSING_WORDS = {
  role: 'hvem der gør det',
  due: 'hvornår',
  successCriteria: 'succeskriterier',
} as const

export const AREA = 'Hele området'
