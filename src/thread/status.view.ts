// The half-yearly status: every open focus point with its choices and one sentence.
import type { Thread } from './thread.schema.ts'
import { progressItems, threadList } from './thread.view.ts'

export type TypedStatus = { status: string; note: string; version: number; error: string | null }

/** What the page prints: each tilbud with its open threads; how far each is stays chosen until another is. */
export function statusPage(
  tilbud: Parameters<typeof threadList>[0],
  threads: readonly Thread[],
  typed: ReadonlyMap<string, TypedStatus> | null,
) {
  const found = new Map(threads.map(thread => [thread.id, thread]))
  return threadList(tilbud, threads, true)
    .filter(({ open }) => open.length > 0)
    .map(({ id, name, wanted, open }) => ({
      ...{ id, name, wanted },
      threads: open.map(row => {
        const tried = typed?.get(row.id)
        return {
          ...{ id: row.id, href: row.href, theme: row.theme, number: row.number, name: row.name },
          lastNote: row.lastNote,
          note: tried?.note ?? '',
          error: tried?.error ?? null,
          version: tried?.version ?? found.get(row.id)?.version ?? 0,
          items: progressItems(tried?.status ?? row.status, false).map(item => ({
            ...item,
            id: `status-${row.id}-${item.value}`,
          })),
        }
      }),
    }))
}
