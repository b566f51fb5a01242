// What looks like a Danish CPR number. Modulus 11 no longer holds for all, so a plausible date decides.

// ddmmyy-xxxx, also without hyphen or with spaces, and with a sign between the parts of the date.
// Marks of emphasis hide nothing: they are not printed.
export const CPR =
  /(?<![\d\p{L}]|\d[-–.])(\d{2})[*_]{0,3}([ .\-/]?)(\d{2})[*_]{0,3}\2(19|20)?(\d{2})[\s.\-–—‑*_/]{0,5}(\d{4})(?![\d\p{L}])/gu
// Production units have ten digits, too, and say so.
const NAMED_OTHERWISE = /(?<!\p{L})(?:P|EAN|GLN|sags?|journal)-?\s?(?:nummer|nr)\.?:?(?:\s+er)?\s{0,3}$/iu

function isPlausible(day: number, month: number, year: number): boolean {
  // 29 February is taken in any century's leap year.
  const date = new Date(Date.UTC(2000 + year, month - 1, day))
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day
}

/** Whether a match of CPR in `text` is one: not a time, not another number that says what it is. */
export function isCpr(text: string, match: RegExpExecArray): boolean {
  const [, day, , month, century, year, last = ''] = match
  // "01.01.2024-2025" is a time.
  if (century && /^(?:19|20)/.test(last)) return false
  return isPlausible(Number(day), Number(month), Number(year)) && !NAMED_OTHERWISE.test(text.slice(0, match.index))
}
