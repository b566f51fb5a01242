// The three boxes in words: their headings, what an empty one says, and the numbers of focus points. Page and report
// agree because both ask here.
import type { Box, DescriptionMark } from '../db/tables.ts'

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
  'grey-partly': 'Kvalitetsbeskrivelsen stemmer kun delvist overens med det, vi mødte.',
  'grey-new': 'Vi mødte noget, som kvalitetsbeskrivelsen ikke fortæller om.',
}

export type PhraseKey = keyof typeof STANDARD_PHRASES
type Model = { phrases: readonly { key: string; text: string }[] }

/** A standard phrase in the model's wording, without its full stop so that it can be continued. */
export function standardPhrase(model: Model, key: PhraseKey): string {
  const text = model.phrases.find(phrase => phrase.key === key)?.text ?? STANDARD_PHRASES[key]
  return text.trim().replace(/[.:…]+$/u, '')
}

const MARK_PHRASES: Record<DescriptionMark, PhraseKey> = {
  agrees: 'grey-agrees',
  partly: 'grey-partly',
  new: 'grey-new',
}

/** What the grey box may say of a theme that is marked against the tilbud's description. */
export const markPhrase = (model: Model, mark: DescriptionMark): string =>
  `${standardPhrase(model, MARK_PHRASES[mark])}.`

/** Which standard phrase explains an empty box. */
export function emptyBoxPhrase(box: Box, feedbackStandsElsewhere: boolean): PhraseKey {
  if (box === 'grey') return 'grey-agrees'
  if (box === 'yellow') return 'yellow-none'
  return feedbackStandsElsewhere ? 'purple-elsewhere' : 'purple-none'
}

type Placed = { theme: string; box: Box; position: number }

/** All points in the report's order (theme by theme, by position), focus points numbered within their theme. */
export function numbered<Point extends Placed>(
  points: readonly Point[],
  themeKeys: readonly string[],
): (Point & { number: number | null })[] {
  return themeKeys.flatMap(theme => {
    let number = 0
    return points
      .filter(point => point.theme === theme)
      .sort((one, other) => one.position - other.position)
      .map(point => ({ ...point, number: point.box === 'purple' ? ++number : null }))
  })
}
