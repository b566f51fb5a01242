// The fields of a form as the API has them, read and written by name. A form has the fields that stand in it.
import { danishDate } from '../lib/danish-date.ts'

export type Values = Record<string, unknown>

type Control = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement

/** A heading may be shown over several lines, but it is one. */
const asLine = (typed: string) => typed.replaceAll(/\s*\n\s*/g, ' ').trim()

const named = (form: HTMLFormElement, name: string) => [...form.querySelectorAll<Control>(`[name="${name}"]`)]
const text = (form: HTMLFormElement, name: string) => named(form, name)[0]?.value ?? ''
const boxes = (form: HTMLFormElement, name: string) => named(form, name) as HTMLInputElement[]
const ticked = (form: HTMLFormElement, name: string) =>
  boxes(form, name).flatMap(box => (box.checked ? [box.value] : []))
const wholeNumber = (typed: string) => (typed.trim() === '' ? null : Number(typed))

type Field = {
  /** The name of a control that tells whether the form has this field; the field's own name unless it says otherwise. */
  control?: string
  read: (form: HTMLFormElement, name: string) => unknown
  write: (form: HTMLFormElement, name: string, value: unknown) => void
  /** What a value is called where it stands outside the form; a text speaks for itself. */
  called?: string
  /** The value in the words of the form. */
  tell: (form: HTMLFormElement, name: string, value: unknown) => string
}

const tellText = (_form: HTMLFormElement, _name: string, value: unknown) => String(value ?? '')
const wordsOf = (control: HTMLElement | undefined) => control?.textContent.trim() ?? ''

function writeText(form: HTMLFormElement, name: string, value: unknown) {
  const [control] = named(form, name)
  if (control) control.value = String(value ?? '')
}

function writeTicks(form: HTMLFormElement, name: string, value: unknown) {
  for (const box of boxes(form, name)) box.checked = (value as string[]).includes(box.value)
}

/** What stands beside each of these boxes; the face of a toggle is said once more for screen readers. */
const tellTicks = (form: HTMLFormElement, name: string, value: unknown) =>
  boxes(form, name)
    .filter(box => (value as string[]).includes(box.value))
    .map(box => wordsOf(box.labels?.[0]?.querySelector<HTMLElement>('.sr-only') ?? box.labels?.[0]))
    .join(' · ')

// What is half typed is no day yet.
const tellDay = (_form: HTMLFormElement, _name: string, value: unknown) =>
  /^\d{4}-\d{2}-\d{2}$/.test(String(value)) ? danishDate(String(value)) : ''

const TEXT: Field = { read: text, write: writeText, tell: tellText }
const TICKS: Field = { read: ticked, write: writeTicks, tell: tellTicks }

function readParticipants(form: HTMLFormElement) {
  const counts = named(form, 'count')
  const met = named(form, 'group')
    .map((group, row) => ({ group: group.value.trim(), count: wholeNumber(counts[row]?.value ?? '') }))
    .filter(({ group, count }) => group !== '' || count !== null)
  return { employeesTotal: wholeNumber(text(form, 'employeesTotal')), met }
}

type Participants = { employeesTotal: number | null; met: { group: string; count: number | null }[] }

/** One more empty row like the last one. */
function addRow(rows: HTMLElement[]): HTMLElement {
  const next = rows.at(-1)?.cloneNode(true) as HTMLElement
  const renumber = (value: string) => value.replace(/\d+$/, String(rows.length + 1))
  for (const label of next.querySelectorAll('label')) {
    label.htmlFor = renumber(label.htmlFor)
    label.textContent = renumber(label.textContent)
  }
  for (const input of next.querySelectorAll('input')) input.id = renumber(input.id)
  rows.at(-1)?.after(next)
  return next
}

function writeParticipants(form: HTMLFormElement, _name: string, value: unknown) {
  const { employeesTotal, met } = value as Participants
  writeText(form, 'employeesTotal', employeesTotal)
  const rows = [...form.querySelectorAll<HTMLElement>('.met-row')]
  while (rows.length < met.length) rows.push(addRow(rows))
  rows.forEach((row, index) => {
    for (const input of row.querySelectorAll('input'))
      input.value = String(met[index]?.[input.name as 'group' | 'count'] ?? '')
  })
}

function tellParticipants(_form: HTMLFormElement, _name: string, value: unknown) {
  const { employeesTotal, met } = value as Participants
  return [`${employeesTotal ?? 'Intet antal'} ansatte`, ...met.map(({ group, count }) => `${count} ${group}`)].join(
    ', ',
  )
}

const FIELDS: Record<string, Field> = {
  heading: { read: (form, name) => asLine(text(form, name)) || null, write: writeText, tell: tellText },
  body: TEXT,
  overallImpression: TEXT,
  conclusion: TEXT,
  visitedOn: { ...TEXT, called: 'Besøgsdato', tell: tellDay },
  alsoThemes: { ...TICKS, called: 'Også i tema' },
  answers: { ...TICKS, called: 'Svarer på' },
  consultantIds: { ...TICKS, called: 'Konsulenter' },
  source: {
    called: 'Kilde',
    read: (form, name) => text(form, name) || null,
    write: writeText,
    tell: (form, name, value) => {
      const [select] = named(form, name) as HTMLSelectElement[]
      return wordsOf([...(select?.options ?? [])].find(option => option.value === (value ?? '')))
    },
  },
  saidOnTheDay: {
    read: (form, name) => boxes(form, name)[0]?.checked ?? true,
    write: (form, name, value) => {
      const [box] = boxes(form, name)
      if (box) box.checked = value === true
    },
    tell: (_form, _name, value) => (value ? 'Sagt på dagen' : 'Ikke sagt på dagen'),
  },
  topics: {
    called: 'Emner',
    read: (form, name) =>
      text(form, name)
        .split(/[,\n]/)
        .map(word => word.trim())
        .filter(word => word !== ''),
    write: (form, name, value) => writeText(form, name, (value as string[]).join(', ')),
    tell: (_form, _name, value) => (value as string[]).join(', '),
  },
  participants: {
    control: 'employeesTotal',
    read: readParticipants,
    write: writeParticipants,
    tell: tellParticipants,
  },
}

/** Fields whose change shows elsewhere on the page too. */
export const isLink = (name: string) => ['alsoThemes', 'answers', 'source', 'saidOnTheDay', 'topics'].includes(name)

export const readFields = (form: HTMLFormElement): Values =>
  Object.fromEntries(
    Object.entries(FIELDS)
      .filter(([name, { control }]) => named(form, control ?? name).length > 0)
      .map(([name, { read }]) => [name, read(form, name)]),
  )

export const writeField = (form: HTMLFormElement, name: string, value: unknown) =>
  FIELDS[name]?.write(form, name, value)

/** A value in words, with its name where it would not be known without. */
export function tellField(form: HTMLFormElement, name: string, value: unknown): string {
  const { called = '', tell } = FIELDS[name] ?? TEXT
  const words = tell(form, name, value) || '(tom)'
  return called ? `${called}: ${words}` : words
}

// The order of ticked boxes and of an object's keys says nothing.
const inOrder = (_key: string, value: unknown) =>
  value && typeof value === 'object' && !Array.isArray(value) ? Object.fromEntries(Object.entries(value).sort()) : value

const normal = (value: unknown): string =>
  JSON.stringify(Array.isArray(value) && typeof value[0] === 'string' ? [...value].sort() : value, inOrder)

export const same = (one: unknown, other: unknown) => normal(one ?? null) === normal(other ?? null)
