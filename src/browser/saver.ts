// Saves one form as it is written: one request at a time, only what changed, and never over a colleague's text. Knows the
// form and the API, not the page around them.
import { askWhichText } from './clash.ts'
import { isLink, readFields, same, type Values, writeField } from './fields.ts'
import { showState } from './save-state.ts'

const PAUSE = 800
const TIME_LIMIT = 15_000
const FIRST_RETRY = 2_000
const LONGEST_RETRY = 30_000
// What a browser still sends for a page that is going away.
const KEEPALIVE_LIMIT = 60_000

export type Saver = ReturnType<typeof createSaver>

type Answer = Values & { version: number }
type Problem = { title?: string; errors?: { message: string }[]; current?: Answer }

export type Around = {
  /** A new point has got its id. */
  created: (id: string) => void
  /** Something was saved that shows elsewhere on the page. */
  linked: () => void
}

/** Follows `form` from now on. `data-save` is its address in the API; with `data-new` the first save creates it. */
export function createSaver(form: HTMLFormElement, around: Around) {
  let own = form
  let address = form.dataset.save ?? ''
  let version = Number(form.dataset.version)
  let birth: { id: string; sent: Values | null } | null =
    form.dataset.new === undefined ? null : { id: crypto.randomUUID(), sent: null }
  let stored = readFields(form) // what the server has, as it has it
  let sent = stored // the same as it was typed here
  let tried: Values[] = [] // what was sent without an answer that it was saved: it may have been, all the same
  let running: Promise<void> | null = null
  let timer = 0
  let retries = 0
  let asking = false

  const changed = () => {
    const now = readFields(own)
    if (birth && !now.heading && !String(now.body ?? '').trim()) return []
    return Object.keys(now).filter(name => !same(now[name], sent[name]))
  }

  function later(milliseconds: number) {
    clearTimeout(timer)
    timer = window.setTimeout(save, milliseconds)
  }

  function typed() {
    if (asking) return
    retries = 0
    if (changed().length === 0 && !running) {
      clearTimeout(timer)
      return showState(own, 'nothing')
    }
    showState(own, 'saving')
    later(PAUSE)
  }

  /** Sends what is not saved yet; resolves when there is nothing more to do about it now. */
  function save(): Promise<void> {
    clearTimeout(timer)
    running ??= sendAll().finally(() => {
      running = null
    })
    return running
  }

  async function sendAll() {
    while (!asking) {
      const names = changed()
      if (names.length === 0) return
      showState(own, retries > 0 ? 'retrying' : 'saving')
      const now = readFields(own)
      const values = birth?.sent ?? Object.fromEntries(names.map(name => [name, now[name]]))
      if (birth) birth.sent = values
      tried = [...tried.slice(-20), values]
      // A connection may also drop in the middle of an answer: that is no answer.
      const answer = await request(values)
        .then(read)
        .catch(() => null)
      if (answer?.ok) accept(answer.content as Answer, values)
      else if (!refused(answer?.status ?? 0, (answer?.content ?? {}) as Problem)) return
    }
  }

  function request(values: Values) {
    const { theme, box } = own.dataset
    const body = JSON.stringify(birth ? { id: birth.id, theme, box, ...values } : values)
    return fetch(address, {
      method: birth ? 'POST' : 'PATCH',
      headers: { 'content-type': 'application/json', ...(!birth && { 'if-match': `"${version}"` }) },
      body,
      keepalive: body.length < KEEPALIVE_LIMIT,
      signal: AbortSignal.timeout(TIME_LIMIT),
    })
  }

  async function read(response: Response) {
    const { ok, status } = response
    return { ok, status, content: ok ? await response.json() : await response.json().catch(() => ({})) }
  }

  function know(answer: Answer) {
    version = answer.version
    tried = []
    stored = Object.fromEntries(Object.keys(stored).map(name => [name, answer[name]]))
    const field = own.querySelector<HTMLInputElement>('[name="version"]')
    if (field) field.value = String(version)
  }

  function accept(answer: Answer, values: Values) {
    know(answer)
    sent = { ...sent, ...values }
    retries = 0
    // The page shows a new point's links when it is left; one that stands there already shows them at once.
    const links = !birth && Object.keys(values).some(isLink)
    if (birth) {
      const { id } = birth
      address = `${address}/${id}`
      birth = null
      around.created(id)
    }
    if (changed().length === 0) showState(own, 'saved')
    if (links) around.linked()
  }

  /** What an answer that is not "saved" leads to; true when it is worth sending again at once. */
  function refused(status: number, problem: Problem): boolean {
    if (status === 412 && problem.current) return merge(problem.current)
    if (status === 401) {
      showState(own, 'loggedOut')
      later(LONGEST_RETRY / 6)
      return false
    }
    if (status === 0 || status === 408 || status === 429 || status >= 500) {
      showState(own, 'retrying')
      later(Math.min(FIRST_RETRY * 2 ** retries++, LONGEST_RETRY))
      return false
    }
    if (birth) birth.sent = null
    showState(own, 'refused', problem.errors?.[0]?.message ?? problem.title)
    return false
  }

  /** A colleague was first. What only they changed is taken over; where both changed the same, the person decides. */
  function merge(current: Answer): boolean {
    // What stands there because it was sent from here is no colleague's.
    const arrived = Object.keys(stored).filter(name =>
      tried.some(values => name in values && same(current[name], values[name])),
    )
    const known = Object.fromEntries(arrived.map(name => [name, current[name]]))
    stored = { ...stored, ...known }
    sent = { ...sent, ...known }
    const mine = changed()
    const now = readFields(own)
    const clashes = mine.filter(name => !same(current[name], stored[name]) && !same(current[name], now[name]))
    for (const name of Object.keys(stored))
      if (!mine.includes(name) && !same(current[name], stored[name])) {
        writeField(own, name, current[name])
        sent = { ...sent, [name]: readFields(own)[name] }
      }
    if (clashes.length === 0) {
      know(current)
      return true
    }
    ask(current, clashes)
    return false
  }

  function ask(current: Answer, clashes: string[]) {
    asking = true
    showState(own, 'conflict')
    const decided = () => {
      asking = false
      know(current)
    }
    askWhichText(() => own, current, clashes, {
      keepMine: () => {
        decided()
        later(0)
      },
      takeTheirs: () => {
        decided()
        const now = readFields(own)
        sent = { ...sent, ...Object.fromEntries(clashes.map(name => [name, now[name]])) }
        showState(own, 'saved')
        later(0)
      },
      bringBack: typed,
    })
  }

  /** Carries on with the same form in a page that was fetched anew; nothing typed here is lost. */
  function attach(next: HTMLFormElement) {
    const fresh = readFields(next)
    const mine = changed()
    const live = readFields(own)
    for (const part of ['[data-save-state]', '[data-save-help]']) {
      const [from, to] = [own.querySelector<HTMLElement>(part), next.querySelector<HTMLElement>(part)]
      if (from && to) to.replaceWith(from)
    }
    own = next
    // The page was fetched before the latest save: what stands here is newer.
    if (Number(next.dataset.version) < version) {
      for (const name of Object.keys(fresh)) if (name in stored) writeField(next, name, live[name] ?? sent[name])
      return
    }
    if (mine.length === 0 && !running && !asking) {
      version = Number(next.dataset.version)
      stored = fresh
      sent = fresh
      return
    }
    for (const name of Object.keys(fresh))
      if (mine.includes(name)) writeField(next, name, live[name])
      else {
        stored = { ...stored, [name]: fresh[name] }
        sent = { ...sent, [name]: fresh[name] }
      }
  }

  return {
    form: () => own,
    typed,
    save,
    attach,
    isClean: () => changed().length === 0 && !running,
    isNew: () => birth !== null,
  }
}
