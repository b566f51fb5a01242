// The last look at a report, at what was really printed: the visit's own texts have been proof-read, but names, facts and
// the model's texts stand in it, too, and nobody can take back what is frozen.
import type { Material } from './material.ts'
import type { Effect } from './proof.rules.ts'
import { cpr } from './rule/cpr.ts'
import { placeholder } from './rule/placeholder.ts'
import { symbol } from './rule/symbol.ts'
import type { Rule } from './rule.ts'

/** A text that is printed and was not written in the visit; `remedy` says who can mend it. */
export type Elsewhere = { place: string; text: string; remedy: string }

/** A printed document: what it is called ("rapporten"), and the texts of its pages. */
type PrintedDocument = { name: string; pages: readonly (readonly string[])[] }

/** `material`: what was written in the visit, which the proof-reader has judged. */
export type Finished = {
  documents: readonly PrintedDocument[]
  elsewhere: readonly Elsewhere[]
  material: Pick<Material, 'visit'>
  decided: ReadonlyMap<string, Effect>
}

const LOOKED_FOR: readonly Rule[] = [cpr, placeholder, symbol]
// Bullets of our own lists, and the dots between the parts of a line.
const OWN_SIGNS = /^\s*[•·●▪◦§]/u

/** Texts as a rule reads them. */
const asMaterial = (texts: readonly string[]): Material => ({
  visit: {
    participants: { employeesTotal: null, met: [] },
    topics: [],
    overallImpression: '',
    conclusion: '',
    points: texts.map((body, index) => ({
      ...{ id: `${index}`, theme: '', box: 'grey', position: index, heading: null, body },
      ...{ alsoThemes: [], answers: [], source: null, saidOnTheDay: true },
    })),
  },
  tilbud: { name: '', shortNames: [] },
  model: { themes: [{ key: '', name: '' }] },
})

const quotesIn = (rule: Rule, material: Material) =>
  rule.find(material).map(({ passage, start, end, what }) => ({ quote: passage.text.slice(start, end).trim(), what }))

/** What must not be printed and is, with its place in words and what to do; null when nothing is. */
export function faultInPrint({ documents, elsewhere, material, decided }: Finished): string | null {
  for (const rule of LOOKED_FOR) {
    // What only warns can be answered in the visit and not elsewhere: there it stops, unless the house decided otherwise.
    if (rule !== cpr && (decided.get(rule.name) ?? 'blocks') !== 'blocks') continue
    const judged = rule === cpr ? [] : quotesIn(rule, { ...asMaterial([]), ...material }).map(({ quote }) => quote)
    for (const { name, pages } of documents)
      for (const [index, texts] of pages.entries()) {
        const found = quotesIn(rule, asMaterial(texts)).find(
          ({ quote }) => !judged.includes(quote) && !(rule === symbol && OWN_SIGNS.test(quote)),
        )
        if (found) return said(rule, found.what, `side ${index + 1} i ${name}`, elsewhere)
      }
  }
  return null
}

function said(rule: Rule, what: string, page: string, elsewhere: readonly Elsewhere[]): string {
  const source = elsewhere.find(({ text }) => rule.find(asMaterial([text])).length > 0)
  if (source) return `${source.place} (${page}): ${what} ${source.remedy}`
  return `${page.replace(/^s/, 'S')}: ${what} ${rule.remedy}`
}
