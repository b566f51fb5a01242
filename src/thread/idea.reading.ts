// The idea bank as people and programs read it: without names, and searched only after they are gone.
import type { Db } from '../db/tables.ts'
import { plainText } from '../lib/markdown.ts'
import { listNames, listShared } from './idea.queries.ts'
import { holds, withoutNames } from './idea.rules.ts'

const MOST = 1000

export type Wanted = { q?: string | undefined; theme?: string | undefined }

/** The ideas that hold the words. A name that is looked for is found nowhere. */
export async function readIdeas(db: Db, { q, theme }: Wanted) {
  const rows = await listShared(db, { theme: theme ?? null, limit: MOST })
  if (rows.length === 0) return []
  const clean = withoutNames(await listNames(db))
  const ideas = rows.map(({ pointHeading, pointBody, note, ...row }) => ({
    ...row,
    heading: row.heading && clean(row.heading),
    body: clean(row.body),
    focusPoint: { heading: pointHeading && clean(pointHeading), body: clean(pointBody) },
    handling: clean(row.handling),
    note: clean(note ?? ''),
  }))
  if (!q) return ideas
  return ideas.filter(({ heading, body, focusPoint, handling, note }) =>
    holds([heading ?? '', plainText(body), focusPoint.heading ?? '', plainText(focusPoint.body), handling, note], q),
  )
}

export type IdeaRow = Awaited<ReturnType<typeof readIdeas>>[number]
