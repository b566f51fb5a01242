// What the consultants read before the day: the last published report of the tilbud, theme by theme, on one page.
import { danishDate } from '../lib/danish-date.ts'
import type { AnswersView, ThemeView } from '../report/report.theme.ts'
import type { ReportView } from '../report/report.view.ts'
import type { EarlierThread } from '../thread/thread.schema.ts'
import { nameOf, toldOf } from '../thread/thread.words.ts'

type Last = { visitId: string; version: number; visitedOn: string; view: object }
type Theme = { key: string; name: string; successorOf: string | null }

const DAY = 86_400_000
const DAYS_A_MONTH = 30.44

/** "2 år og 6 måneder (913 dage)": how long the days of two visits lie apart. */
export function timeBetween(earlier: string, later: string): { days: number; text: string } {
  const days = Math.round((Date.parse(later) - Date.parse(earlier)) / DAY)
  const months = Math.round(days / DAYS_A_MONTH)
  const [years, rest] = [Math.floor(months / 12), months % 12]
  const parts = [
    ...(years > 0 ? [`${years} år`] : []),
    ...(rest > 0 ? [`${rest} ${rest === 1 ? 'måned' : 'måneder'}`] : []),
  ]
  const inDays = `${days} ${days === 1 ? 'dag' : 'dage'}`
  return { days, text: parts.length > 0 ? `${parts.join(' og ')} (${inDays})` : inDays }
}

// A published report is HTML of our own making: p, lists, strong, em, quotes, links and marks.
const ENTITIES: Record<string, string> = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': "'" }

/** A text of the report as plain words. */
const plain = (html: string) =>
  html
    .replaceAll(/<br\s*\/?>|<\/(?:p|li|blockquote)>/g, ' ')
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll(/&(?:amp|lt|gt|quot|#39);/g, entity => ENTITIES[entity] ?? entity)
    .replaceAll(/[ \n]+/g, ' ')
    .trim()

/** Links to other places of the report lead nowhere from here: their words stay. */
const withoutReferences = (html: string) => html.replaceAll(/<a [^>]*href="#[^"]*"[^>]*>(.*?)<\/a>/gs, '$1')

const GREY_LENGTH = 160

const shortened = (text: string) =>
  text.length <= GREY_LENGTH ? text : `${text.slice(0, text.lastIndexOf(' ', GREY_LENGTH) || GREY_LENGTH)} …`

function answersInWords(answers: AnswersView | null): string | null {
  if (!answers) return null
  const numbers = [...answers.own, ...answers.others].map(({ label }) => label)
  return answers.all && answers.others.length === 0 ? 'alle fokuspunkter' : numbers.join(', ')
}

const anchorOf = (key: string, { number }: { number: number | null }) => `last-${key}-${number ?? ''}`

function themeView(theme: ThemeView, now: { key: string; name: string }) {
  return {
    key: now.key,
    name: now.name,
    was: theme.key === now.key ? null : `Sidst: tema ${theme.key}`,
    grey: theme.grey.points.map(({ heading, html }) => ({ heading, text: shortened(plain(html)) })),
    purple: theme.purple.points.map(point => ({
      number: point.number,
      heading: point.heading,
      html: withoutReferences(point.html),
    })),
    yellow: theme.yellow.points.map(({ heading, html, answers }) => ({
      heading,
      html: withoutReferences(html),
      answers: answersInWords(answers),
    })),
  }
}

/** The themes of today's model, each with what was written about it last; what has no theme any more stands last. */
function themesOf(last: ReportView, themes: readonly Theme[]) {
  const used = new Set<string>()
  const today = themes.flatMap(theme => {
    // A theme that took over from another one has the other's key in the older report.
    const found = last.themes.find(({ key }) => key === (theme.successorOf ?? theme.key))
    if (!found || used.has(found.key)) return []
    used.add(found.key)
    return [themeView(found, theme)]
  })
  return [...today, ...last.themes.filter(({ key }) => !used.has(key)).map(theme => themeView(theme, theme))]
}

// What the head of the page says already, or what is not about the day.
const FACTS_LEFT_OUT = ['Tilbud', 'Type', 'Center', 'Kvalitetsmodel']

/** The brief of a visit on `visitedOn` under a model with these themes. */
export function briefView(last: Last, visitedOn: string, model: { themes: readonly Theme[] }) {
  const report = last.view as ReportView
  const between = timeBetween(last.visitedOn, visitedOn)
  return {
    visitId: last.visitId,
    visitedOn: last.visitedOn,
    version: last.version,
    daysBefore: between.days,
    facts: [
      ...report.facts
        .filter(({ label }) => !FACTS_LEFT_OUT.includes(label))
        .map(({ label: term, text }) => ({ term, text })),
      { term: 'Tid mellem de to besøg', text: between.text },
    ],
    themes: themesOf(report, model.themes).filter(
      ({ grey, purple, yellow }) => grey.length + purple.length + yellow.length > 0,
    ),
  }
}

/** The open threads of the tilbud as the page lists them, each with what is done about it and its last status. */
export const briefThreads = (threads: readonly EarlierThread[]) =>
  threads.map(thread => ({
    theme: thread.theme,
    number: thread.began.number,
    href: `/thread/${thread.id}`,
    text: nameOf(thread.began),
    visited: danishDate(thread.began.visitedOn),
    ...toldOf(thread),
  }))

export type BriefView = ReturnType<typeof briefView>

/** What the page prints of it, at the server and on a tablet. */
export function briefPage(last: BriefView) {
  const themes = last.themes.map(theme => ({
    ...theme,
    purple: theme.purple.map(point => ({ ...point, anchor: anchorOf(theme.key, point) })),
  }))
  return {
    ...last,
    reportHref: `/report/${last.visitId}?version=${last.version}`,
    date: danishDate(last.visitedOn),
    // Where a report is older than the threads: its focus points stand for them.
    focusPoints: themes.flatMap(({ key, purple }) =>
      purple.map(({ anchor, number, heading, html }) => ({
        theme: key,
        number,
        text: heading ?? shortened(plain(html)),
        href: `#${anchor}`,
      })),
    ),
    themes,
  }
}
