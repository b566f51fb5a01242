// One theme across tilbud: a card per row, in it the visits with their focus points and the suggestions that answer.
import { danishDate } from '../lib/danish-date.ts'
import { markdownToHtml } from '../lib/markdown.ts'
import { boxHeading } from '../visit/box.ts'
import type { listFocusPoints, Selection } from './compare.queries.ts'
import type { Reading } from './compare.reading.ts'
import type { ThemeColumn } from './compare.rules.ts'
import { focusPoints, pageOf, periodInWords, ROW_NAMES, visits, withSelection } from './compare.view.ts'

export type Text = Awaited<ReturnType<typeof listFocusPoints>>[number]

const CARDS_ON_A_PAGE = 12

const path = (key: string) => `/compare/theme/${encodeURIComponent(key)}`

/** The rows that have anything to read in the theme: one page of them, or the one that was asked for. */
export function cardsOf(
  { table, selection }: Reading,
  theme: string,
  { row, page }: { row: string | null; page: number },
) {
  const withTexts = table.rows.filter(
    ({ key, themes }) =>
      (row === null || key === row) && themes.some(cell => cell.key === theme && cell.points + cell.alsoPoints > 0),
  )
  return pageOf(withTexts, page, CARDS_ON_A_PAGE, wanted =>
    withSelection(path(theme), selection, { row, page: wanted }),
  )
}

function pointView(text: Text, column: ThemeColumn) {
  const isAtHome = column.parts.some(part => part.theme === text.theme)
  return {
    heading: text.heading,
    html: markdownToHtml(text.body),
    elsewhere: isAtHome ? null : `Står i tema ${text.theme} og handler også om dette tema.`,
    suggestions: text.suggestions.map(({ heading, body }) => ({ heading, html: markdownToHtml(body) })),
  }
}

function visitsView(texts: readonly Text[], column: ThemeColumn, rows: Selection['rows']) {
  return [...Map.groupBy(texts, text => text.visitId)].map(([visitId, ofVisit]) => {
    const { visitedOn = '', tilbudName = '' } = ofVisit[0] ?? {}
    const date = danishDate(visitedOn)
    return {
      heading: rows === 'tilbud' ? `Besøget ${date}` : `${tilbudName}, ${date}`,
      reportHref: `/report/${visitId}`,
      reportOf: `${tilbudName}, ${date}`,
      points: ofVisit.map(text => pointView(text, column)),
    }
  })
}

type Page = {
  reading: Reading
  column: ThemeColumn
  row: string | null
  cards: ReturnType<typeof cardsOf>
  texts: Text[]
  /** More texts than a page shows: the oldest are left out. */
  isCut: boolean
}

/** Everything the page of one theme prints. */
export function themeView({ reading, column, row, cards, texts, isCut }: Page) {
  const { table, selection } = reading
  const byRow = Map.groupBy(texts, text => text.row)
  return {
    title: `Sammenlign tema ${column.key}`,
    crumbs: [{ href: withSelection('/compare', selection), text: 'Sammenlign' }, { text: `Tema ${column.key}` }],
    eyebrow: `Tema ${column.key}`,
    heading: column.name,
    lead: `Fokuspunkter ${ROW_NAMES[selection.rows].per}, ${periodInWords(selection)}, hver med de forslag, der svarer på dem.`,
    focusHeading: boxHeading('purple'),
    answersHeading: boxHeading('yellow'),
    themes: table.themes.map(({ key, name }) => ({
      key,
      name,
      href: withSelection(path(key), selection, { row }),
      current: key === column.key,
    })),
    all:
      row === null ? null : { href: withSelection(path(column.key), selection), text: ROW_NAMES[selection.rows].all },
    cards: cards.items.map(({ key, name, visits: number, themes }) => {
      const counts = themes.find(theme => theme.key === column.key)
      return {
        name,
        counts: [
          `${focusPoints(counts?.points ?? 0)} i temaet`,
          ...(counts?.alsoPoints ? [`${counts.alsoPoints} fra andre temaer`] : []),
          visits(number),
        ].join(' · '),
        visits: visitsView(byRow.get(key) ?? [], column, selection.rows),
      }
    }),
    pager: cards.pager,
    isCut,
    back: { href: withSelection('/compare', selection), text: 'Tilbage til tabellen' },
  }
}
