// A placeholder that nobody filled in.
import { everywhere, type Rule } from '../rule.ts'

const PATTERNS = [
  // (tilbuddets navn), [indsæt dato], (antal), <navn>
  String.raw`[(\[{<]{1,2}\s{0,3}(?:(?:indsæt|udfyld|tilføj)[^)\]}>\n]{0,60}|(?:(?:tilbud(?:d?ets?)?|centrets|borgerens|lederens|stedets|konsulentens)\s+)?(?:navn|navnet|dato|antal|tal)(?:\s+(?:her|på\s+[^)\]}>\n]{1,40}))?|skriv her|tilbud(?:d?et)?|mangler)\s{0,3}[)\]}>]{1,2}`,
  String.raw`(?<![\p{L}\p{N}])x{2,}(?![\p{L}\p{N}])`,
  String.raw`_{3,}|(?<=^|\s)__(?=\s|$)`,
  String.raw`\.{4,}|…{2,}|\?{3,}`,
  String.raw`\[\s*(?:…|\.{2,}|\?+|x)?\s*\](?!\()`,
  String.raw`(?<![\p{L}\p{N}])(?:TBD|TBA|TODO|lorem ipsum|N\.\s?N\.)(?![\p{L}\p{N}])`,
]

// In a quotation, dots in brackets say that something was left out.
const LEFT_OUT = /^\[\s*(?:…|\.{2,})\s*\]$/
const isQuoted = (before: string) => {
  const paragraph = before.slice(before.lastIndexOf('\n') + 1)
  const count = (signs: RegExp) => paragraph.match(signs)?.length ?? 0
  return count(/[»«"“”„]/g) % 2 === 1 || /^\s*>/.test(paragraph)
}

export const placeholder: Rule = {
  name: 'placeholder',
  title: 'Plads, der ikke er udfyldt',
  severity: 'blocks',
  why: 'En pladsholder i en færdig rapport ligner sjusk og kan skjule, at en oplysning mangler.',
  remedy: 'Skriv det, der skulle stå, eller slet pladsholderen.',
  find: everywhere(new RegExp(PATTERNS.join('|'), 'giu'), ({ quote, passage, match }) =>
    LEFT_OUT.test(quote) && isQuoted(passage.text.slice(0, match.index))
      ? null
      : `»${quote}« ser ud til at vente på at blive udfyldt.`,
  ),
  bad: [
    'Vi besøgte (tilbuddets navn) en tirsdag.',
    'Vi besøgte [indsæt tilbuddets navn].',
    'Der er xxx ansatte.',
    'Der er XX ansatte.',
    'Vi talte med ___ borgere.',
    'Der er […] ansatte.',
    'Der er [...] ansatte.',
    'Vi talte med [antal] borgere og [navn på leder].',
    'Vi besøgte {{tilbud}} og talte med N.N. om det.',
    'Vi besøgte <navn på tilbud>.',
    'Vi talte med __ borgere.',
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
    'En sagde: »Her er ro […] og tid.«',
    '> Her er ro [...] og tid.',
    'Det er __vigtigt__ at være to.',
  ],
}
