// The pages of a visit, rendered on the device with the server's own views and templates.

import brief from '../../../templates/brief/brief.hbs'
import layout from '../../../templates/layouts/page.hbs'
import screen from '../../../templates/layouts/screen.hbs'
import facts from '../../../templates/visit/facts.hbs'
import notes from '../../../templates/visit/notes.hbs'
import overview from '../../../templates/visit/overview.hbs'
import room from '../../../templates/visit/room.hbs'
import text from '../../../templates/visit/text.hbs'
import theme from '../../../templates/visit/theme.hbs'
import { type BriefView, briefPage, briefThreads } from '../../brief/brief.view.ts'
import { pageFrame } from '../../http/menu.ts'
import type { Model } from '../../model/model.schema.ts'
import type { EarlierThread } from '../../thread/thread.schema.ts'
import type { Copy } from '../../visit/copy.schema.ts'
import { factsView } from '../../visit/facts.view.ts'
import { type FrameSource, framed } from '../../visit/frame.view.ts'
import { noteView, type Sorted } from '../../visit/note.view.ts'
import { roomPage } from '../../visit/room.view.ts'
import { TEXTS, textView } from '../../visit/text.view.ts'
import { type Notice, themeView } from '../../visit/theme.view.ts'
import { may } from '../../visit/visit.rules.ts'
import type { Template } from './handlebars.ts'

/** All that a device needs to print a visit's pages. */
export type Source = FrameSource & {
  last?: BriefView | null
  threads?: EarlierThread[]
  model: Model
  notice?: Notice | null
  sorted?: Sorted | null
} & Pick<Copy, 'possible' | 'notes'>

export type Printed = { title: string; body: string }

type Page = { template: Template; data: { title: string; wide: boolean } & Record<string, unknown> }

function factsPage(source: Source): Page {
  const view = factsView(source.visit, source.possible, source.names, { typed: null, messages: {}, overtaken: false })
  const { id } = source.visit
  const places = { action: `/visit/${id}/facts` }
  return { template: facts, data: { ...framed(source, 'facts', 'Fakta'), facts: view, errors: [], ...places } }
}

function noteViews({ user, visit, model, notes, sorted = null }: Source, from: 'theme' | 'notes') {
  const around = { visitId: visit.id, themes: model.themes, editable: may(user, 'write', visit), from, sorted }
  return (notes ?? []).map(note => noteView(note, around))
}

/** The page of the visit at `part` ("", "theme/3a", "conclusion" …); null where the device has none. */
function pageAt(source: Source, part: string): Page | null {
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
    return { template: brief, data: { ...framed(source, 'brief', 'Før besøget'), threads, last } }
  }
  if (part === 'notes' && source.notes)
    return { template: notes, data: { ...framed(source, 'notes', 'Kladdenoter'), notes: noteViews(source, 'notes') } }
  const [, key] = /^theme\/([^/]+)$/.exec(part) ?? []
  const view = key && themeView({ ...source, key })
  if (!view) return null
  const frame = framed(source, `theme/${view.key}`, `Tema ${view.key}: ${view.name}`)
  const note = noteViews(source, 'theme').find(({ theme }) => theme === view.key) ?? null
  return { template: theme, data: { ...frame, theme: view, note } }
}

/** The page without the frame of the site. */
export function printPart(source: Source, part: string): Printed | null {
  const page = pageAt(source, part)
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
  card?: string,
): string | null {
  if (part === 'room') {
    const { title } = roomPage(source, card)
    return screen({ title, assets, userId: source.user.id, body: printRoom(source, card) })
  }
  const page = printPart(source, part)
  const path = `/visit/${source.visit.id}${part && `/${part}`}`
  return page && printDocument(source.user, path, assets, { wide: true, ...page })
}
