// A placeholder that nobody filled in.
import { everywhere, type Rule } from '../rule.ts'

const PATTERNS = [
  // (tilbuddets navn), [indsæt dato], (antal), <navn>
  String.raw`[(\[{<]{1,2}\s{0,3}(?:(?:indsæt|udfyld|tilføj)[^)\]}>\n]{0,60}|(?:(?:tilbud(?:d?ets?)?|borgerens|lederens|stedets|konsulentens|centrets)\s+)?(?:navn|navnet|dato|antal|tal)(?:\s+(?:her|på\s+[^)\]}>\n]{1,40}))?|skriv her|tilbud(?:d?et)?|mangler)\s{0,3}[)\]}>]{1,2}`,
  String.raw`(?<![\p{L}\p{N}])x{2,}(?![\p{L}\p{N}])`,
  '_{3,}',
  String.raw`\.{4,}|…{2,}|\?{3,}`,
  String.raw`\[\s*(?:…|\.{2,}|\?+|x)?\s*\](?!\()`,
  String.raw`(?<![\p{L}\p{N}])(?:TBD|TBA|TODO|lorem ipsum)(?![\p{L}\p{N}])`,
]

export const placeholder: Rule = {
  name: 'placeholder',
  title: 'Plads, der ikke er udfyldt',
  severity: 'blocks',
  why: 'En pladsholder i en færdig rapport ligner sjusk og kan skjule, at en oplysning mangler.',
  remedy: 'Skriv det, der skulle stå, eller slet pladsholderen.',
  find: everywhere(
    new RegExp(PATTERNS.join('|'), 'giu'),
    ({ quote }) => `»${quote}« ser ud til at vente på at blive udfyldt.`,
  ),
  bad: [
    'Vi besøgte (tilbuddets navn) en tirsdag.',
    'Vi besøgte [indsæt tilbuddets navn].',
    'Der er xxx ansatte.',
    'Der er XX ansatte.',
    'Vi talte med ___ borgere.',
    'En borger sagde […] om det.',
    'En borger sagde [...] om det.',
    'Her mangler et afsnit. TBD',
    'Vi talte med ..... om det.',
    'Besøget fandt sted (dato).',
    { conclusion: '(Tilbuddets navn) arbejder godt.' },
  ],
  good: [
    'Vi talte om maden (også den vegetariske).',
    'Ingen ved … hvornår.',
    'Han tøvede... og svarede.',
    'Læs [kvalitetsbeskrivelsen](https://eksempel.dk).',
    'Trøjen er i XXL og er fra Max.',
    'Det var (tal fra kommunen viser det) et godt år.',
    'Hvad nu?? spurgte en.',
  ],
}
