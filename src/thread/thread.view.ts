// The leader's pages: all threads of a tilbud, and one of them with what is done about it.
import type { ThreadProgress } from '../db/tables.ts'
import { THREAD_PROGRESS } from '../db/tables.ts'
import { danishDate } from '../lib/danish-date.ts'
import { inDanishOrder } from '../lib/danish-order.ts'
import { markdownToHtml } from '../lib/markdown.ts'
import type { Round } from './half-year.rules.ts'
import type { Thread } from './thread.schema.ts'
import { MARK_WORDS, nameOf, PROGRESS_WORDS, THREAD_WORDS } from './thread.words.ts'

// Links to other places of a visit lead nowhere from here: their words stay.
const asWords = {
  nameReference: (_: string, written: string) => ({ words: written, tag: null, attributes: {}, note: null }),
}

/** A point's text as HTML. */
export const htmlOf = ({ body }: { body: string }) => markdownToHtml(body, asWords)

const lastPoint = ({ points }: Thread) => points.findLast(({ gone }) => !gone) ?? points.at(-1)

/** A thread in a list. */
export function threadRow(thread: Thread) {
  const point = lastPoint(thread)
  const update = thread.updates.at(-1)
  return {
    id: thread.id,
    href: `/thread/${thread.id}`,
    theme: point?.theme ?? '',
    number: point?.number ?? null,
    name: point ? nameOf(point) : '',
    visited: point ? danishDate(point.visitedOn) : '',
    status: thread.status,
    statusText: THREAD_WORDS[thread.status],
    lastNote: update ? [danishDate(update.on), update.note].filter(Boolean).join(': ') : '',
    role: thread.role,
    due: thread.due ? danishDate(thread.due) : '',
    planned: thread.handling.trim() !== '',
  }
}

const byPlace = (one: Thread, other: Thread) => {
  const [a, b] = [lastPoint(one), lastPoint(other)]
  return (
    (b?.visitedOn ?? '').localeCompare(a?.visitedOn ?? '') ||
    inDanishOrder(a?.theme ?? '', b?.theme ?? '') ||
    (a?.number ?? 0) - (b?.number ?? 0)
  )
}

type Followed = { id: string; name: string; missing: Round | null; next: Round | null }

/** The list: each tilbud with its open threads first. `isOwn`: the reader gives the status. */
export function threadList(tilbud: readonly Followed[], threads: readonly Thread[], isOwn: boolean) {
  return tilbud
    .map(({ id, name, missing, next }) => {
      const own = threads.filter(({ tilbudId }) => tilbudId === id).sort(byPlace)
      const open = own.filter(({ status }) => status !== 'closed')
      return {
        id,
        name,
        open: open.map(threadRow),
        closed: own.filter(({ status }) => status === 'closed').map(threadRow),
        statusHref: isOwn && open.length > 0 ? `/thread/status?tilbudId=${id}` : null,
        wanted:
          isOwn && missing ? `I bliver bedt om en halvårlig status senest ${danishDate(missing.deadline)}.` : null,
        next:
          isOwn && !missing && next && open.length > 0 ? `Næste halvårlige status er ${danishDate(next.day)}.` : null,
      }
    })
    .filter(({ open, closed }) => open.length + closed.length > 0)
    .sort((one, other) => inDanishOrder(one.name, other.name))
}

/** The tilbud that one page shows, those behind `after`, and the way to the others; null when it shows them all. */
export function tilbudPage(tilbud: readonly { id: string }[], after: string | undefined, size: number) {
  const start = tilbud.findIndex(({ id }) => id === after) + 1
  const shown = tilbud.slice(start, start + size)
  const last = shown.at(-1)
  const rest = tilbud.length - start - shown.length
  return {
    ids: shown.map(({ id }) => id),
    pager:
      shown.length === tilbud.length
        ? null
        : {
            text: `Tilbud ${start + 1}–${start + shown.length} af ${tilbud.length}`,
            first: start > 0 ? '/thread' : null,
            next: rest > 0 && last ? `/thread?after=${last.id}` : null,
          },
  }
}

export type Goal = { strategyId: string; strategyName: string; key: string; name: string }

/** What was typed into the form of a plan. */
export type TypedPlan = { handling: string; role: string; due: string; goalKeys: string[] }
type Tried = { typed: TypedPlan; messages: Record<string, string>; version: number }

const NUMBER = /^\d+(\.\d+)*$/
const goalName = ({ key, name }: Goal) => (NUMBER.test(key) ? `${key} ${name}` : name)

