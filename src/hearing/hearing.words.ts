// The words that people read for what a hearing keeps as keys.
import type { CommentAnswer, CommentKind } from '../db/tables.ts'

export const KIND_WORDS: Record<CommentKind, { label: string; helptext: string }> = {
  fact: { label: 'Faktuel fejl', helptext: 'Et tal, et navn eller noget andet er forkert.' },
  understanding: { label: 'Forståelse', helptext: 'Det er forstået på en anden måde, end det var ment.' },
  missing: { label: 'Mangler', helptext: 'Noget vigtigt fra dagen er ikke med.' },
}

export const ANSWER_WORDS: Record<CommentAnswer, { label: string; helptext: string }> = {
  corrected: { label: 'Rettet', helptext: 'Teksten er ændret, som bemærkningen siger.' },
  partly: { label: 'Delvist rettet', helptext: 'Skriv, hvad der er rettet, og hvad der ikke er.' },
  notCorrected: { label: 'Ikke rettet', helptext: 'Skriv hvorfor.' },
}
