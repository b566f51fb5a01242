// One point as it is written in: its fields, its links to other points and themes, and where it can go.
import { BOXES, SOURCES } from '../db/tables.ts'
import { markdownToHtml } from '../lib/markdown.ts'
import { boxHeading, type numbered } from './box.ts'
import { focusPointsOf, referenceNamesOn } from './reference.ts'
import { paragraphsOf } from './structure.rules.ts'
import type { Point, Visit } from './visit.schema.ts'
import { inWords, POINT_WORDS, SOURCE_WORDS } from './visit.words.ts'

/** What the form shows beside the text, for it to say when it is sent. */
export const shownFields = ({ alsoThemes, answers, source, saidOnTheDay, topics }: Point) => ({
  alsoThemes,
  answers,
  source,
  saidOnTheDay,
  topics,
})

export type NumberedPoint = ReturnType<typeof numbered<Point>>[number]

/** What the form of a point sends, as it was typed. */
export type Typed = {
  heading: string
  body: string
  alsoThemes: string[]
  answers: string[]
  source: string
  saidOnTheDay: boolean
  topics: string
  /** The version of the point that the form showed, and its fields then. */
  version: number
  base: string
}

/** A point whose form comes back with what the person typed: refused, or overtaken by a colleague. */
export type Tried = Typed & { id: string; error: string | null; overtaken: boolean }

type Around = {
  visit: Visit
  model: { themes: readonly { key: string; name: string }[] }
  points: readonly NumberedPoint[]
  index: number
  last: number
  tried: Tried | null
}

/** Every focus point of the visit as something to tick: the theme's own by number, the others by theme and number. */
export function toggles(points: readonly NumberedPoint[], theme: string, answers: readonly string[]) {
  const all = points.flatMap(point =>
    point.number === null
      ? []
      : [
          {
            href: `#point-${point.id}`,
            theme: point.theme,
            value: point.id,
            number: point.number,
            text: `Tema ${point.theme}, punkt ${point.number}`,
            title: point.heading ?? point.body.slice(0, 80),
            checked: answers.includes(point.id),
          },
        ],
  )
  return { own: all.filter(toggle => toggle.theme === theme), others: all.filter(toggle => toggle.theme !== theme) }
}

export function pointView(point: NumberedPoint, { visit, model, points, index, last, tried }: Around) {
  const mine = tried?.id === point.id ? tried : null
  const form = `point-${point.id}`
  const theirs = toggles(points, point.theme, point.answers)
  const shown = mine ?? asTyped(point)
  const answers = mine ? toggles(points, point.theme, mine.answers) : theirs
  const word = POINT_WORDS[point.box][0]
  const keys = model.themes.map(({ key }) => key)
  return {
    id: point.id,
    form,
    action: `/visit/${visit.id}/point/${point.id}`,
    api: `/api/v1/visits/${visit.id}/points/${point.id}`,
    historyHref: `/visit/${visit.id}/history?point=${point.id}`,
    goalsHref: `/visit/${visit.id}/point/${point.id}/goals`,
    // A form that comes back refused still shows what it showed; one that was overtaken shows what is there now.
    version: mine && !mine.overtaken ? mine.version : point.version,
    base: mine && !mine.overtaken ? mine.base : JSON.stringify(shownFields(point)),
    theme: point.theme,
    number: point.number,
    label: `${word} ${index + 1}`,
    isPurple: point.box === 'purple',
    isYellow: point.box === 'yellow',
    heading: shown.heading,
    body: shown.body,
    html: markdownToHtml(point.body, { nameReference: referenceNamesOn(visit.id, focusPointsOf(visit.points, keys)) }),
    error: mine?.error ?? null,
    colleague: mine?.overtaken
      ? { heading: point.heading, body: point.body, links: inWords(links(point, theirs)) || 'ingen' }
      : null,
    answers,
    answered: answers.own.filter(toggle => toggle.checked),
    alsoThemes: model.themes
      .filter(theme => theme.key !== point.theme)
      .map(({ key, name }) => ({
        value: key,
        name,
        checked: shown.alsoThemes.includes(key),
      })),
    sources: [
      { value: '', text: 'Ikke angivet', isSelected: shown.source === '' },
      ...SOURCES.map(value => ({ value, text: SOURCE_WORDS[value], isSelected: value === shown.source })),
    ],
    saidId: `said-${point.id}`,
    saidOnTheDay: shown.saidOnTheDay,
    topics: shown.topics,
    chips: chips(point, theirs.others),
    places: model.themes.flatMap(theme =>
      BOXES.map(box => ({
        value: `${theme.key}/${box}`,
        text: `Tema ${theme.key} · ${boxHeading(box)}`,
        isSelected: theme.key === point.theme && box === point.box,
      })),
    ),
    splits: paragraphsOf(point.body)
      .slice(1)
      .map((text, i) => ({ value: i + 2, text: text.length > 60 ? `${text.slice(0, 60)} …` : text })),
    isFirst: index === 0,
    isLast: index === last,
  }
}

const asTyped = ({ heading, source, topics, ...point }: Point): Typed => ({
  ...point,
  base: '',
  heading: heading ?? '',
  source: source ?? '',
  topics: topics.join(', '),
})

/** All that a point says beside its text. */
function links(point: Point, { own, others }: ReturnType<typeof toggles>): string[] {
  const numbers = own.filter(({ checked }) => checked).map(({ number }) => `${number}`)
  return [...(numbers.length > 0 ? [`svarer på ${inWords(numbers)}`] : []), ...chips(point, others)]
}

function chips(point: Point, otherAnswers: readonly { text: string; checked: boolean }[]): string[] {
  const answered = otherAnswers.filter(({ checked }) => checked).map(({ text }) => text.toLowerCase())
  return [
    ...(answered.length > 0 ? [`svarer også på ${answered.join(' og ')}`] : []),
    ...(point.alsoThemes.length > 0 ? [`også i tema ${point.alsoThemes.join(', ')}`] : []),
    ...(point.source ? [SOURCE_WORDS[point.source]] : []),
    ...(point.saidOnTheDay ? [] : ['tilføjet efter dagen']),
    ...(point.saidOnTheDay && point.box === 'purple' ? ['sagt på dagen'] : []),
    ...point.topics,
    ...(point.goalKeys.length > 0 ? [`${point.goalKeys.length} mål i strategien`] : []),
  ]
}
