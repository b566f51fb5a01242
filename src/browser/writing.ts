// Forms that are no shared texts, the facts and the raw notes: each saves itself, and what it does to the page shows
// without a reload.

import { fetchPage, type Page, showRegions } from './regions.ts'
import { loginLink } from './save-state.ts'
import { createSaver, type Saver } from './saver.ts'

/** By the id of the form that each one follows; a new point's moves to `point-…` once the point has its id. */
const savers = new Map<string, Saver>()
const renamed = new Map<string, string>()

const forms = () => document.querySelectorAll<HTMLFormElement>('form[data-save]')

function follow() {
  for (const form of forms()) {
    const known = savers.get(form.id)
    if (known?.form() === form) continue
    if (known) known.attach(form)
    else savers.set(form.id, begin(form))
  }
  for (const [id, saver] of savers) if (!saver.form().isConnected) savers.delete(id)
}

function begin(form: HTMLFormElement): Saver {
  const saver = createSaver(form, {
    created: id => {
      savers.delete(form.id)
      savers.set(`point-${id}`, saver)
      renamed.set(form.id, `point-${id}`)
    },
    linked: () => void inTurn(refresh),
  })
  return saver
}

const saverOf = (target: EventTarget | null) => {
  const form = target instanceof Element ? target.closest<HTMLFormElement>('form[data-save]') : null
  return form ? [...savers.values()].find(saver => saver.form() === form) : undefined
}

// One change of the page after the other.
let turn: Promise<unknown> = Promise.resolve()
function inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
  const result = turn.then(work)
  turn = result.catch(() => {})
  return result
}

// A page that changes between pressing and letting go would swallow the click.
let pressed = false
async function letGo() {
  while (pressed) await new Promise(done => setTimeout(done, 50))
  await new Promise(done => setTimeout(done, 0))
}

/** `leaving` is the id of a form that is gone because the person wanted it so. */
async function take(page: Page, leaving = '') {
  if (page === 'offline') return notice('Det lykkedes ikke. Tjek forbindelsen, og prøv igen.')
  if (page === 'refused') return notice('Det lykkedes ikke. Genindlæs siden, og prøv igen.')
  if (page === 'loggedOut') return notice('Dit login er udløbet. ', loginLink())
  await letGo()
  // Where the visit is closed for writing, a point keeps its id and has no form.
  const canStay = (id: string) => page.getElementById(id) instanceof HTMLFormElement
  const gone = [...savers].some(([id, saver]) => id !== leaving && !saver.isClean() && !canStay(id))
  if (gone) return notice('Punktet kan ikke længere rettes her. Kopiér din tekst, og genindlæs siden.')
  notice()
  showRegions(page, form => renamed.get(form) ?? form, follow)
  renamed.clear()
}

const refresh = async () => {
  const page = await fetchPage(location.pathname)
  // Nobody asked for this: if it fails, the page simply stays as it is.
  if (page instanceof Document) await take(page)
}

function notice(...words: (string | Node)[]) {
  document.querySelector('[data-page-notice]')?.replaceChildren(...words)
}

async function saveAll() {
  await Promise.all([...savers.values()].map(saver => saver.save()))
}

async function submit(form: HTMLFormElement, button: HTMLElement | null) {
  await saveAll()
  const saver = savers.get(form.id)
  // Whoever deletes a point need not mend its text first.
  const leaves = (button as HTMLButtonElement | null)?.value === 'delete'
  if (saver && !leaves && !saver.isClean()) return // it says so itself
  const fields = new FormData(form, button)
  const sent = new URLSearchParams([...fields].map(([name, value]) => [name, String(value)]))
  await take(await fetchPage(form.action, sent), leaves ? form.id : '')
}

/** "Tilføj": the point is saved like any other text, and the next one can be written at once. */
async function add(form: HTMLFormElement, saver: Saver) {
  const body = form.querySelector<HTMLElement>('[name="body"]')
  await saver.save()
  if (saver.isNew() || !saver.isClean()) return body?.focus()
  await inTurn(refresh)
  document.querySelector<HTMLElement>(`#${form.id} [name="body"]`)?.focus()
}

const answeredByServer = (form: HTMLFormElement) => form.querySelector('.colleague, .form-error-message') !== null

function onSubmit(event: SubmitEvent) {
  const form = event.target
  if (!(form instanceof HTMLFormElement) || !form.matches('[data-save], [data-quiet]')) return
  event.preventDefault()
  const saver = saverOf(form)
  const step = (event.submitter as HTMLButtonElement | null)?.value
  if (saver && form.dataset.new !== undefined) void add(form, saver)
  else if (saver && step === 'save' && !answeredByServer(form)) void saver.save()
  else void inTurn(() => submit(form, event.submitter))
}

// A new point that was left becomes one of the list.
async function onLeave(event: FocusEvent) {
  const saver = saverOf(event.target)
  if (!saver) return
  const form = saver.form()
  if (event.relatedTarget instanceof Node && form.contains(event.relatedTarget)) return
  await saver.save()
  if (form.dataset.new !== undefined && !saver.isNew() && form.isConnected) await inTurn(refresh)
}

/** Starts saving, on pages that have something to save. */
export function startWriting() {
  if (forms().length === 0) return
  follow()
  document.addEventListener('input', event => saverOf(event.target)?.typed())
  document.addEventListener('focusout', event => void onLeave(event))
  document.addEventListener('submit', onSubmit)
  // A heading is one line: Enter leads on to the text.
  document.addEventListener('keydown', event => {
    const field = event.target
    if (event.key !== 'Enter' || !(field instanceof HTMLTextAreaElement) || field.name !== 'heading') return
    event.preventDefault()
    field.form?.querySelector<HTMLElement>('[name="body"]')?.focus()
  })
  document.addEventListener('pointerdown', () => {
    pressed = true
  })
  for (const end of ['pointerup', 'pointercancel'])
    document.addEventListener(end, () => {
      pressed = false
    })
  document.addEventListener('visibilitychange', () => void saveAll())
  window.addEventListener('pagehide', () => void saveAll())
  window.addEventListener('online', () => void saveAll())
  window.addEventListener('beforeunload', event => {
    if ([...savers.values()].some(saver => !saver.isClean())) event.preventDefault()
  })
}
