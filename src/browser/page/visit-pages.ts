// The pages of a visit, rendered on the device with the server's own views and templates.

import brief from '../../../templates/brief/brief.hbs'
import layout from '../../../templates/layouts/page.hbs'
import screen from '../../../templates/layouts/screen.hbs'
import bin from '../../../templates/visit/bin.hbs'
import facts from '../../../templates/visit/facts.hbs'
import history from '../../../templates/visit/history.hbs'
import notes from '../../../templates/visit/notes.hbs'
import overview from '../../../templates/visit/overview.hbs'
import room from '../../../templates/visit/room.hbs'
import text from '../../../templates/visit/text.hbs'
import theme from '../../../templates/visit/theme.hbs'
import { briefPage, briefThreads } from '../../brief/brief.view.ts'
import { describedPage } from '../../description/described.view.ts'
import { pageFrame } from '../../http/menu.ts'
import { danishDateTime } from '../../lib/danish-date.ts'
import type { Model } from '../../model/model.schema.ts'
import { marksForm } from '../../thread/mark.view.ts'
import { BIN_DAYS } from '../../visit/bin.rules.ts'
import { binView } from '../../visit/bin.view.ts'
import type { Copy } from '../../visit/copy.schema.ts'
import { describedView } from '../../visit/described.view.ts'
import { confirmationView, factsView } from '../../visit/facts.view.ts'
import { type FrameSource, framed } from '../../visit/frame.view.ts'
import { groupOfNow, historyGroups, historyHead } from '../../visit/history.view.ts'
import { noteView, type Sorted } from '../../visit/note.view.ts'
import type { Past } from '../../visit/past.schema.ts'
import { historyOf, pastBin, pastRows, rowsOfNow } from '../../visit/past.view.ts'
import { roomPage } from '../../visit/room.view.ts'
import { TEXTS, textView } from '../../visit/text.view.ts'
import { type Notice, themeView } from '../../visit/theme.view.ts'
import { may } from '../../visit/visit.rules.ts'
import type { Point } from '../../visit/visit.schema.ts'
import type { Brief } from '../sync/kept-copy.ts'
import type { Template } from './handlebars.ts'

/** More of the past of a whole visit is read with a network. */
const SHOWN_OF_PAST = 50

/** All that a device needs to print a visit's pages. */
export type Source = FrameSource &
  Partial<Brief> & {
    model: Model
    notice?: Notice | null
    sorted?: Sorted | null
    /** What is known of the visit's past, with when; and which points were deleted here. */
    past?: (Past & { at: number }) | null
    deleted?: Point[]
  } & Pick<Copy, 'possible' | 'notes'>

export type Printed = { title: string; body: string }

type Page = { template: Template; data: { title: string; wide: boolean } & Record<string, unknown> }

function factsPage(source: Source): Page {
  const view = factsView(source.visit, source.possible, source.names, { typed: null, messages: {}, overtaken: false })
  const { id } = source.visit
  const places = { action: `/visit/${id}/facts` }
  const confirmation = source.confirmation ? confirmationView(source.confirmation) : null
  return {
    template: facts,
    data: { ...framed(source, 'facts', 'Fakta'), facts: view, errors: [], confirmation, ...places },
  }
}

/** What the tilbud has written; null where that is nothing. */
function writtenOf({ description }: Source): Parameters<typeof describedPage>[0] {
  const { version = 0, writtenOn = null } = description ?? {}
  return description && version > 0 && writtenOn !== null ? { ...description, writtenOn } : null
}

const BEYOND = 'Kvalitetsbeskrivelsen og opfølgningen fra sidste besøg er ikke hentet på denne enhed. De kan læses, når der er net.' // biome-ignore format: one line

/** What is read beside a theme's boxes. To be marked it takes a network. */
function besideTheme(source: Source, key: string) {
  const { user, visit, model, threads, description } = source
  if (!threads || !description) return { beyond: BEYOND }
  const around = { visit, model, theme: key, description: writtenOf(source), editable: false, away: may(user, 'write', visit) } // biome-ignore format: one line
  const earlier = marksForm(threads, key, { visit, themes: model.themes, editable: false })
  return { described: describedView(around), earlier }
}

function noteViews({ user, visit, model, notes, sorted = null }: Source, from: 'theme' | 'notes') {
  const around = { visitId: visit.id, themes: model.themes, editable: may(user, 'write', visit), from, sorted }
  return (notes ?? []).map(note => noteView(note, around))
}

/** What a page of the past says of where it comes from: `what` it shows, and what is `missing` on the device. */
const knownSince = ({ past }: Source, what: string, missing: string) =>
  past
    ? `Vist fra denne enhed, som sidst hentede ${what} ${danishDateTime(new Date(past.at))}. ${missing} kan du se, når der er net.`
    : `Enheden har ikke hentet ${what} endnu. Det sker, når der er net. Her er kun det, der er ændret på denne enhed.`

