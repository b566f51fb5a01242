// Facts that the tilbud has not confirmed for this visit: the number that is printed is somebody's guess.
import { type Material, visitPassage } from '../material.ts'
import { type Hit, hitAll, type Rule } from '../rule.ts'

function find({ tilbud }: Material): Hit[] {
  const { facts } = tilbud
  if (!facts || facts.confirmed) return []
  const what = 'Antal ansatte er ikke bekræftet af tilbuddet til dette besøg.'
  return [hitAll(visitPassage('participants', ''), what, what)]
}

const tilbud = { name: 'Åhuset', shortNames: [] }

export const unconfirmedFacts: Rule = {
  name: 'unconfirmedFacts',
  title: 'Fakta, der ikke er bekræftet',
  severity: 'blocks',
  stopsOnly: ['sendToHearing'],
  why: 'Tallet står i rapporten, og tilbuddet skal kunne stå inde for det.',
  remedy: 'Bed lederen om at bekræfte det under Mit tilbud.',
  find,
  bad: [{ tilbud: { ...tilbud, facts: { confirmed: false } } }],
  good: [{ tilbud: { ...tilbud, facts: { confirmed: true } } }, { tilbud }],
}
