// The description as the leader writes it, with the facts to be confirmed.
import type { Refusal } from '../http/errors.ts'
import { textOf } from '../http/form.ts'
import { danishDate } from '../lib/danish-date.ts'
import { byName } from '../lib/danish-order.ts'
import { isConfirmed } from '../tilbud/tilbud.rules.ts'
import type { Tilbud } from '../tilbud/tilbud.schema.ts'
import { describedTheme } from './described.view.ts'

type Visit = { visitedOn: string; createdAt: Date } | undefined

/** What a leader sees of each of his or her tilbud. */
export const ownList = (
  own: readonly { tilbud: Tilbud; next: Visit; writtenAt: string | null; plannedOn: string | null }[],
) => ({
  title: 'Mit tilbud',
  rows: own
    .toSorted((one, other) => byName(one.tilbud, other.tilbud))
    .map(({ tilbud, next, writtenAt, plannedOn }) => ({
      href: `/description/${tilbud.id}`,
      name: tilbud.name,
      next: next ? danishDate(next.visitedOn) : 'Ikke planlagt',
      facts: factsInWords(tilbud, next, plannedOn).text,
      isMissing: !factsInWords(tilbud, next, plannedOn).confirmed,
      description: writtenAt ? `Rettet ${danishDate(writtenAt.slice(0, 10))}` : 'Ikke skrevet',
    })),
})

function factsInWords({ employees }: Tilbud, next: Visit, plannedOn: string | null) {
  const { confirmedOn } = employees
  const on = confirmedOn && danishDate(confirmedOn)
  if (next && plannedOn && !isConfirmed({ confirmedOn, visitedOn: next.visitedOn, plannedOn }))
    return { confirmed: false, text: on ? `Skal bekræftes igen (sidst ${on})` : 'Skal bekræftes' }
  return { confirmed: on !== null, text: on ? `Bekræftet ${on}` : 'Ikke bekræftet' }
}

type Current = { version: number; themes: { theme: string; text: string }[]; writtenAt: string | null }
type Theme = { key: string; name: string; purpose: string }
type Sent = Record<string, unknown>

/** What the form of the description sends. */
export const sentThemes = (sent: Sent, themes: readonly { key: string }[]) =>
  themes.map(({ key }) => ({ theme: key, text: textOf(sent, `text-${key}`).replaceAll('\r\n', '\n') }))

/** What the form of the facts sends. */
export function sentFacts(sent: Sent) {
  const count = textOf(sent, 'count').trim()
  return {
    employees: { count: count === '' ? null : Number(count) },
    shortNames: textOf(sent, 'shortNames')
      .split(/[,\n]/)
      .map(word => word.trim())
      .filter(word => word !== ''),
  }
}

export type Tried = { what: 'facts' | 'description'; sent: Sent; refusal: Refusal } | null

