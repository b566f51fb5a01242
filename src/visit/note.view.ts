// The raw note to a theme as it is written in: its text, and the pieces of it that can become points.
import { BOXES, type Box } from '../db/tables.ts'
import { passagesOf } from './note.rules.ts'
import { excerpt } from './theme.view.ts'
import { countPoints } from './visit.words.ts'

type Note = { theme: string; body: string; version: number }

/** A form that could not be saved as it was typed. */
export type TriedNote = { theme: string; body: string; error: string; from: 'theme' | 'notes' }

/** What was sorted just now. */
export type Sorted = { theme: string; box: Box; count: number }

const BUTTONS: Record<Box, { text: string; title: string }> = {
  grey: { text: 'Grå', title: 'Vi talte om' },
  purple: { text: 'Lilla', title: 'fokuspunkt' },
  yellow: { text: 'Gul', title: 'forslag' },
}

type Around = {
  visitId: string
  themes: readonly { key: string; name: string }[]
  editable: boolean
  /** Where the form leads back to: the page of its theme, or all notes. */
  from: 'theme' | 'notes'
  tried?: TriedNote | null
  sorted?: Sorted | null
}

export function noteView(note: Note, { visitId, themes, editable, from, tried = null, sorted = null }: Around) {
  const { theme, version } = note
  const mine = tried?.theme === theme ? tried : null
  const body = mine?.body ?? note.body
  const told = sorted?.theme === theme ? sorted : null
  const href = `/visit/${visitId}`
  return {
    theme,
    name: themes.find(({ key }) => key === theme)?.name ?? '',
    id: `note-${theme}`,
    form: `note-form-${theme}`,
    action: `${href}/notes/${theme}`,
    api: `/api/v1/visits/${visitId}/notes/${theme}`,
    themeHref: `${href}/theme/${theme}`,
    historyHref: `${href}/history?note=${theme}`,
    version,
    from: mine?.from ?? from,
    isFromNotes: from === 'notes',
    body,
    isEmpty: body.trim() === '',
    editable,
    error: mine?.error ?? null,
    told: told && `${countPoints(told.box, told.count)} fra noten står nu i temaets bokse.`,
    passages: passagesOf(body).map(({ text }, index) => ({
      id: `passage-${theme}-${index + 1}`,
      value: text,
      text: excerpt(text, 120),
    })),
    boxes: BOXES.map((box, index) => ({ box, key: index + 1, ...BUTTONS[box] })),
  }
}