function binPage(source: Source): Page {
  const { user, visit, notes, past, deleted = [] } = source
  const rows = pastBin({ visit, notes, past: past?.revisions ?? null }, new Date())
  const data = {
    ...{ days: BIN_DAYS, points: binView(visit.id, rows, deleted), canRestore: may(user, 'write', visit) },
    ...{
      action: `/visit/${visit.id}/bin`,
      pager: null,
      device: knownSince(source, 'papirkurven', 'Det, kolleger har slettet siden,'),
    },
  }
  return { template: bin, data: { ...framed(source, 'bin', 'Papirkurv'), ...data } }
}

function historyPage(source: Source, query: URLSearchParams): Page | null {
  const { user, visit, notes, past } = source
  const of = historyOf(query)
  const known = { visit, notes, past: past?.revisions ?? null }
  const [now, rows] = [rowsOfNow(known, of), pastRows(known, of).slice(0, SHOWN_OF_PAST)]
  if (of.kind === 'point' && now.length + rows.length === 0) return null
  const note = of.kind === 'note' ? (notes?.find(({ theme }) => theme === of.theme)?.body ?? null) : null
  const around = { visit, note, editable: may(user, 'write', visit) }
  const data = {
    ...{ head: historyHead(visit, of, [...now, ...rows]), showsPlaces: of.kind === 'visit', pager: null },
    ...{
      action: `/visit/${visit.id}/history`,
      device: knownSince(source, 'historikken', 'Kollegers ændringer siden og ældre versioner'),
    },
    groups: [...groupOfNow(now, around), ...historyGroups(rows, around)],
  }
  return { template: history, data: { ...framed(source, 'history', 'Historik'), ...data } }
}

const NOTHING = new URLSearchParams()

/** The page of the visit at `part` ("", "theme/3a", "conclusion" …); null where the device has none. */
function pageAt(source: Source, part: string, query: URLSearchParams): Page | null {
  if (part === 'bin') return binPage(source)
  if (part === 'history') return historyPage(source, query)
  if (part === '') return { template: overview, data: framed(source, 'overview', 'Overblik') }
  if (part === 'facts') return factsPage(source)
  const large = TEXTS.find(({ path }) => path === part)
  if (large)
    return {
      template: text,
      data: { ...framed(source, large.path, large.heading), ...textView(source, large.path) },
    }
  if (part === 'brief' && source.last !== undefined) {
    const last = source.last && briefPage(source.last)
    const threads = briefThreads(source.threads ?? [])
    const description = source.description && (describedPage(writtenOf(source)) ?? { themes: [] })
    return { template: brief, data: { ...framed(source, 'brief', 'Før besøget'), threads, last, description } }
  }
  if (part === 'notes' && source.notes)
    return { template: notes, data: { ...framed(source, 'notes', 'Kladdenoter'), notes: noteViews(source, 'notes') } }
  const [, key] = /^theme\/([^/]+)$/.exec(part) ?? []
  const view = key && themeView({ ...source, key })
  if (!view) return null
  const frame = framed(source, `theme/${view.key}`, `Tema ${view.key}: ${view.name}`)
  const note = noteViews(source, 'theme').find(({ theme }) => theme === view.key) ?? null
  return { template: theme, data: { ...frame, theme: view, note, ...besideTheme(source, view.key) } }
}

/** The page without the frame of the site. */
export function printPart(source: Source, part: string, query = NOTHING): Printed | null {
  const page = pageAt(source, part, query)
  return page && { title: page.data.title, body: page.template(page.data) }
}

/** A whole HTML document. */
export const printDocument = (
  user: FrameSource['user'] | null,
  path: string,
  assets: { css: string; js: string },
  page: { title: string; wide: boolean; body: string },
) => layout({ ...page, assets, ...pageFrame(user, path), flash: null })

/** The screen on the wall, without its frame. */
export const printRoom = (source: Source, card: string | undefined) => room(roomPage(source, card))

/** The whole document of the page of the visit at `part`; null where the device has none. */
export function printPage(
  source: Source,
  part: string,
  assets: { css: string; js: string },
  query = NOTHING,
): string | null {
  if (part === 'room') {
    const card = query.get('card') ?? undefined
    const { title } = roomPage(source, card)
    return screen({ title, assets, userId: source.user.id, body: printRoom(source, card) })
  }
  const page = printPart(source, part, query)
  const path = `/visit/${source.visit.id}${part && `/${part}`}`
  return page && printDocument(source.user, path, assets, { wide: true, ...page })
}