/** The strategies with their goals, ticked where the thread serves them. */
function goalGroups(goals: readonly Goal[], chosen: readonly string[]) {
  return [...Map.groupBy(goals, ({ strategyId }) => strategyId)].map(([id, nodes]) => ({
    id,
    name: nodes[0]?.strategyName ?? id,
    open: nodes.some(({ key }) => chosen.includes(`${id}/${key}`)),
    items: nodes.map(node => ({
      value: `${id}/${node.key}`,
      label: goalName(node),
      checked: chosen.includes(`${id}/${node.key}`),
      helptext: null,
      disabled: false,
    })),
  }))
}

/** The radio buttons of how far something is. */
export const progressItems = (chosen: string, helps = true) =>
  THREAD_PROGRESS.map((value: ThreadProgress) => ({
    value,
    label: PROGRESS_WORDS[value].label,
    checked: value === chosen,
    helptext: helps ? PROGRESS_WORDS[value].helptext : null,
    disabled: false,
  }))

type Around = {
  tilbud: string
  goals: readonly Goal[]
  may: { plan: boolean; report: boolean; share: boolean }
  tried?: Tried | null
  triedStatus?: { status: string; note: string; error: string } | null
}

/** One thread with its forms for who may use them. */
export function threadPage(thread: Thread, { tilbud, goals, may, tried = null, triedStatus = null }: Around) {
  const point = lastPoint(thread)
  const plan = tried?.typed ?? {
    ...{ handling: thread.handling, role: thread.role, due: thread.due ?? '', goalKeys: thread.goalKeys },
  }
  const closing = thread.marks.findLast(({ mark }) => mark === 'closed')
  const served = goals.filter(({ strategyId, key }) => thread.goalKeys.includes(`${strategyId}/${key}`))
  return {
    href: `/thread/${thread.id}`,
    listHref: '/thread',
    tilbud,
    heading: point ? nameOf(point) : 'Fokuspunkt',
    status: thread.status,
    statusText: THREAD_WORDS[thread.status],
    closed: closing ? { on: danishDate(closing.visitedOn), because: closing.because } : null,
    isClosed: thread.status === 'closed',
    journey: journeyOf(thread),
    suggestions: thread.suggestions.map(one => ({
      id: one.pointId,
      heading: one.heading,
      html: htmlOf(one),
      shared: one.shared,
    })),
    sharing: may.share && thread.suggestions.length > 0,
    plan: may.plan
      ? {
          ...plan,
          version: tried?.version ?? thread.version,
          goals: goalGroups(goals, plan.goalKeys),
          errors: Object.entries(tried?.messages ?? {}).map(([field, text]) => ({ href: `#${field || 'plan'}`, text })),
          messages: {
            handling: tried?.messages.handling ?? null,
            role: tried?.messages.role ?? null,
            due: tried?.messages.due ?? null,
          },
        }
      : null,
    done: {
      handling: thread.handling,
      facts: [
        ...(thread.role ? [{ term: 'Hvem', text: thread.role }] : []),
        ...(thread.due ? [{ term: 'Hvornår', text: danishDate(thread.due) }] : []),
        ...(served.length > 0 ? [{ term: 'Mål', text: served.map(goalName).join('; ') }] : []),
      ],
    },
    updates: thread.updates
      .map(({ on, status, note }) => ({ date: danishDate(on), text: PROGRESS_WORDS[status].label, note }))
      .reverse(),
    report: may.report
      ? {
          items: progressItems(triedStatus?.status ?? thread.status),
          note: triedStatus?.note ?? '',
          error: triedStatus?.error ?? null,
        }
      : null,
  }
}

/** The visits that a thread runs through, in their order: a focus point of each, or what was said without one. */
function journeyOf(thread: Thread) {
  const points = thread.points.map((one, index) => ({
    visitedOn: one.visitedOn,
    date: danishDate(one.visitedOn),
    point: {
      theme: one.theme,
      number: one.number,
      heading: one.heading,
      html: htmlOf(one),
      gone: one.gone,
      again: index > 0,
    },
    text: '',
    because: '',
    reportHref: `/report/${one.visitId}#punkt-${one.pointId}`,
  }))
  const said = thread.marks
    .filter(({ visitId }) => !thread.points.some(one => one.visitId === visitId && !one.gone))
    .map(({ visitId, visitedOn, mark, because }) => ({
      ...{ visitedOn, date: danishDate(visitedOn), point: null, text: MARK_WORDS[mark].label, because },
      reportHref: `/report/${visitId}#siden-sidst`,
    }))
  return [...points, ...said].sort((one, other) => one.visitedOn.localeCompare(other.visitedOn))
}
