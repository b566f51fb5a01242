// Who else is in the visit, and where.

export type Person = {
  device: string
  userId: string
  name: string
  theme: string | null
  text: string | null
  at: number
}

/** After so long without a word somebody is taken to have gone. */
const GONE_AFTER = 50_000
/** So often one says that one is still there. */
export const SAID_EVERY = 20_000

export type Said = Omit<Person, 'at'>

/** The people after one of them has said where he or she is; `now` sorts out who has gone. */
export function withPerson(people: readonly Person[], said: Said | null, now: number): Person[] {
  const others = people.filter(({ device, at }) => device !== said?.device && now - at < GONE_AFTER)
  return said && (said.theme !== null || said.text !== null) ? [...others, { ...said, at: now }] : others
}

const list = new Intl.ListFormat('da')
const named = (people: readonly Person[]) => list.format([...new Set(people.map(({ name }) => name))])

/** "NN skriver her", or null. */
export function whoWrites(people: readonly Person[], text: string): string | null {
  const here = people.filter(person => person.text === text)
  return here.length > 0 ? `${named(here)} skriver her` : null
}

/** "NN er i tema 3a", each where he or she is. */
export function whoIsWhere(people: readonly Person[]): string[] {
  const places = Map.groupBy(people, ({ theme, text }) =>
    theme === null ? (PLACES[text ?? ''] ?? 'her') : `i tema ${theme}`,
  )
  return [...places].map(([place, there]) => `${named(there)} er ${place}`)
}

const PLACES: Record<string, string> = { overallImpression: 'i samlede indtryk', conclusion: 'i konklusionen' }
