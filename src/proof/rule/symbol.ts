// Letters of a symbol font, which were bullets and arrows where they were written and are letters here.
import { everywhere, onceInEach, type Rule } from '../rule.ts'

// At a line's start: letters that are bullets in Wingdings and Symbol, and bullets that are typed as signs.
// Anywhere: a lone Æ, which was an arrow, and the signs of the private area, which are nothing outside their font.
const SYMBOL =
  /(?<=^[ \t]*)(?:[xoqvnlwuüØàèðþŸ¨¡¢¤§·•●○▪■◦‣➢➔➤✓][ \t]+(?=[^\s\d])|[•●▪■◦‣➢](?=\S))|(?<=\s)(?:[ÆèßðÞ®]|à(?= \p{L}{2}))(?=\s)|^Æ(?=\s|$)|[\uE000-\uF8FF]/gmu

export const symbol: Rule = {
  name: 'symbolLetter',
  title: 'Tegn, der skulle være punkt eller pil',
  severity: 'warns',
  why: 'Et punkttegn fra et andet program bliver til et bogstav, som skærmlæsere læser højt.',
  remedy: 'Begynd linjen med »- « for at lave en liste, og skriv pile med ord.',
  find: onceInEach(
    everywhere(
      SYMBOL,
      ({ quote }) => `»${quote.trim()}« ser ud til at være et punkttegn eller en pil fra et andet program.`,
    ),
  ),
  bad: [
    'x Flere aktiviteter',
    'Vi talte om:\no Tid\no Ro',
    'Æ Mere tid',
    'Ro Æ trivsel',
    'Æ',
    'Ÿ Tid\nŸ Ro',
    'Tid Þ trivsel, ro ß tid.',
    '§ Tid til kerneopgaven',
    '• Ro',
    'Vi så \uF0E0 ro.',
  ],
  good: [
    '- Tid\n- Ro',
    '1. Tid\n2. Ro',
    'I talte om tid.',
    'Å, hvor det blæser.',
    'Der kom 5 à 6 borgere.',
    'Vi så Ærø og øen.',
    'Efter § 85 i loven.',
    '– Vi har det godt, sagde en borger.',
    '§ 85 giver ret til støtte.',
  ],
}
