// A CPR number must never leave the house. Modulus 11 no longer holds for all, so a plausible date decides.
import { everywhere, type Rule } from '../rule.ts'

// ddmmyy-xxxx, also without hyphen or with spaces, and with a sign between the parts of the date.
// Marks of emphasis hide nothing: they are not printed.
const CPR =
  /(?<![\d\p{L}]|\d[-–.])(\d{2})[*_]{0,3}([ .\-/]?)(\d{2})[*_]{0,3}\2(19|20)?(\d{2})[\s.\-–—‑*_/]{0,5}(\d{4})(?![\d\p{L}])/gu
// Production units have ten digits, too, and say so.
const NAMED_OTHERWISE = /(?<!\p{L})(?:P|EAN|GLN|sags?|journal)-?\s?(?:nummer|nr)\.?:?(?:\s+er)?\s{0,3}$/iu

function isPlausible(day: number, month: number, year: number): boolean {
  // 29 February is taken in any century's leap year.
  const date = new Date(Date.UTC(2000 + year, month - 1, day))
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day
}

export const cpr: Rule = {
  name: 'cprNumber',
  title: 'CPR-nummer',
  severity: 'blocks',
  alwaysStops: ['sendToHearing', 'publish'],
  why: 'Et CPR-nummer er en fortrolig oplysning og må aldrig stå i en rapport.',
  remedy: 'Slet nummeret. Der skal heller ikke stå noget andet, som peger på én person.',
  find: everywhere(CPR, ({ passage, match }) => {
    const [, day, , month, century, year, last = ''] = match
    // "01.01.2024-2025" is a time.
    if (century && /^(?:19|20)/.test(last)) return null
    if (!isPlausible(Number(day), Number(month), Number(year))) return null
    if (NAMED_OTHERWISE.test(passage.text.slice(0, match.index))) return null
    return 'Her står noget, der ligner et CPR-nummer.'
  }),
  bad: [
    'En borger (010190-1234) fortalte om sin dag.',
    'En borger med nummer 0101901234 fortalte.',
    'Nummeret er 311299 4321.',
    'Nummeret er 311299 - 4321.',
    'Nummeret er 290200–4321.',
    'Født 01.01.90-1234.',
    'Født 01.01.1990-1234.',
    'Nummeret er 0101**90**-**1234**.',
    'Nummeret er 01*01*901234.',
    'Cpr-nr.: 010190 1234.',
    { conclusion: 'Se sagen om 150675-0987.' },
    { topics: ['Tid', '150675-0987'] },
    { points: [{ heading: 'Om 150675-0987', body: 'Tekst.' }] },
    { met: [{ group: 'borger 150675-0987', count: 1 }] },
  ],
  good: [
    'Ring på 45 12 34 56.',
    'Ring på 3112 9943, eller skriv til os.',
    'Sagen har nummer 2026-310299-43.',
    'Nummeret 320190-1234 er ingen dato, og 011390-1234 heller ikke.',
    'Den 12.05.2026 talte vi med fire.',
    'Det lange nummer 1234010190123456 er et varenummer.',
    'Fra 2024 til 2026 kom 120 nye.',
    'Sagen har nummer 24-0101-1234.',
    'Stedets P-nummer er 1012345678, og P-nr. 1003456789 er et andet.',
    'Vi så på tiden fra 01.01.2024 til 31.12.2025.',
    'Det var 12.05.2024 – 2025 og 01.01.2024-2025.',
  ],
}
