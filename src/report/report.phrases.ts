// The report's own wording: lists in words, people counted in words, and what an empty box says.
import type { Box, ReportSource } from './report.source.ts'

/** "a", "a og b", "a, b og c". */
export function inWords(parts: readonly string[]): string {
  return parts.map((part, index) => separator(index, parts.length) + part).join('')
}

/** What stands before the part with this index when so many parts are listed. */
export function separator(index: number, count: number): string {
  if (index === 0) return ''
  return index === count - 1 ? ' og ' : ', '
}

// Consultants type a group in either number; the report inflects it. Other words are printed as they were typed.
const GROUPS = [
  ['medarbejder', 'medarbejdere'],
  ['leder', 'ledere'],
  ['afdelingsleder', 'afdelingsledere'],
  ['souschef', 'souschefer'],
  ['borger', 'borgere'],
  ['beboer', 'beboere'],
  ['bruger', 'brugere'],
  ['deltager', 'deltagere'],
  ['frivillig', 'frivillige'],
  ['pårørende', 'pårørende'],
  ['studerende', 'studerende'],
  ['vikar', 'vikarer'],
] as const

/** Whom the consultants met: "4 medarbejdere og 1 leder". */
export function participantsInWords(met: readonly { group: string; count: number }[]): string {
  const groups = met
    .filter(({ count }) => count > 0)
    .map(({ group, count }) => {
      const forms = GROUPS.find(pair => pair.some(form => form === group.toLowerCase()))
      return `${count} ${forms ? forms[count === 1 ? 0 : 1] : group}`
    })
  return inWords(groups)
}

const HEADINGS: Record<Box, string> = {
  grey: 'Vi talte om',
  purple: 'Dette peger på at …',
  yellow: 'Ledere og medarbejdere peger på …',
}

/** The heading that a box always carries. */
export const boxHeading = (box: Box) => HEADINGS[box]

// Used only when a model was imported without a phrase of its own.
const STANDARD_PHRASES = {
  'purple-none': 'Der er ingen særlig feedback på dette tema.',
  'purple-elsewhere': 'Relevant feedback står under andre temaer',
  'yellow-none': 'Ledere og medarbejdere havde ingen kommentarer eller forslag til dette tema.',
  'grey-agrees': 'Kvalitetsbeskrivelsen stemmer overens med det, vi mødte.',
}

export type PhraseKey = keyof typeof STANDARD_PHRASES

/** A standard phrase in the model's wording, without its full stop so that it can be continued. */
export function standardPhrase(model: ReportSource['model'], key: PhraseKey): string {
  const text = model.phrases.find(phrase => phrase.key === key)?.text ?? STANDARD_PHRASES[key]
  return text.trim().replace(/[.:…]+$/u, '')
}

/** Which standard phrase explains an empty box. */
export function emptyBoxPhrase(box: Box, feedbackStandsElsewhere: boolean): PhraseKey {
  if (box === 'grey') return 'grey-agrees'
  if (box === 'yellow') return 'yellow-none'
  return feedbackStandsElsewhere ? 'purple-elsewhere' : 'purple-none'
}
