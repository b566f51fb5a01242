// The room: the day's purple cards one at a time, with the suggestions that answer each. Nobody's name stands here.
import { danishDate } from '../lib/danish-date.ts'
import { markdownToHtml } from '../lib/markdown.ts'
import { numbered } from './box.ts'
import type { FrameSource } from './frame.view.ts'
import { excerpt } from './theme.view.ts'
import { may, WHY_NOT } from './visit.rules.ts'
import type { Visit } from './visit.schema.ts'

type Model = { themes: readonly { key: string; name: string }[] }

const SIZES = [
  { size: 'large', upTo: 150 },
  { size: 'medium', upTo: 320 },
  { size: 'small', upTo: 600 },
] as const

/** How large a card of so many characters is shown, so that it can be read from the back of the room. */
export const cardSize = (characters: number) => SIZES.find(({ upTo }) => characters <= upTo)?.size ?? 'tiny'

/** The cards in the report's order, with `shown` (or the first) on screen. */
export function roomView(visit: Visit, model: Model, shown: string | undefined) {
  const keys = model.themes.map(({ key }) => key)
  const points = numbered(visit.points, keys)
  const deck = points.filter(point => point.box === 'purple' && point.saidOnTheDay)
  const at = Math.max(
    deck.findIndex(({ id }) => id === shown),
    0,
  )
  const href = (index: number) => (deck[index] ? `/visit/${visit.id}/room?card=${deck[index].id}` : null)
  return {
    count: deck.length,
    at: at + 1,
    current: deck[at]?.id ?? '',
    previous: href(at - 1),
    next: href(at + 1),
    cards: deck.map((card, index) => ({
      id: card.id,
      theme: card.theme,
      themeName: model.themes.find(({ key }) => key === card.theme)?.name ?? '',
      position: index + 1,
      isShown: index === at,
      heading: card.heading,
      html: markdownToHtml(card.body),
      size: cardSize((card.heading ?? '').length + card.body.length),
      suggestions: points
        .filter(point => point.box === 'yellow' && point.answers.includes(card.id))
        .map(({ id, heading, body }) => ({ id, heading, html: markdownToHtml(body) })),
    })),
    /** What a card that is written in the room is made of. */
    blank: {
      ...{ id: '', theme: '', themeName: '', position: 0, isShown: false },
      ...{ heading: null, html: '', size: 'large', suggestions: [] },
    },
    toggles: deck.map((card, index) => ({
      value: card.id,
      text: `${index + 1}`,
      title: card.heading ?? excerpt(card.body),
      checked: index === at,
    })),
    themes: model.themes.map(({ key, name }) => ({
      value: key,
      text: `Tema ${key}: ${name}`,
      isSelected: key === (deck[at]?.theme ?? keys[0]),
    })),
  }
}

/** What was typed into one of the forms of the room and refused. */
const NOTHING_TRIED = { kind: '', body: '', error: '' }

/** All that the screen on the wall prints. */
export function roomPage(
  { user, visit, tilbud, model }: Omit<FrameSource, 'names'>,
  card: string | undefined,
  tried = NOTHING_TRIED,
) {
  const editable = may(user, 'write', visit)
  return {
    title: `Lilla kort – ${tilbud.name}`,
    href: `/visit/${visit.id}`,
    action: `/visit/${visit.id}/room`,
    visitId: visit.id,
    tilbud: tilbud.name,
    date: danishDate(visit.visitedOn),
    editable,
    whyReadOnly: editable ? null : WHY_NOT[visit.status],
    room: roomView(visit, model, card),
    tried: {
      suggestion: tried.kind === 'focusPoint' ? NOTHING_TRIED : tried,
      focusPoint: tried.kind === 'focusPoint' ? tried : NOTHING_TRIED,
    },
  }
}
