// The report's own wording: lists in words, and people counted in words.
/** "a", "a og b", "a, b og c". */
export function inWords(parts: readonly string[]): string {
  return parts.map((part, index) => separator(index, parts.length) + part).join('')
}

/** What stands before the part with this index when so many parts are listed. */
export function separator(index: number, count: number): string {
  if (index === 0) return ''
  return index === count - 1 ? ' og ' : ', '
}

// Consultants type a group in either number; the report inflects it. Other words are printed as they were typed.
const GROUPS = [
  ['medarbejder', 'medarbejdere'],
  ['leder', 'ledere'],
  ['afdelingsleder', 'afdelingsledere'],
  ['souschef', 'souschefer'],
  ['borger', 'borgere'],
  ['beboer', 'beboere'],
  ['bruger', 'brugere'],
  ['deltager', 'deltagere'],
  ['frivillig', 'frivillige'],
  ['pårørende', 'pårørende'],
  ['studerende', 'studerende'],
  ['vikar', 'vikarer'],
] as const

/** Whom the consultants met: "4 medarbejdere og 1 leder". */
export function participantsInWords(met: readonly { group: string; count: number }[]): string {
  const groups = met
    .filter(({ count }) => count > 0)
    .map(({ group, count }) => {
      const forms = GROUPS.find(pair => pair.some(form => form === group.toLowerCase()))
      return `${count} ${forms ? forms[count === 1 ? 0 : 1] : group}`
    })
  return inWords(groups)
}
