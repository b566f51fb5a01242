// What an import will do, decided before it is done: every row is a new tilbud, a change of one, or nothing new.
import { type Column, HEADINGS, type Problem, type TilbudRow } from './tilbud.file.ts'
import type { Tilbud } from './tilbud.schema.ts'

export type Existing = { centres: { id: string; name: string }[]; tilbud: Tilbud[] }
export type Change = { column: Column; from: string; to: string }
/** `known` is the tilbud that the row is about; null when it is new. */
export type PlannedRow = { row: TilbudRow; known: Tilbud | null; changes: Change[] }
export type Plan = { rows: PlannedRow[]; problems: Problem[]; newCentres: { name: string; row: number }[] }

const sameName = (name: string) => name.normalize('NFC').toLocaleLowerCase('da').replace(/\s+/g, ' ').trim()
/** N.A.B.O., NABO and Nabo are one: what is left without signs and spaces. */
const sound = (name: string) => sameName(name).replace(/[^\p{L}\p{N}]/gu, '') || sameName(name)

const yesNo = (value: boolean) => (value ? 'ja' : 'nej')
const wordsOf = (words: string[]) => words.join(', ') || '–'

function changesOf(row: TilbudRow, tilbud: Tilbud, centre: string): Change[] {
  const pairs: [Column, string, string | null][] = [
    ['name', tilbud.name, row.name],
    ['shortNames', wordsOf(tilbud.shortNames), row.shortNames && wordsOf(row.shortNames)],
    ['type', tilbud.type, row.type],
    // A centre is the same however its name is written.
    ['centre', centre, row.centre && sameName(row.centre) === sameName(centre) ? null : row.centre],
    ['selfGoverning', yesNo(tilbud.selfGoverning), row.selfGoverning === null ? null : yesNo(row.selfGoverning)],
    ['employees', String(tilbud.employees.count ?? '–'), row.employees === null ? null : String(row.employees)],
  ]
  return pairs.flatMap(([column, from, to]) => (to === null || to === from ? [] : [{ column, from, to }]))
}

function duplicateOf(row: TilbudRow, seen: Map<string, number>, bySound: Map<string, Tilbud>): string | null {
  const earlier = seen.get(sound(row.name))
  if (earlier !== undefined) return `»${row.name}« står også i række ${earlier}. Slet den ene.`
  const alike = bySound.get(sound(row.name))
  if (!alike || sameName(alike.name) === sameName(row.name)) return null
  return `»${row.name}« ligner tilbuddet »${alike.name}«. Skriv navnet som dér, eller ret tilbuddets navn først.`
}

const MISSING: Record<'type' | 'centre', string> = {
  type: 'Skriv, hvad det er for et sted. Et nyt tilbud skal have en type.',
  centre: 'Skriv, hvilket center det hører til. Et nyt tilbud skal have et center.',
}

/** What the rows of a file mean for the tilbud that there are. */
export function planImport(rows: TilbudRow[], existing: Existing): Plan {
  const byName = new Map(existing.tilbud.map(tilbud => [sameName(tilbud.name), tilbud]))
  const bySound = new Map(
    existing.tilbud.flatMap(tilbud => [...tilbud.shortNames, tilbud.name].map(name => [sound(name), tilbud] as const)),
  )
  const centreNames = new Map(existing.centres.map(({ id, name }) => [id, name]))
  const centres = new Set(existing.centres.map(({ name }) => sameName(name)))
  const newCentres = new Map<string, { name: string; row: number }>()
  const seen = new Map<string, number>()
  const problems: Problem[] = []

  const planned = rows.map((row): PlannedRow => {
    const known = byName.get(sameName(row.name)) ?? null
    const duplicate = row.name === '' ? null : duplicateOf(row, seen, bySound)
    if (duplicate) problems.push({ row: row.row, column: 'name', text: duplicate })
    if (!seen.has(sound(row.name))) seen.set(sound(row.name), row.row)
    if (!known)
      for (const column of ['type', 'centre'] as const)
        if (row[column] === null) problems.push({ row: row.row, column, text: MISSING[column] })
    if (row.centre !== null && !centres.has(sameName(row.centre)) && !newCentres.has(sameName(row.centre)))
      newCentres.set(sameName(row.centre), { name: row.centre, row: row.row })
    return { row, known, changes: known ? changesOf(row, known, centreNames.get(known.centreId) ?? '') : [] }
  })
  return { rows: planned, problems, newCentres: [...newCentres.values()] }
}

/** The centre that a name means. */
export const findByName = <Centre extends { name: string }>(centres: Centre[], name: string): Centre | undefined =>
  centres.find(centre => sameName(centre.name) === sameName(name))

/** A problem as one sentence with its place: "Række 7, Center: »Center Syd« findes ikke." */
export function problemInWords({ row, column, text }: Problem): string {
  const place = [row !== null && `Række ${row}`, row !== null && column !== null && HEADINGS[column]].filter(Boolean)
  return place.length > 0 ? `${place.join(', ')}: ${text}` : text
}
