// The description of a theme beside its notes: what changed in it, what the day showed of it, and the phrase that fits.
import type { DescriptionMark } from '../db/tables.ts'
import { DESCRIPTION_MARKS } from '../db/tables.ts'
import { describedTheme } from '../description/described.view.ts'
import type { DescriptionAtVisit } from '../description/description.reading.ts'
import { danishDate } from '../lib/danish-date.ts'
import { markPhrase } from './box.ts'
import type { Visit } from './visit.schema.ts'

const MARK_WORDS: Record<DescriptionMark, string> = {
  agrees: 'Stemmer',
  partly: 'Stemmer delvist',
  new: 'Nyt: det står der ikke',
}

type Source = {
  visit: Visit
  model: { phrases: readonly { key: string; text: string }[] }
  theme: string
  description: DescriptionAtVisit | null
  editable: boolean
  /** It could be marked, if there were a network. */
  away?: boolean
}

/** The panel of a theme. */
export function describedView({ visit, model, theme, description, editable, away = false }: Source) {
  const mark = visit.descriptionMarks.find(one => one.theme === theme)?.mark ?? null
  const inGrey = visit.points.filter(point => point.theme === theme && point.box === 'grey')
  const phrase = mark && markPhrase(model, mark)
  const own = description?.themes.find(one => one.theme === theme)
  const text = own && describedTheme(own)
  return {
    action: `/visit/${visit.id}/description/${theme}`,
    theme,
    editable,
    away,
    text: text && !text.isEmpty ? text : null,
    from: description
      ? `Skrevet af tilbuddet, rettet ${danishDate(description.writtenOn)}${text?.changed && description.since ? `; det, der er ændret siden besøget ${danishDate(description.since)}, er markeret` : ''}`
      : 'Tilbuddet har ikke skrevet en',
    marks: [
      ...DESCRIPTION_MARKS.map(value => ({ value, label: MARK_WORDS[value], checked: value === mark })),
      { value: '', label: 'Ikke markeret', checked: mark === null },
    ],
    marked: mark && MARK_WORDS[mark],
    phrase,
    // The report derives it of itself.
    isPrinted: mark === 'agrees' && inGrey.length === 0,
    mayInsert:
      phrase !== null && !(mark === 'agrees' && inGrey.length === 0) && !inGrey.some(({ body }) => body === phrase),
    differs: mark === 'partly' || mark === 'new',
  }
}
