// A CPR number must never leave the house.
import { CPR, isCpr } from '../../lib/cpr.ts'
import { everywhere, type Rule } from '../rule.ts'

export const cpr: Rule = {
  name: 'cprNumber',
  title: 'CPR-nummer',
  severity: 'blocks',
  alwaysStops: ['sendToHearing', 'publish'],
  why: 'Et CPR-nummer er en fortrolig oplysning og må aldrig stå i en rapport.',
  remedy: 'Slet nummeret. Der skal heller ikke stå noget andet, som peger på én person.',
  find: everywhere(CPR, ({ passage, match }) =>
    isCpr(passage.text, match) ? 'Her står noget, der ligner et CPR-nummer.' : null,
  ),
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
