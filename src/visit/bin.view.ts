// The bin as it is read: what was deleted, by whom and when, where it stood, and how long it stays.
import { danishDate, danishDateTime, danishDay } from '../lib/danish-date.ts'
import type { BinRow } from './bin.queries.ts'
import { leavesBin } from './bin.rules.ts'
import { boxHeading } from './box.ts'
import { excerpt } from './theme.view.ts'
import { POINT_WORDS } from './visit.words.ts'

export const binView = (visitId: string, rows: readonly BinRow[]) =>
  rows.map(row => ({
    id: row.id,
    revisionId: row.revisionId,
    box: row.box,
    place: `Tema ${row.theme} · ${boxHeading(row.box)}`,
    word: POINT_WORDS[row.box][0],
    heading: row.heading,
    words: excerpt(row.body, 200) || 'Ingen tekst',
    isEmpty: row.body.trim() === '',
    short: excerpt(row.heading ?? row.body, 40),
    deleted: `Slettet ${danishDateTime(row.deletedAt)} af ${row.deletedByName ?? 'en tidligere kollega'}`,
    until: `Ligger her til ${danishDate(danishDay(leavesBin(row.deletedAt)))}`,
    historyHref: `/visit/${visitId}/history?point=${row.id}`,
  }))
