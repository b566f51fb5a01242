// What the idea bank shows of a suggestion: its words without names, and whether they are what somebody looks for.

export type Names = { tilbud: readonly string[]; centres: readonly string[]; people: readonly string[] }

const escaped = (text: string) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)

/** Full names, and first names: a last name alone is too often a word of its own (Lund, Skov). */
const namesOfPerson = (name: string) => [name, name.split(/\s+/)[0] ?? '']

/** Takes the names of tilbud, centres and people out of texts; the longest first, in the genitive too. */
export function withoutNames({ tilbud, centres, people }: Names): (text: string) => string {
  const words = new Map<string, string>()
  const put = (names: readonly string[], word: string) => {
    for (const name of names) if (name.trim().length > 1) words.set(name.trim(), word)
  }
  put(people.flatMap(namesOfPerson), 'en kollega')
  put(centres, 'centret')
  put(tilbud, 'tilbuddet')
  if (words.size === 0) return text => text
  const any = [...words.keys()].sort((one, other) => other.length - one.length).map(escaped)
  const pattern = new RegExp(`(?<![\\p{L}\\p{N}])(${any.join('|')})(s|’s|'s)?(?![\\p{L}\\p{N}])`, 'gu')
  return text =>
    text.replaceAll(pattern, (whole: string, name: string, genitive: string | undefined, at: number) => {
      const word = `${words.get(name) ?? whole}${genitive ? 's' : ''}`
      const opens = /(^|[.!?:\n]\s*)$/.test(text.slice(0, at))
      return opens ? word.charAt(0).toLocaleUpperCase('da') + word.slice(1) : word
    })
}

/** Whether all words that were looked for stand in the texts, wherever. */
export function holds(texts: readonly string[], wanted: string): boolean {
  const said = texts.join('\n').toLocaleLowerCase('da')
  return wanted
    .toLocaleLowerCase('da')
    .split(/\s+/)
    .every(word => said.includes(word))
}
