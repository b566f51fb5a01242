// One theme of the report: its three boxes, the numbers that tie suggestions to focus points, and the left column.
import { markdownToHtml } from '../lib/markdown.ts'
import { typeset } from '../lib/typography.ts'
import { boxHeading, emptyBoxPhrase, standardPhrase } from '../visit/box.ts'
import { isUneven } from './page-estimate.ts'
import {
  boxAnchor,
  type ListedLink,
  listed,
  type NumberedPoint,
  type PageNote,
  type PageNumbers,
  pageNote,
  pointAnchor,
  type References,
  themeAnchor,
  themeLink,
} from './report.links.ts'
import { inWords } from './report.phrases.ts'
import type { Box, ReportSource } from './report.source.ts'

/** "svarer på 2, 3", "svarer på alle fokuspunkter", "svarer på 1 og tema 4, punkt 2". */
export type AnswersView = { all: boolean; own: AnswerLink[]; others: (AnswerLink & { page: PageNote | null })[] }
export type AnswerLink = { href: string; label: string; before: string }

export type PointView = {
  anchor: string
  /** What the link to it is called: "tema 3a, punkt 2". */
  label: string
  number: number | null
  heading: string | null
  html: string
  note: string
  answers: AnswersView | null
  /** On screen: the way to what became of a published focus point. */
  thread?: { href: string; text: string }
}

export type BoxView = {
  anchor: string
  label: string
  heading: string
  points: PointView[]
  phrase: { text: string; links: ListedLink[] } | null
}

export type ThemeView = {
  key: string
  anchor: string
  label: string
  name: string
  alsoBelongsTo: ListedLink[]
  seeAlso: ListedLink[]
  topics: string
  saidOnTheDay: string
  longColumn: boolean
  /** The boxes share both columns, one after the other: side by side one of them would run on alone. */
  flowing: boolean
  grey: BoxView
  purple: BoxView
  yellow: BoxView
}

type Theme = ReportSource['model']['themes'][number]
type Report = {
  model: ReportSource['model']
  points: NumberedPoint[]
  pages: PageNumbers
  references: References
}

// So many characters fill about two thirds of the left column on one page.
const LONG_COLUMN = 600

/** What the page of one theme prints. */
export function themeView(theme: Theme, report: Report): ThemeView {
  const { model, points, pages } = report
  const own = points.filter(point => point.theme === theme.key)
  const visiting = points.filter(point => point.theme !== theme.key && point.alsoThemes.includes(theme.key))
  const inModelOrder = (keys: readonly string[]) => model.themes.map(({ key }) => key).filter(key => keys.includes(key))
  const hosts = inModelOrder(visiting.map(point => point.theme))
  const alsoThemes = inModelOrder(own.flatMap(point => point.alsoThemes)).filter(key => key !== theme.key)
  const focusPoints = own.filter(point => point.box === 'purple')
  const said = focusPoints.filter(point => point.saidOnTheDay)

  const box = (kind: Box): BoxView => {
    const inBox = own.filter(point => point.box === kind)
    return {
      anchor: boxAnchor(theme.key, kind),
      label: boxLabel(theme.key, kind),
      heading: boxHeading(kind),
      points: inBox.map((point, index) => pointView(point, index, report)),
      phrase: inBox.length > 0 ? null : phrase(kind),
    }
  }

  const phrase = (kind: Box) => {
    const key = emptyBoxPhrase(kind, hosts.length > 0)
    const text = typeset(standardPhrase(model, key))
    if (key !== 'purple-elsewhere') return { text: `${text}.`, links: [] }
    const links = hosts.map((host, index) => themeLink(host, index === 0 ? `tema ${host}` : host, pages))
    return { text: `${text}: se `, links: listed(links) }
  }

  const topics = [...new Set(own.flatMap(point => point.topics))].map(typeset).join('\u00a0· ')
  const seeAlso = hosts.map(host => themeLink(host, seeAlsoLabel(host, visiting), pages))

  const longColumn = theme.name.length + topics.length + seeAlso.map(link => link.label).join().length > LONG_COLUMN

  return {
    key: theme.key,
    anchor: themeAnchor(theme.key),
    label: `tema ${theme.key}`,
    name: typeset(theme.name),
    alsoBelongsTo: listed(alsoThemes.map(key => themeLink(key, `tema ${key}`, pages))),
    seeAlso: listed(seeAlso),
    topics,
    saidOnTheDay:
      focusPoints.length > 0 ? `${said.length} af ${focusPoints.length} ${focusPointWord(focusPoints)}` : '',
    longColumn,
    flowing: isUneven(own) && !longColumn,
    grey: box('grey'),
    purple: box('purple'),
    yellow: box('yellow'),
  }
}

/** "tema 3a, Vi talte om": without the dots that lead on to the points. */
export const boxLabel = (theme: string, box: Box) => `tema ${theme}, ${boxHeading(box).replace(/\s*…$/, '')}`

/** "tema 3a, punkt 2"; a point without a number is told by its place in the box. */
export const pointLabel = (theme: string, box: Box, { number }: { number: number | null }, index: number) =>
  number === null ? `${boxLabel(theme, box)}, ${index + 1}` : `tema ${theme}, punkt ${number}`

const focusPointWord = (points: readonly NumberedPoint[]) => (points.length === 1 ? 'fokuspunkt' : 'fokuspunkter')

/** "tema 4" or, when focus points are meant, "tema 4, punkt 1 og 2". */
function seeAlsoLabel(host: string, visiting: readonly NumberedPoint[]): string {
  const numbers = visiting.filter(point => point.theme === host).flatMap(point => point.number ?? [])
  return numbers.length > 0 ? `tema ${host}, punkt ${inWords(numbers.map(String))}` : `tema ${host}`
}

function pointView(point: NumberedPoint, index: number, { points, pages, references }: Report): PointView {
  return {
    anchor: pointAnchor(point.id),
    label: pointLabel(point.theme, point.box, point, index),
    number: point.number,
    heading: point.heading && typeset(point.heading),
    html: markdownToHtml(point.body, { ...references, typeset: true }),
    note: point.box === 'purple' && !point.saidOnTheDay ? 'Tilføjet efter dagen' : '',
    answers: point.box === 'yellow' ? answersView(point, points, pages) : null,
  }
}

/** The focus points that a suggestion answers, its own theme's first; null when it stands alone. */
function answersView(point: NumberedPoint, points: readonly NumberedPoint[], pages: PageNumbers): AnswersView | null {
  const answered = points.filter(({ id, number }) => number !== null && point.answers.includes(id))
  if (answered.length === 0) return null
  const own = answered.filter(({ theme }) => theme === point.theme)
  const others = answered.filter(({ theme }) => theme !== point.theme)
  const inTheme = points.filter(({ theme, number }) => theme === point.theme && number !== null)
  const href = (id: string) => `#${pointAnchor(id)}`
  return {
    all: own.length >= 2 && own.length === inTheme.length,
    own: own.map(({ id, number }, index) => ({ href: href(id), label: `${number}`, before: index === 0 ? '' : ', ' })),
    others: others.map(({ id, theme, number }, index) => ({
      href: href(id),
      label: `tema ${theme}, punkt ${number}`,
      before: own.length + index === 0 ? '' : ' og ',
      page: pageNote(pages[pointAnchor(id)]),
    })),
  }
}
