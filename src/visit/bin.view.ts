// The bin as it is read: what was deleted, by whom and when, where it stood, and how long it stays.
import { danishDate, danishDateTime, danishDay } from '../lib/danish-date.ts'
import type { BinRow } from './bin.queries.ts'
import { BIN_DAYS, leavesBin } from './bin.rules.ts'
import { boxHeading } from './box.ts'
import { excerpt } from './theme.view.ts'
import { POINT_WORDS } from './visit.words.ts'

type Deleted = Pick<BinRow, 'id' | 'theme' | 'box' | 'heading' | 'body'>

const shown = (visitId: string, { id, theme, box, heading, body }: Deleted) => ({
  id,
  box,
  place: `Tema ${theme} · ${boxHeading(box)}`,
  word: POINT_WORDS[box][0],
  heading,
  words: excerpt(body, 200) || 'Ingen tekst',
  isEmpty: body.trim() === '',
  short: excerpt(heading ?? body, 40),
  historyHref: `/visit/${visitId}/history?point=${id}`,
})

/** The bin; `own` are points that were deleted on a device, which the server has not told of yet. */
export const binView = (visitId: string, rows: readonly BinRow[], own: readonly Deleted[] = []) => [
  ...own.map(point => ({
    ...shown(visitId, point),
    revisionId: null,
    deleted: 'Slettet på denne enhed',
    until: `Ligger her i ${BIN_DAYS} dage`,
  })),
  ...rows.map(row => ({
    ...shown(visitId, row),
    revisionId: row.revisionId,
    deleted: `Slettet ${danishDateTime(row.deletedAt)} af ${row.deletedByName ?? 'en tidligere kollega'}`,
    until: `Ligger her til ${danishDate(danishDay(leavesBin(row.deletedAt)))}`,
  })),
]
