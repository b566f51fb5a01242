// How saving stands, in the words that the room's foot shows.
import { danishTime } from '../lib/danish-date.ts'
import type { Sending } from './room-sending.ts'

const waits = (count: number) => (count === 1 ? '1 tekst venter' : `${count} tekster venter`)

/** The words, and whether somebody should do something about it. */
export function sendingInWords({ state, waiting }: Sending): { words: string; trouble: boolean } {
  if (state === 'sending') return { words: 'Gemmer …', trouble: false }
  if (state === 'saved') return { words: `Gemt kl. ${danishTime(new Date())}`, trouble: false }
  const keep = `${waits(waiting)} på at blive gemt. Lad siden stå åben.`
  return state === 'loggedOut'
    ? { words: `Dit login er udløbet. ${keep} Log ind i en ny fane.`, trouble: true }
    : { words: `Ingen forbindelse. ${keep}`, trouble: true }
}
