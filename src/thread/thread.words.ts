// The words that people read for what a thread keeps as keys.
import type { ThreadMark, ThreadProgress, ThreadStatus } from '../db/tables.ts'
import { danishDate } from '../lib/danish-date.ts'
import { plainText } from '../lib/markdown.ts'
import { excerpt } from '../visit/theme.view.ts'
import type { EarlierThread } from './thread.schema.ts'

export const PROGRESS_WORDS: Record<ThreadProgress, { label: string; helptext: string }> = {
  open: { label: 'Ikke begyndt', helptext: 'Der er ikke gjort noget endnu.' },
  underway: { label: 'I gang', helptext: 'Noget er sat i gang.' },
  tried: { label: 'Prøvet', helptext: 'Det er prøvet, og I ved, hvad der virker.' },
  anchored: { label: 'Forankret', helptext: 'Det er blevet sådan, I gør.' },
}

export const THREAD_WORDS: Record<ThreadStatus, string> = {
  open: 'Ikke begyndt',
  underway: 'I gang',
  tried: 'Prøvet',
  anchored: 'Forankret',
  closed: 'Lukket',
}

export const MARK_WORDS: Record<ThreadMark, { label: string; helptext: string }> = {
  continued: { label: 'Fortsat', helptext: 'Tilbuddet arbejder videre med det.' },
  closed: { label: 'Lukket', helptext: 'Der er ikke mere at følge op på.' },
}

/** What a point is called where its whole text does not stand. */
export const nameOf = ({ heading, body }: { heading: string | null; body: string }) =>
  heading ?? excerpt(plainText(body), 110)

/** What is known of an earlier thread, in short: "I gang (12. marts 2027): Vi er begyndt." */
export function toldOf({
  lastUpdate,
  handling,
  role,
  due,
}: Pick<EarlierThread, 'lastUpdate' | 'handling' | 'role' | 'due'>) {
  const plan = [handling.trim(), role, due ? `senest ${danishDate(due)}` : ''].filter(Boolean).join(' · ')
  const note = lastUpdate?.note ? `: ${lastUpdate.note}` : ''
  return {
    plan: plan || 'Tilbuddet har ikke skrevet, hvad det gør.',
    status: lastUpdate
      ? `${PROGRESS_WORDS[lastUpdate.status].label} (${danishDate(lastUpdate.on)})${note}`
      : 'Der er ikke givet status.',
  }
}
