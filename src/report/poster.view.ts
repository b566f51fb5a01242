// The poster for the staff room: focus points with the suggestions that answer them, as much of them as one page holds.
// Made from the report's view, so that a version frozen before there were posters has one, too.
import { typeset } from '../lib/typography.ts'
import { inWords } from './report.phrases.ts'
import type { PointView, ThemeView } from './report.theme.ts'
import type { ReportView } from './report.view.ts'

type Words = 'whole' | 'short' | 'none'

/** One way to set the poster: its type, and how much is said. `perTheme`: so many focus points, the rest is counted. */
export type Level = {
  size: 'giant' | 'large' | 'medium' | 'modest' | 'small'
  columns: 1 | 2
  points: Exclude<Words, 'none'>
  suggestions: Words
  perTheme: number
  themes: number
  letters: number
}

const ALL = { perTheme: Number.POSITIVE_INFINITY, themes: Number.POSITIVE_INFINITY, letters: 160 }
const WHOLE = { ...ALL, points: 'whole', suggestions: 'whole' } as const
const SHORT = { ...ALL, points: 'short', suggestions: 'short' } as const
const BARE = { ...ALL, points: 'short', suggestions: 'none' } as const

/** From the friendliest to the one that always fits; the first that takes one page is used. No text is below 12 pt. */
export const LEVELS: readonly Level[] = [
  { ...WHOLE, size: 'giant', columns: 1 },
  { ...WHOLE, size: 'large', columns: 1 },
  { ...WHOLE, size: 'medium', columns: 2 },
  { ...WHOLE, size: 'modest', columns: 2 },
  { ...WHOLE, size: 'small', columns: 2 },
  { ...SHORT, size: 'medium', columns: 2 },
  { ...SHORT, size: 'modest', columns: 2 },
  { ...SHORT, size: 'small', columns: 2 },
  { ...SHORT, size: 'small', columns: 2, letters: 110 },
  { ...SHORT, size: 'small', columns: 2, letters: 80 },
  { ...SHORT, size: 'small', columns: 2, letters: 62 },
  { ...BARE, size: 'large', columns: 2 },
  { ...BARE, size: 'medium', columns: 2 },
  { ...BARE, size: 'modest', columns: 2, letters: 110, perTheme: 4 },
  { ...BARE, size: 'modest', columns: 2, letters: 90, perTheme: 3 },
  { ...BARE, size: 'small', columns: 2, letters: 90, perTheme: 3 },
  { ...BARE, size: 'small', columns: 2, letters: 70, perTheme: 2 },
  { ...BARE, size: 'small', columns: 2, letters: 60, perTheme: 1, themes: 8 },
]

export type PosterSuggestion = { heading: string | null; text: string; html: string; also: string[] }
export type PosterPoint = {
  number: number
  heading: string | null
  text: string
  html: string
  suggestions: PosterSuggestion[]
}
export type PosterTheme = {
  key: string
  name: string
  points: PosterPoint[]
  /** Suggestions that answer all focus points, or none of this theme. */
  others: PosterSuggestion[]
  more: string
}
export type PosterView = {
  id: string
  size: Level['size']
  columns: 'one' | 'two'
  themes: PosterTheme[]
  more: string
  isEmpty: boolean
  hasSuggestions: boolean
}

const ENTITIES: Record<string, string> = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': "'" }

