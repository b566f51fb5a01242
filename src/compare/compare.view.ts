// The comparison's words: filters, table and topics, exactly as the page prints them.
import { danishDate } from '../lib/danish-date.ts'
import type { Selection } from './compare.queries.ts'
import type { Reading } from './compare.reading.ts'
import { ROWS, type Rows, type Table } from './compare.rules.ts'

export const ROW_NAMES: Record<Rows, { heading: string; per: string; all: string }> = {
  tilbud: { heading: 'Tilbud', per: 'pr. tilbud', all: 'Vis alle tilbud' },
  centre: { heading: 'Center', per: 'pr. center', all: 'Vis alle centre' },
  type: { heading: 'Type', per: 'pr. type', all: 'Vis alle typer' },
  year: { heading: 'År', per: 'pr. år', all: 'Vis alle år' },
}

/** A selection with the name of its centre, if one was chosen. */
export type Choice = Selection & { centreName: string | null }

const ROWS_ON_A_PAGE = 100
const LEVELS = 4

export const counted = (number: number, one: string, many: string) => `${number} ${number === 1 ? one : many}`
export const focusPoints = (number: number) => counted(number, 'fokuspunkt', 'fokuspunkter')
export const visits = (number: number) => counted(number, 'besøg', 'besøg')
export const periodInWords = ({ from, to }: Selection) => `${danishDate(from)} – ${danishDate(to)}`

/** The chosen centre, type and topic, for those that were chosen. */
export const choiceInWords = ({ centreName, type, topic }: Choice) =>
  [
    { term: 'Center', text: centreName },
    { term: 'Type', text: type },
    { term: 'Emne', text: topic },
  ].flatMap(({ term, text }) => (text ? [{ term, text }] : []))

/** The address of a page or file with the same selection; `more` adds to it, and null takes away. */
export function withSelection(
  path: string,
  { rows, from, to, centreId, type, topic }: Selection,
  more: Partial<Record<'topic' | 'row' | 'page', string | number | null>> = {},
): string {
  const wanted = { rows, from, to, centreId, type, topic, ...more }
  const set = Object.entries(wanted).flatMap(([key, value]) => (value == null ? [] : [[key, `${value}`]]))
  return `${path}?${new URLSearchParams(set)}`
}

const themePath = (key: string) => `/compare/theme/${encodeURIComponent(key)}`

type Form = {
  values: Record<string, string>
  errors: { path: string; message: string }[]
  centres: { id: string; name: string }[]
  types: { type: string }[]
  topics: string[]
}

const { compare: byDanishName } = new Intl.Collator('da')

/** The form above the table, with what the person chose or typed. */
export function formView({ values, errors, centres, types, topics }: Form) {
  const options = (key: string, all: string, list: { value: string; text: string }[]) =>
    [{ value: '', text: all }, ...list.toSorted((one, other) => byDanishName(one.text, other.text))].map(option => ({
      ...option,
      isSelected: option.value === (values[key] ?? ''),
    }))
  const field = (path: string) => path.split('/').at(-1) ?? ''
  const errorAt = (name: string) => errors.find(({ path }) => field(path) === name)?.message ?? null
  return {
    errors: errors.map(({ path, message }) => ({ href: `#${field(path)}`, text: message })),
    rows: ROWS.map(value => ({
      value,
      text: ROW_NAMES[value].heading,
      isSelected: value === (values.rows ?? 'tilbud'),
    })),
    from: { value: values.from ?? '', error: errorAt('from') },
    to: { value: values.to ?? '', error: errorAt('to') },
    centres: options(
      'centreId',
      'Alle centre',
      centres.map(({ id, name }) => ({ value: id, text: name })),
    ),
    types: options(
      'type',
      'Alle typer',
      types.map(({ type }) => ({ value: type, text: type })),
    ),
    topic: { value: values.topic ?? '', error: errorAt('topic') },
    topics,
  }
}

/** Which part of a list a page shows, and the way to the others; null when one page is enough. */
export function pageOf<Item>(items: readonly Item[], page: number, size: number, href: (page: number) => string) {
  const pages = Math.max(Math.ceil(items.length / size), 1)
  const current = Math.min(Math.max(page, 1), pages)
  return {
    items: items.slice((current - 1) * size, current * size),
    pager:
      pages === 1
        ? null
        : {
            text: `Side ${current} af ${pages}`,
            previous: current > 1 ? href(current - 1) : null,
            next: current < pages ? href(current + 1) : null,
          },
  }
}

type Cell = Table['rows'][number]['themes'][number]

/** The table as it is printed: one page of its rows, every number with the way to its texts. */
export function tableView({ table, selection }: Pick<Reading, 'table' | 'selection'>, page: number) {
  const most = Math.max(...table.rows.flatMap(row => row.themes.map(cell => cell.points)), 1)
  const cell = ({ key, points, alsoPoints }: Cell, name: string, row: string | null) => ({
    href: points + alsoPoints > 0 ? withSelection(themePath(key), selection, { row }) : null,
    points: points > 0 ? `${points}` : '–',
    spoken: `${points > 0 ? (points === 1 ? 'fokuspunkt' : 'fokuspunkter') : 'Ingen fokuspunkter'} i tema ${key}, ${name}`,
    also: alsoPoints > 0 ? `også ${alsoPoints}` : null,
    level: points === 0 ? 0 : Math.ceil((points / most) * LEVELS),
  })
  const { items, pager } = pageOf(table.rows, page, ROWS_ON_A_PAGE, wanted =>
    withSelection('/compare', selection, { page: wanted }),
  )
  const totals = table.themes.map(({ key }) => {
    const own = table.rows.flatMap(row => row.themes.filter(theme => theme.key === key))
    const total = (count: 'points' | 'alsoPoints') => own.reduce((sum, theme) => sum + theme[count], 0)
    return cell({ key, points: total('points'), alsoPoints: total('alsoPoints') }, 'i alt', null)
  })
  return {
    caption: `Fokuspunkter ${ROW_NAMES[selection.rows].per} og tema`,
    heading: ROW_NAMES[selection.rows].heading,
    themes: table.themes.map(theme => ({ ...theme, href: withSelection(themePath(theme.key), selection) })),
    rows: items.map(({ key, name, visits, themes }) => ({
      name,
      visits,
      cells: themes.map(theme => cell(theme, name, key)),
    })),
    totals: { visits: table.visits, cells: totals.map(total => ({ ...total, level: 0 })) },
    pager,
  }
}

/** What stands above the table. */
export function summaryView({ table, selection }: Pick<Reading, 'table' | 'selection'>) {
  return {
    sentence: `${visits(table.visits)} med ${focusPoints(table.points)} i perioden ${periodInWords(selection)}.`,
    csvHref: withSelection('/api/v1/compare.csv', selection),
    xlsxHref: withSelection('/api/v1/compare.xlsx', selection),
  }
}

/** The topics of the period: each leads to the visits that were about it; the chosen one leads back to all. */
export const topicsView = ({ topics, selection }: Pick<Reading, 'topics' | 'selection'>) =>
  topics.map(({ topic, visits: number }) => {
    const isChosen = topic.toLocaleLowerCase('da') === selection.topic?.toLocaleLowerCase('da')
    return {
      topic,
      visits: visits(number),
      isChosen,
      href: withSelection('/compare', selection, { topic: isChosen ? null : topic }),
    }
  })
