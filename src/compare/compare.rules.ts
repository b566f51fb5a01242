// What a comparison counts and in which order. Rows stand by name, never by number: nobody is ranked here.
import type { FieldError } from '../http/errors.ts'

export const ROWS = ['tilbud', 'centre', 'type', 'year'] as const
export type Rows = (typeof ROWS)[number]

export type Period = { from: string; to: string }

const YEARS = 5

/** The wanted period; without one the last five years up to today. */
export function periodOf({ from, to }: Partial<Period>, today: string): Period {
  const end = to ?? today
  return { from: from ?? yearsBefore(end, YEARS), to: end }
}

// 29 February has no namesake in most years: the day before stands for it.
function yearsBefore(day: string, years: number): string {
  const [year = '', rest = ''] = [day.slice(0, 4), day.slice(4)]
  return `${String(Math.max(Number(year) - years, 1900)).padStart(4, '0')}${rest === '-02-29' ? '-02-28' : rest}`
}

/** What is wrong with a period, as field → Danish sentence. */
export const periodProblems = ({ from, to }: Period): FieldError[] =>
  from > to
    ? [{ path: 'querystring/from', message: 'Perioden begynder efter, at den slutter. Ret en af datoerne.' }]
    : []

type Model = { id: string; themes: readonly { key: string; name: string; successorOf: string | null }[] }

/** A column of the table: one theme, with the themes of earlier models that it carries on. */
export type ThemeColumn = { key: string; name: string; parts: { modelId: string; theme: string }[] }

/**
 * The columns for the models in `used` (none: the newest), in the order of the newest. A theme of an earlier model is
 * counted with its successor, or with the theme that has kept both key and name; else it has a column of its own.
 */
export function themeColumns(newestFirst: readonly Model[], used: readonly string[]): ThemeColumn[] {
  const columns: ThemeColumn[] = []
  newestFirst.forEach((model, age) => {
    const newer = newestFirst[age - 1]
    for (const { key, name } of model.themes) {
      const heir =
        newer?.themes.find(theme => theme.successorOf === key) ??
        newer?.themes.find(theme => theme.key === key && theme.name === name)
      const part = { modelId: model.id, theme: key }
      const carriedOn = heir && columns.find(({ parts }) => holds(parts, { modelId: newer?.id ?? '', theme: heir.key }))
      if (carriedOn) carriedOn.parts.push(part)
      else
        columns.push({
          key: columns.some(column => column.key === key) ? `${key} ${model.id}` : key,
          name,
          parts: [part],
        })
    }
  })
  const shown = used.length > 0 ? used : newestFirst.slice(0, 1).map(model => model.id)
  return columns.filter(({ parts }) => parts.some(part => shown.includes(part.modelId)))
}

type Part = ThemeColumn['parts'][number]

const holds = (parts: readonly Part[], { modelId, theme }: Part) =>
  parts.some(part => part.modelId === modelId && part.theme === theme)

/** What the database counts: per row, and in it per theme of each model that has any. */
export type Count = {
  key: string
  name: string
  visits: number
  cells: (Part & { points: number; alsoPoints: number })[]
}

export type Table = {
  rows: { key: string; name: string; visits: number; themes: { key: string; points: number; alsoPoints: number }[] }[]
  themes: { key: string; name: string }[]
  visits: number
  points: number
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0)
const { compare: byDanishName } = new Intl.Collator('da')

/** Rows by Danish name, years newest first. */
const ORDER: Record<Rows, (one: Count, other: Count) => number> = {
  tilbud: (one, other) => byDanishName(one.name, other.name),
  centre: (one, other) => byDanishName(one.name, other.name),
  type: (one, other) => byDanishName(one.name, other.name),
  year: (one, other) => byDanishName(other.key, one.key),
}

/** Counts as a table in which every row has every theme, also where there is nothing. */
export function toTable(counts: readonly Count[], columns: readonly ThemeColumn[], rows: Rows): Table {
  return {
    rows: counts.toSorted(ORDER[rows]).map(({ key, name, visits, cells }) => ({
      key,
      name,
      visits,
      themes: columns.map(column => {
        const own = cells.filter(cell => holds(column.parts, cell))
        return {
          key: column.key,
          points: sum(own.map(cell => cell.points)),
          alsoPoints: sum(own.map(cell => cell.alsoPoints)),
        }
      }),
    })),
    themes: columns.map(({ key, name }) => ({ key, name })),
    visits: sum(counts.map(count => count.visits)),
    points: sum(counts.flatMap(count => count.cells.map(cell => cell.points))),
  }
}

/** Topics by Danish name. */
export const topicsByName = <T extends { topic: string }>(topics: readonly T[]): T[] =>
  topics.toSorted((one, other) => byDanishName(one.topic, other.topic))
