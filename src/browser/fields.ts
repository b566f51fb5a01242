// The fields of a form as the API has them, read and written by name. A form has the fields that stand in it.
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
}

function writeText(form: HTMLFormElement, name: string, value: unknown) {
  const [control] = named(form, name)
  if (control) control.value = String(value ?? '')
}

function writeTicks(form: HTMLFormElement, name: string, value: unknown) {
  for (const box of boxes(form, name)) box.checked = (value as string[]).includes(box.value)
}

const TEXT: Field = { read: text, write: writeText }
const TICKS: Field = { read: ticked, write: writeTicks }

function readParticipants(form: HTMLFormElement) {
  const counts = named(form, 'count')
  const met = named(form, 'group')
    .map((group, row) => ({ group: group.value.trim(), count: wholeNumber(counts[row]?.value ?? '') }))
    .filter(({ group, count }) => group !== '' || count !== null)
  return { employeesTotal: wholeNumber(text(form, 'employeesTotal')), met }
}

const FIELDS: Record<string, Field> = {
  heading: { read: (form, name) => asLine(text(form, name)) || null, write: writeText },
  body: TEXT,
  overallImpression: TEXT,
  conclusion: TEXT,
  visitedOn: TEXT,
  alsoThemes: TICKS,
  answers: TICKS,
  consultantIds: TICKS,
  source: { read: (form, name) => text(form, name) || null, write: writeText },
  saidOnTheDay: {
    read: (form, name) => boxes(form, name)[0]?.checked ?? true,
    write: (form, name, value) => {
      const [box] = boxes(form, name)
      if (box) box.checked = value === true
    },
  },
  topics: {
    read: (form, name) =>
      text(form, name)
        .split(/[,\n]/)
        .map(word => word.trim())
        .filter(word => word !== ''),
    write: (form, name, value) => writeText(form, name, (value as string[]).join(', ')),
  },
  // Rows come and go; a colleague's are seen at the next load.
  participants: { control: 'employeesTotal', read: readParticipants, write: () => {} },
}

/** Texts are never overwritten unseen: a clash in one of these is shown to the person. */
export const isText = (name: string) => FIELDS[name] === TEXT || name === 'heading'

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

const normal = (value: unknown): string =>
  JSON.stringify(Array.isArray(value) && typeof value[0] === 'string' ? [...value].sort() : value)

export const same = (one: unknown, other: unknown) => normal(one ?? null) === normal(other ?? null)
