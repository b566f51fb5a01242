// What points at one person: a name, a telephone number, an e-mail address, an illness.
import { type Material, passages } from '../material.ts'
import { everywhere, type Hit, hit, type Rule } from '../rule.ts'
import { sentences } from '../sentence.ts'

// One person; several of them are a group.
const PERSON =
  '(?:(?:borger|beboer|bruger|medarbejder|kollega|gæst|deltager|vikar)(?:en|ens)?|(?:pårørende|mand|kvinde|mor|far|søn|datter)(?:en|ens)?)'
const PHONE = /(?<![\d.,-])(?:\+45 ?)?(?:\d{8}|\d{2} \d{2} \d{2} \d{2}|\d{4} \d{4})(?![\d-])/gu
const COMPANY = /(?<!\p{L})(?:CVR|SE)(?:-?(?:nummer|nr))?\.?:?\s{0,3}$/iu
const MAIL = /(?<![\p{L}\d._-])[\p{L}\d._-]{1,64}@[\p{L}\d-]+\.[\p{L}\d.-]*\p{L}/gu
const STAFF = '(?:leder|afdelingsleder|souschef|forstander|konsulent|pædagog|sygeplejerske|psykiater|læge)(?:en|ens)?'
const NAMED = new RegExp(
  String.raw`(?<![\p{L}-])(?i:${PERSON}|${STAFF})[ ](?:(?:der|som) hedder |ved navn |kaldet )?(\p{Lu}\p{Ll}+)(?!\p{L})`,
  'gu',
)
const ILLNESS =
  'skizofreni|skizofren|skizotypi|borderline|ocd|ptsd|cancer|sclerose|parkinson|overdosis|psykisk syg|sindslidende|suicidal|sygemeldt|stress|depression|psykose|psykotisk|bipolar|autisme|autist|adhd|angst|demens|dement|diabetes|epilepsi|kræft|hiv|selvmord|selvskade|spiseforstyrrelse|misbrug|misbruger|alkoholiker|abort|gravid|indlagt|udviklingshæmmet|hjerneskade|blodprop'
const ILL = new RegExp(
  String.raw`(?<!\p{L})(?:en|den|ene|anden|ny|ung|unge|ældre)\s+(?:\p{Ll}+\s+)?${PERSON}(?:[^.,!?:;]{0,40}?)(?<!\p{L})(?:${ILLNESS})\p{Ll}*|(?<![\p{L}-])(?:borgeren|beboeren|brugeren|medarbejderen|kollegaen|gæsten)(?:[^.,!?:;]{0,40}?)(?<!\p{L})(?:${ILLNESS})\p{Ll}*`,
  'giu',
)

/** A name behind a person word, unless it is one of the tilbud's own or stands capital for another reason. */
const namedPeople = (material: Material): Hit[] =>
  everywhere(NAMED, ({ match: [, name = ''] }) => {
    const known = [material.tilbud.name, ...material.tilbud.shortNames].join(' ')
    return known.includes(name) ? null : `»${name}« ser ud til at være navnet på en person.`
  })(material)

const illPeople = (material: Material): Hit[] =>
  passages(material).flatMap(passage =>
    sentences(passage.text).flatMap(({ text, start }) =>
      [...text.matchAll(ILL)].map(({ index, 0: quote }) =>
        hit(passage, start + index, quote.length, 'Her står noget om en enkelt persons helbred.'),
      ),
    ),
  )

const FINDERS: readonly Rule['find'][] = [
  everywhere(PHONE, ({ passage, match }) =>
    COMPANY.test(passage.text.slice(0, match.index)) ? null : 'Her står noget, der ligner et telefonnummer.',
  ),
  everywhere(MAIL, () => 'Her står en e-mailadresse.'),
  namedPeople,
  illPeople,
]

export const person: Rule = {
  name: 'personalDetail',
  title: 'Noget, der peger på én person',
  severity: 'warns',
  why: 'Rapporten kan læses af mange, og ingen enkeltperson skal kunne genkendes i den.',
  remedy: 'Skriv det, så det ikke kan føres til en bestemt, eller svar her, hvorfor det kan stå.',
  find: material => FINDERS.flatMap(find => find(material)),
  bad: [
    'Ring til en af dem på 28 12 34 56.',
    'Skriv til anders@eksempel.dk.',
    'Borgeren Anders fortalte om sin dag.',
    'En beboer med skizofreni fortalte om sin dag.',
    'Medarbejderen fik en depression.',
    'En medarbejder er sygemeldt med stress.',
    'Vi talte med en borger ved navn Anders.',
    'Lederen Karen fortalte om sin dag.',
  ],
  good: [
    'Vi talte med borgere, der lever med angst og depression.',
    'En borger fortalte, at maden er god. Angst blev også nævnt.',
    'I 2024 kom der 1200 gæster.',
    'Mange borgere I møder, har det godt.',
    { topics: ['Pårørende', 'Unge'] },
    { topics: ['Læge', 'Den digitale hverdag'] },
    'Vejen til læge\n\nVi takker.',
    'Stedet har CVR 12345678 og CVR-nr. 87654321.',
    'En medarbejder fra Åhuset fortalte.',
    'Tilbuddet er for borgere med autisme.',
    'I mødte op hos en borger, som viste sig at være indlagt.',
  ],
}