/** The page on which the leader makes ready for a visit: facts and description. */
export function tilbudPage({
  tilbud,
  current,
  model,
  next,
  plannedOn,
  prepareBy,
  before,
  since,
  may,
  tried,
}: {
  tilbud: Tilbud
  current: Current
  model: { themes: readonly Theme[] }
  next: Visit
  plannedOn: string | null
  prepareBy: string | null
  /** The texts of the visit before, by theme; null where there was none. */
  before: ReadonlyMap<string, string> | null
  since: string | null
  may: { confirm: boolean; describe: boolean }
  tried: Tried
}) {
  const facts = tried?.what === 'facts' ? tried : null
  const writing = tried?.what === 'description' ? tried : null
  const overtaken = writing?.refusal.status === 412
  const messages = new Map(tried?.refusal.errors.map(({ path, message }) => [path, message]))
  const state = factsInWords(tilbud, next, plannedOn)
  const themes = model.themes.map(({ key, name, purpose }, index) => {
    const stored = current.themes.find(({ theme }) => theme === key)?.text ?? ''
    const own = writing ? textOf(writing.sent, `text-${key}`).replaceAll('\r\n', '\n') : stored
    const message = messages.get(`/themes/${index}/text`) ?? null
    return {
      purpose,
      id: `text-${key}`,
      label: `Tema ${key}: ${name}`,
      text: own,
      error: message,
      colleague: overtaken && own !== stored ? stored : null,
      ...describedTheme({ theme: key, name, text: stored, before: before?.get(key) ?? (before ? '' : null) }),
    }
  })
  const lines = tried
    ? tried.refusal.errors.length > 0
      ? tried.refusal.errors.map(({ path, message }) => lineOf(path, message, themes))
      : [{ href: '#main', text: tried.refusal.message }]
    : []
  return {
    title: tilbud.name,
    crumbs: may.describe ? [{ href: '/description', text: 'Mit tilbud' }, { text: tilbud.name }] : null,
    lead: leadOf(next, prepareBy),
    errors: lines,
    facts: {
      action: `/description/${tilbud.id}/facts`,
      may: may.confirm,
      state: state.text,
      confirmed: state.confirmed,
      version: tilbud.version,
      count: facts ? textOf(facts.sent, 'count') : `${tilbud.employees.count ?? ''}`,
      shortNames: facts ? textOf(facts.sent, 'shortNames') : tilbud.shortNames.join(', '),
      countError: messages.get('/employees/count') ?? null,
      namesError: [...messages].find(([path]) => path.startsWith('/shortNames'))?.[1] ?? null,
      fixed: [
        { term: 'Navn', text: tilbud.name },
        { term: 'Type', text: tilbud.type },
        { term: 'Ejer', text: tilbud.selfGoverning ? 'Selvejende' : 'Kommunalt' },
      ],
      read: [
        { term: 'Antal ansatte', text: `${tilbud.employees.count ?? 'Ikke oplyst'}` },
        { term: 'Kortnavne', text: tilbud.shortNames.join(', ') || 'Ingen' },
      ],
    },
    description: {
      action: `/description/${tilbud.id}`,
      may: may.describe,
      version: writing && !overtaken ? textOf(writing.sent, 'version') : `${current.version}`,
      state: current.writtenAt
        ? `Senest rettet ${danishDate(current.writtenAt.slice(0, 10))}.`
        : 'I har ikke skrevet noget endnu.',
      since: since && sinceInWords(since, themes),
      themes,
    },
  }
}

function leadOf(next: Visit, prepareBy: string | null): string {
  if (!next) return 'Der er ikke planlagt et kvalitetsbesøg. I kan skrive alligevel; det bliver gemt til det næste.'
  const day = danishDate(next.visitedOn)
  return prepareBy
    ? `Der er planlagt kvalitetsbesøg ${day}. Gør jer klar senest ${danishDate(prepareBy)}.`
    : `Kvalitetsbesøg ${day}. Det, I skriver efter den dag, bliver gemt til det næste.`
}

const sinceInWords = (since: string, themes: readonly { changed: boolean }[]) =>
  themes.some(({ changed }) => changed)
    ? `Det, der er ændret siden besøget ${danishDate(since)}, er markeret.`
    : `Intet er ændret siden besøget ${danishDate(since)}.`

function lineOf(path: string, message: string, themes: readonly { label: string }[]) {
  const [, part, index] = path.split('/')
  if (part === 'themes')
    return { href: `#${idAt(themes, index)}`, text: `${themes[Number(index)]?.label ?? ''}: ${message}` }
  if (part === 'employees') return { href: '#count', text: `Antal ansatte: ${message}` }
  return part === 'shortNames'
    ? { href: '#shortNames', text: `Kortnavne: ${message}` }
    : { href: '#main', text: message }
}

const idAt = (themes: readonly object[], index: string | undefined) => {
  const theme = themes[Number(index)] as { id?: string } | undefined
  return theme?.id ?? 'main'
}
