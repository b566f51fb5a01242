// One theme as it is written in: three boxes of points, with numbers, references and what an empty box will say.
import { BOXES, type Box } from '../db/tables.ts'
import type { RequestUser } from '../http/request-user.ts'
import { boxHeading, emptyBoxPhrase, numbered, standardPhrase } from './box.ts'
import { type NumberedPoint, pointView, type Tried, toggles } from './point.view.ts'
import { may } from './visit.rules.ts'
import type { Visit } from './visit.schema.ts'
import { inWords } from './visit.words.ts'

type Model = {
  themes: readonly { key: string; name: string; purpose: string }[]
  phrases: readonly { key: string; text: string }[]
}

/** Something that just happened to a point of this box: it was deleted, or moved elsewhere. */
export type Notice = { box: Box; text: string; undo: string | null; href: string | null }

/** A new point that could not be saved as it was typed. */
export type TriedNew = { box: Box; heading: string; body: string; answers: string[]; error: string }

type Source = {
  user: RequestUser
  visit: Visit
  model: Model
  key: string
  notice?: Notice | null
  tried?: Tried | null
  triedNew?: TriedNew | null
}

/** What stands at `theme/{key}`, or nothing when the model has no such theme. */
export function themeView({ user, visit, model, key, notice = null, tried = null, triedNew = null }: Source) {
  const at = model.themes.findIndex(theme => theme.key === key)
  const theme = model.themes[at]
  if (!theme) return undefined
  const href = `/visit/${visit.id}`
  const points = numbered(
    visit.points,
    model.themes.map(({ key }) => key),
  )
  const own = points.filter(point => point.theme === key)
  const visiting = points.filter(point => point.theme !== key && point.alsoThemes.includes(key))
  const hosts = [...new Set(visiting.map(point => point.theme))]

  const box = (color: Box) => {
    const inBox = own.filter(point => point.box === color)
    const fresh = triedNew?.box === color ? triedNew : null
    return {
      color,
      id: `box-${color}`,
      heading: boxHeading(color),
      points: inBox.map((point, index) =>
        pointView(point, { visit, model, points, index, last: inBox.length - 1, tried }),
      ),
      references: visiting
        .filter(point => point.box === color)
        .map(point => ({ href: `${href}/theme/${point.theme}#point-${point.id}`, ...reference(point) })),
      phrase: inBox.length > 0 ? null : phrase(color, hosts, model),
      notice: notice?.box === color ? notice : null,
      fresh: {
        form: `new-${color}`,
        theme: key,
        box: color,
        action: `${href}/theme/${key}`,
        api: `/api/v1/visits/${visit.id}/points`,
        label: NEW_LABELS[color],
        guide: GUIDES[color],
        heading: fresh?.heading ?? '',
        body: fresh?.body ?? '',
        error: fresh?.error ?? null,
        answers: color === 'yellow' ? toggles(points, key, fresh?.answers ?? []).own : [],
      },
    }
  }

  const formIsThere = may(user, 'write', visit) && (!tried || own.some(point => point.id === tried.id))
  const neighbour = (index: number) => {
    const other = model.themes[index]
    return other ? { href: `${href}/theme/${other.key}`, key: other.key, name: other.name } : null
  }
  const [grey, purple, yellow] = BOXES.map(box)
  return {
    key,
    name: theme.name,
    purpose: theme.purpose,
    // What was typed into a form that is no longer there: the visit was closed for writing, or the point deleted.
    lost: formIsThere ? null : (tried ?? triedNew),
    grey,
    purple,
    yellow,
    previous: neighbour(at - 1),
    next: neighbour(at + 1),
  }
}

const NEW_LABELS: Record<Box, string> = { grey: 'Nyt punkt', purple: 'Nyt fokuspunkt', yellow: 'Nyt forslag' }

const GUIDES: Record<Box, string> = {
  grey: 'Det, der betyder noget for feedbacken. Ikke et referat.',
  purple: 'Det, I vil gøre tilbuddet opmærksomt på.',
  yellow: 'Det, ledere og medarbejdere selv foreslår.',
}

const reference = (point: NumberedPoint) => ({
  text: point.heading ?? excerpt(point.body),
  place: point.number === null ? `tema ${point.theme}` : `tema ${point.theme}, fokuspunkt ${point.number}`,
})

/** The beginning of a text, cut between words. */
export const excerpt = (text: string, max = 70) =>
  text.length <= max ? text : `${text.slice(0, text.lastIndexOf(' ', max) || max)} …`

function phrase(box: Box, hosts: string[], model: Model): string {
  const key = emptyBoxPhrase(box, hosts.length > 0)
  const text = standardPhrase(model, key)
  return key === 'purple-elsewhere' ? `${text}: se tema ${inWords(hosts)}.` : `${text}.`
}
