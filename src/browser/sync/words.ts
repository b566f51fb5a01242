// What the screen says about saving. "Gemt" is only ever the server's word.
import { danishTime } from '../../lib/danish-date.ts'

export type TextState =
  | { state: 'nothing' }
  | { state: 'saved'; at: string }
  | {
      state:
        | 'saving'
        | 'kept'
        | 'unkept'
        | 'loggedOut'
        | 'gone'
        | 'deleted'
        | 'locked'
        | 'missing'
        | 'tooLong'
        | 'broken'
    }

export type State = TextState['state']

const WORDS: Record<Exclude<State, 'saved'>, string> = {
  nothing: '',
  saving: 'Gemmer …',
  kept: 'Ikke sendt. Gemt på denne tablet',
  unkept: 'Ikke sendt. Hold siden åben, til der er net igen',
  loggedOut: 'Ikke sendt. Log ind for at sende',
  gone: 'Ikke sendt. Du har ikke længere adgang til besøget. Hent redningsfilen',
  deleted: 'En kollega har slettet punktet. Din tekst ligger i historikken',
  locked: 'Ikke sendt. Besøget er lukket for skrivning. Din tekst bliver sendt, når det åbnes igen',
  missing: 'Ikke sendt. Punktet findes ikke. Kopiér teksten, eller hent redningsfilen',
  tooLong: 'Ikke sendt. Teksten er for lang. Kort den ned, eller del den',
  broken: 'Ikke sendt. Serveren kan ikke læse teksten. Hent redningsfilen, og genindlæs siden',
}

/** The state of one text in words. */
export const inWords = (text: TextState): string =>
  text.state === 'saved' ? `Gemt kl. ${danishTime(new Date(text.at))}` : WORDS[text.state]

/** States in which a person has to do something. */
export const isTrouble = (state: State) => !['nothing', 'saved', 'saving'].includes(state)

export type Overall = {
  connection: 'online' | 'offline' | 'loggedOut' | 'gone'
  /** How many texts and changes the server has not got. */
  waiting: number
  /** Whether all of that is on the device. */
  kept: boolean
  savedAt: string | null
}

const count = (waiting: number) => (waiting === 1 ? '1 punkt venter' : `${waiting} punkter venter`)

/** The state of the whole visit, for the bar of the page. */
export function overallInWords({ connection, waiting, kept, savedAt }: Overall): string {
  if (waiting === 0) {
    if (connection === 'offline') return 'Ingen forbindelse. Alt er gemt, og du kan skrive videre'
    return savedAt ? `Alt er gemt kl. ${danishTime(new Date(savedAt))}` : 'Alt er gemt'
  }
  if (connection === 'online') return 'Gemmer …'
  if (connection === 'loggedOut') return `${count(waiting)}. Log ind for at sende`
  if (connection === 'gone') return `${count(waiting)}. Hent redningsfilen`
  return kept ? `${count(waiting)}. Gemt på denne tablet` : `${count(waiting)}. Hold siden åben`
}
