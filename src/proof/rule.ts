// What a rule of the proof-reader is: words about the fault, a pure function that finds it, and examples that test it.
import type { Box, Severity } from '../db/tables.ts'
import type { ProofreadStep } from '../visit/visit.rules.ts'
import { type Material, type Passage, passages } from './material.ts'

/** A fault in a text, from `start` to `end`. `about`: what else it hangs on than the text, such as a number elsewhere. */
export type Hit = { passage: Passage; start: number; end: number; what: string; about?: string }

type ExamplePoint = {
  theme?: string
  box?: Box
  heading?: string
  body?: string
  alsoThemes?: string[]
  answers?: string[]
  source?: string | null
  saidOnTheDay?: boolean
}

/** A text of a grey point, or what a visit would look like; all that is left out is in order. */
export type Example =
  | string
  | {
      tilbud?: Material['tilbud']
      employeesTotal?: number | null
      met?: { group: string; count: number }[]
      topics?: string[]
      overallImpression?: string
      conclusion?: string
      descriptionMarks?: Material['visit']['descriptionMarks']
      /** In their order; the id of the first is p1. */
      points?: ExamplePoint[]
    }

export type Rule = {
  name: string
  title: string
  /** What it does until an administrator decides otherwise. */
  severity: Severity
  /** The steps that it stops whatever an administrator decides. */
  alwaysStops?: readonly ProofreadStep[]
  /** The only steps that it stops; before the others it warns. */
  stopsOnly?: readonly ProofreadStep[]
  /** Why it matters, and what to do: one Danish sentence each. */
  why: string
  remedy: string
  find: (material: Material) => Hit[]
  /** In each of these it finds something, in none of those. */
  bad: readonly [Example, ...Example[]]
  good: readonly [Example, ...Example[]]
}

/** A hit on a part of a passage, from `start`, `length` characters long. */
export const hit = (passage: Passage, start: number, length: number, what: string, about = ''): Hit => ({
  passage,
  start,
  end: start + length,
  what,
  about,
})

/** A hit on a place as a whole. */
export const hitAll = (passage: Passage, what: string, about = ''): Hit =>
  hit(passage, 0, passage.text.length, what, about)

type Match = { quote: string; passage: Passage; match: RegExpExecArray }

/** Finds every match of a pattern in every text; `what` says what is wrong with it, or null that nothing is. */
export const everywhere =
  (pattern: RegExp, what: (found: Match) => string | null) =>
  (material: Material): Hit[] =>
    passages(material).flatMap(passage =>
      [...passage.text.matchAll(pattern)].flatMap(match => {
        const said = what({ quote: match[0], passage, match })
        return said === null ? [] : [hit(passage, match.index, match[0].length, said)]
      }),
    )

/** Of the hits in one text only the first, which says how many they are. */
export const onceInEach =
  (find: Rule['find']): Rule['find'] =>
  material =>
    [...Map.groupBy(find(material), ({ passage }) => passage).values()].flatMap(([first, ...more]) => {
      if (!first || more.length === 0) return first ?? []
      return { ...first, what: `${first.what} Det sker ${more.length + 1} gange i teksten.` }
    })
