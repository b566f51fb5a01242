// A comparison from the filters that were asked for: period, counts, columns, table.
import type { Db } from '../db/tables.ts'
import { invalid } from '../http/errors.ts'
import type { RequestUser } from '../http/request-user.ts'
import { danishDay } from '../lib/danish-date.ts'
import { listModels } from '../model/model.queries.ts'
import { countFocusPoints, countTopics, type Selection } from './compare.queries.ts'
import { periodOf, periodProblems, type ThemeColumn, themeColumns, topicsByName, toTable } from './compare.rules.ts'
import type { Filter } from './compare.schema.ts'

/** The visits that a filter means. Refuses a period that ends before it begins. */
export function selectionOf(filter: Filter): Selection {
  const selection = { ...filter, ...periodOf(filter, danishDay(new Date())) }
  const problems = periodProblems(selection)
  if (problems.length > 0) throw invalid(problems)
  return selection
}

/** The table that `user` may see, with its topics and the columns behind its themes. */
export async function readComparison(db: Db, user: RequestUser, selection: Selection) {
  const [counts, topics, models] = await Promise.all([
    countFocusPoints(db, user, selection),
    countTopics(db, user, selection),
    listModels(db),
  ])
  const columns = themeColumns(models, [...new Set(counts.flatMap(count => count.models))])
  return { selection, columns, topics: topicsByName(topics), table: toTable(counts, columns, selection.rows) }
}

export type Reading = Awaited<ReturnType<typeof readComparison>>

/** The column of a theme, whichever models the visits were made under; nothing for an unknown one. */
export async function findColumn(db: Db, key: string): Promise<ThemeColumn | undefined> {
  const models = await listModels(db)
  return themeColumns(
    models,
    models.map(model => model.id),
  ).find(column => column.key === key)
}
