// The proof-reader's rules in one table, and the reading of a visit by them. What blocks until an administrator decides
// otherwise comes first.
import { createHash } from 'node:crypto'
import type { Material, Place } from './material.ts'
import { count } from './rule/count.ts'
import { cpr } from './rule/cpr.ts'
import { doubled } from './rule/doubled.ts'
import { emptyBox } from './rule/empty-box.ts'
import { emptyFact } from './rule/empty-fact.ts'
import { leader } from './rule/leader.ts'
import { lix } from './rule/lix.ts'
import { longSentence } from './rule/long-sentence.ts'
import { minutes } from './rule/minutes.ts'
import { pageNumber } from './rule/page-number.ts'
import { pairs } from './rule/pairs.ts'
import { person } from './rule/person.ts'
import { placeholder } from './rule/placeholder.ts'
import { readsOn } from './rule/reads-on.ts'
import { repeated } from './rule/repeated.ts'
import { smallGroup } from './rule/small-group.ts'
import { symbol } from './rule/symbol.ts'
import { themeReference } from './rule/theme-reference.ts'
import { tilbudName } from './rule/tilbud-name.ts'
import { unconfirmedFacts } from './rule/unconfirmed-facts.ts'
import type { Hit, Rule } from './rule.ts'

export const RULES: readonly Rule[] = [
  cpr,
  placeholder,
  themeReference,
  leader,
  unconfirmedFacts,
  smallGroup,
  person,
  emptyFact,
  emptyBox,
  readsOn,
  tilbudName,
  count,
  pageNumber,
  repeated,
  pairs,
  doubled,
  symbol,
  minutes,
  longSentence,
  lix,
]

export type Finding = {
  /** The fingerprint of rule, place and text: as long as none of them changes, an answer to the finding holds. */
  key: string
  rule: Rule
  where: Place & { quote: string; start: number; end: number }
  what: string
  /** The whole text in which it stands; empty where nothing stands. */
  text: string
}

const digest = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 32)

function toFinding(rule: Rule, { passage, start, end, what, about = '' }: Hit, textPrint: string): Finding {
  const { text, pointId, field, theme, box } = passage
  // A point that is moved to another theme is still the same text.
  const place = pointId ?? `${theme}/${box}`
  const key = digest(JSON.stringify([rule.name, place, field, textPrint, start, end, about]))
  return { key, rule, where: { pointId, field, theme, box, quote: text.slice(start, end), start, end }, what, text }
}

// Whoever has so many faults of one kind does not read them one by one.
const MOST = 100

/** Everything that these rules find in a visit. */
export function proofread(material: Material, rules: readonly Rule[] = RULES): Finding[] {
  const prints = new Map<string, string>()
  const printOf = (text: string) => {
    const print = prints.get(text) ?? digest(text)
    prints.set(text, print)
    return print
  }
  return rules.flatMap(rule =>
    rule
      .find(material)
      .slice(0, MOST)
      .map(found => toFinding(rule, found, printOf(found.passage.text))),
  )
}
