// A page number that a person typed: right on the day it was typed.
import { everywhere, type Rule } from '../rule.ts'

const PAGE =
  /(?<=(?<!\p{L})(?:se|jf\.?|jævnfør|på|også|og|eller|fra|til)\s+|\()(?:side|s\.)\s*\d{1,3}(?!\d)(?:\s*(?:[-–]|og|til)\s*\d{1,3})?/giu

export const pageNumber: Rule = {
  name: 'typedPageNumber',
  title: 'Sidetal, der er skrevet i teksten',
  severity: 'warns',
  why: 'Sidetallene flytter sig, når der bliver rettet, og så peger henvisningen forkert.',
  remedy: 'Henvis til temaet i stedet, som »tema 3a«. Rapporten sætter selv sidetallet på.',
  find: everywhere(PAGE, ({ quote }) => `»${quote}« er et sidetal, som ingen retter, når rapporten ændrer sig.`),
  bad: [
    'Det står også i tema 4, se side 6.',
    'Det er beskrevet på side 12.',
    'Det er nævnt før (s. 7).',
    'Se også tema 4 og side 6.',
    'Jf. s. 4-5.',
  ],
  good: [
    'Ved siden af 3 borgere sad en medarbejder.',
    'Planen fylder 3 sider.',
    'På den ene side 2 timer, på den anden 4.',
    'Det står i tema 4.',
  ],
}