/** The words of HTML that our own Markdown renderer made, on one line. */
const wordsOf = (html: string) =>
  html
    .replaceAll(/<br>|<\/(?:p|li)>/g, ' ')
    .replaceAll(/<[^>]+>/g, '')
    .replaceAll(/&(?:amp|lt|gt|quot|#39);/g, entity => ENTITIES[entity] ?? entity)
    .replaceAll(/[ \n]+/g, ' ')
    .trim()

// Where a sentence can stop without sounding cut off, and the words that nobody stops at.
const PAUSE = /[,;:–](?=\s)|\s(?=(?:og|eller|men|så|hvor|hvordan|hvis|når|mens|som|der|at|fordi|for at)\s)/gu
const LEADING_ON =
  /(?:\s+(?:i|på|til|af|med|om|for|fra|ved|over|under|efter|en|et|den|det|de|der|som|at|og|eller|er|har|vil|kan|skal|ikke|vores|deres|hver|hvem|hvad|sin|sit|sine|hel|ny|nye|nyt|alle))+$/u

/** The first sentence, or as much of it as there is room for: up to a pause, else up to a whole word that ends something. */
export function shortened(text: string, letters: number): string {
  const sentence = /^.*?[.!?](?=\s|$)/u.exec(text)?.[0] ?? text
  if (sentence.length <= letters) return sentence
  const room = sentence.slice(0, letters + 1)
  const pauses = [...room.matchAll(PAUSE)].map(({ index }) => index).filter(index => index >= letters * 0.4)
  const words = room.slice(0, Math.max(room.lastIndexOf(' '), 1))
  // What is listed after a colon goes as a whole.
  const pause = pauses.find(index => room[index] === ':') ?? pauses.at(-1)
  const cut = pause === undefined ? words : room.slice(0, pause)
  return `${cut.replace(LEADING_ON, '').replace(/[\s,;:–-]+$/u, '')}\u00a0…`
}

/** References without their page numbers and links, which lead nowhere on a wall. */
const withoutLinks = (html: string) =>
  html.replaceAll(/<span class="page[^"]*">[^<]*<\/span>/g, '').replaceAll(/<\/?a\b[^>]*>/g, '')

function said(point: PointView, words: Words, letters: number) {
  const html = withoutLinks(point.html)
  if (words === 'whole') return { heading: point.heading, text: '', html }
  const text = shortened(point.heading ?? wordsOf(html), letters)
  return { heading: null, text, html: '' }
}

const counted = (count: number, one: string, many: string) =>
  count === 0 ? [] : [`${count} ${count === 1 ? one : many}`]

function posterTheme(theme: ThemeView, page: string, level: Level): PosterTheme {
  const { perTheme, letters } = level
  const shown = theme.purple.points.slice(0, perTheme)
  const suggestions = level.suggestions === 'none' ? [] : theme.yellow.points
  const suggestion = (point: PointView, also: string[]): PosterSuggestion => ({
    ...said(point, level.suggestions, letters),
    also,
  })
  /** The focus points of this theme that a suggestion answers, first to last. */
  const answered = (point: PointView) =>
    point.answers?.all ? [] : (point.answers?.own ?? []).map(({ label }) => label)
  const left = [
    ...counted(theme.purple.points.length - shown.length, 'fokuspunkt', 'fokuspunkter'),
    ...counted(theme.yellow.points.length - suggestions.length, 'forslag', 'forslag'),
  ]
  return {
    key: theme.key,
    name: theme.name,
    points: shown.map(point => ({
      number: point.number ?? 0,
      ...said(point, level.points, letters),
      suggestions: suggestions
        .filter(each => answered(each)[0] === `${point.number}`)
        .map(each => suggestion(each, answered(each).slice(1))),
    })),
    others: suggestions.filter(each => answered(each).length === 0).map(each => suggestion(each, [])),
    more: left.length === 0 ? '' : typeset(`… og ${inWords(left)} i rapporten${page && `, s. ${page}`}`),
  }
}

/** The poster as one level sets it. */
export function posterView(report: ReportView, level: Level, id = ''): PosterView {
  const pageOf = (key: string) => report.contents.find(entry => entry.key === key)?.page ?? ''
  const speaking = report.themes.filter(({ purple, yellow }) => purple.points.length + yellow.points.length > 0)
  const hasRoom = speaking
    .filter(({ purple }) => level.suggestions !== 'none' || purple.points.length > 0)
    .slice(0, level.themes)
  const left = speaking
    .filter(theme => !hasRoom.includes(theme))
    .map(({ key }) => key + (pageOf(key) && ` (s. ${pageOf(key)})`))
  const themeWord = left.length === 1 ? 'Tema' : 'Temaerne'
  return {
    id,
    size: level.size,
    columns: level.columns === 1 ? 'one' : 'two',
    themes: hasRoom.map(theme => posterTheme(theme, pageOf(theme.key), level)),
    more: left.length === 0 ? '' : typeset(`${themeWord} ${inWords(left)} står i rapporten.`),
    isEmpty: speaking.length === 0,
    hasSuggestions: level.suggestions !== 'none' && speaking.some(({ yellow }) => yellow.points.length > 0),
  }
}

// Twice what a page holds of the smallest type: what is longer need not even be measured.
const FAR_TOO_LONG = 9000

const lettersOf = (said: { heading: string | null; text: string; html: string }) =>
  (said.heading?.length ?? 0) + said.text.length + wordsOf(said.html).length

/** Whether a poster has any chance of fitting on its page. */
export function mayFit({ themes }: PosterView): boolean {
  const all = themes.flatMap(({ points, others }) => [
    ...points,
    ...points.flatMap(({ suggestions }) => suggestions),
    ...others,
  ])
  return all.reduce((sum, each) => sum + lettersOf(each), 0) <= FAR_TOO_LONG
}
