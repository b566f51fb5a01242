// A CPR number must never leave the house. Modulus 11 no longer holds for all, so a plausible date decides.
import { everywhere, type Rule } from '../rule.ts'

// ddmmyy-xxxx, also without hyphen or with spaces, and with a sign between the parts of the date.
const CPR = /(?<![\d\p{L}]|\d[-–.])(\d{2})([ .\-/]?)(\d{2})\2(\d{2})[\s.\-–—‑*_/]{0,3}(\d{4})(?![\d\p{L}])/gu

function isPlausible(day: number, month: number, year: number): boolean {
  // 29 February is taken in any century's leap year.
  const date = new Date(Date.UTC(2000 + year, month - 1, day))
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day
}

export const cpr: Rule = {
  name: 'cprNumber',
  title: 'CPR-nummer',
  severity: 'blocks',
  why: 'Et CPR-nummer er en fortrolig oplysning og må aldrig stå i en rapport.',
  remedy: 'Slet nummeret. Der skal heller ikke stå noget andet, som peger på én person.',
  find: everywhere(CPR, ({ match: [, day, , month, year] }) =>
    isPlausible(Number(day), Number(month), Number(year)) ? 'Her står noget, der ligner et CPR-nummer.' : null,
  ),
  bad: [
    'En borger (010190-1234) fortalte om sin dag.',
    'En borger med nummer 0101901234 fortalte.',
    'Nummeret er 311299 4321.',
    'Nummeret er 311299 - 4321.',
    'Nummeret er 290200–4321.',
    'Født 01.01.90-1234.',
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
  ],
}
