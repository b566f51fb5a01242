// Who may read a thread, who may take which step with it, and what becomes of earlier threads at the next visit.
import type { Role, ThreadMark, ThreadStatus } from '../db/tables.ts'
import type { RequestUser } from '../http/request-user.ts'
import { READ, type Scope } from '../visit/visit.rules.ts'

/** What a thread is about was published: it is read by those who read published visits. */
export const READ_THREAD: Record<Role, Scope> = {
  consultant: READ.consultant.published,
  leader: READ.leader.published,
  administrator: READ.administrator.published,
}

type Who = Pick<RequestUser, 'role' | 'tilbudIds'>

/** Whether `user` may read the threads of a tilbud. */
export const mayReadThread = ({ role, tilbudIds }: Who, { tilbudId }: { tilbudId: string }): boolean =>
  READ_THREAD[role] === 'all' || (READ_THREAD[role] === 'own' && tilbudIds.includes(tilbudId))

/** plan: what is done, by which role, by when · report: how it goes · share: suggestions in the idea bank */
export const THREAD_STEPS = ['plan', 'report', 'share'] as const
export type ThreadStep = (typeof THREAD_STEPS)[number]

const NOTHING = { open: [], underway: [], tried: [], anchored: [], closed: [] } as const
const ALIVE = ['plan', 'report', 'share'] as const

/** Which steps a role has with a thread; a leader with the threads of own tilbud. Marking one is a step of its visit. */
export const MAY_THREAD: Record<Role, Record<ThreadStatus, readonly ThreadStep[]>> = {
  leader: { open: ALIVE, underway: ALIVE, tried: ALIVE, anchored: ALIVE, closed: ['share'] },
  consultant: NOTHING,
  administrator: NOTHING,
}

/** Whether `user` may take `step` with the thread as it stands. */
export const mayFollow = (user: Who, step: ThreadStep, thread: { tilbudId: string; status: ThreadStatus }): boolean =>
  MAY_THREAD[user.role][thread.status].includes(step) && user.tilbudIds.includes(thread.tilbudId)

/** Whether the role has the step with any thread: else it is refused as another's, not as out of turn. */
export const isThreadStepOf = (role: Role, step: ThreadStep): boolean =>
  Object.values(MAY_THREAD[role]).some(steps => steps.includes(step))

/** What was decided about an earlier thread: a focus point that carries it on says so by itself. */
export const decisionOf = ({
  mark,
  pointId,
}: {
  mark: ThreadMark | null
  pointId: string | null
}): ThreadMark | null => (pointId === null ? mark : 'continued')

type Theme = { key: string; successorOf?: string | null }

/** The theme of today's model that a theme of an older one stands for; one without a successor keeps its own key. */
export const themeNow = (key: string, themes: readonly Theme[]): string =>
  themes.find(theme => theme.key === key)?.key ?? themes.find(theme => theme.successorOf === key)?.key ?? key

type FocusPoint = { id: string; theme: string }
type Earlier = { theme: string; mark: ThreadMark | null; pointId: string | null }

export type ThemeSince<Point, Thread> = {
  key: string
  /** nyt */
  fresh: Point[]
  /** går igen: each with the focus point that carries it on, or null. */
  again: { thread: Thread; point: Point | null }[]
  /** lukket */
  closed: Thread[]
  /** Nothing was decided yet. */
  undecided: Thread[]
}

/**
 * What is new, recurs and is closed, theme by theme. Each focus point stands in one place, and so does each earlier
 * thread; one that a focus point carries on stands with it, under the point's theme.
 */
export function sinceLast<Point extends FocusPoint, Thread extends Earlier>(
  themeKeys: readonly string[],
  points: readonly Point[],
  earlier: readonly Thread[],
): ThemeSince<Point, Thread>[] {
  const found = earlier.map(thread => {
    const point = points.find(({ id }) => id === thread.pointId) ?? null
    return { thread, point, decision: decisionOf({ mark: thread.mark, pointId: point?.id ?? null }) }
  })
  const carried = new Set(found.flatMap(({ point }) => point?.id ?? []))
  const keys = [...new Set([...themeKeys, ...points.map(({ theme }) => theme), ...earlier.map(({ theme }) => theme)])]
  return keys.map(key => {
    const here = found.filter(({ thread, point }) => (point ?? thread).theme === key)
    const decided = (decision: ThreadMark | null) => here.filter(one => one.decision === decision)
    return {
      key,
      fresh: points.filter(({ id, theme }) => theme === key && !carried.has(id)),
      again: decided('continued').map(({ thread, point }) => ({ thread, point })),
      closed: decided('closed').map(({ thread }) => thread),
      undecided: decided(null).map(({ thread }) => thread),
    }
  })
}

const list = new Intl.ListFormat('da')

/** Why the visit cannot be published while earlier threads are undecided, by their themes; null when none is. */
export function whyUndecided(themes: readonly string[]): string | null {
  if (themes.length === 0) return null
  const many = themes.length === 1 ? 'ét fokuspunkt' : `${themes.length} fokuspunkter`
  const where = list.format([...new Set(themes)])
  return `Der er ${many} fra sidst (tema ${where}), som I ikke har taget stilling til. Vælg Fortsat eller Lukket under Siden sidst, og udgiv så.`
}
