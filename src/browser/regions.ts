// Takes the changed regions of a page that the server answered, and keeps the person's place: focus, caret, open panels
// and scroll.
type Place = { form: string; name: string; value: string; id: string; selection: [number, number] | null; top: number }

const regions = (page: ParentNode) => [...page.querySelectorAll<HTMLElement>('[data-region]')]

/** A page, or why there is none: no connection, the login has ended, or an answer that is no page to write in. */
export type Page = Document | 'offline' | 'loggedOut' | 'refused'

/** Asks for a page as a browser would. */
export async function fetchPage(address: string, form?: URLSearchParams): Promise<Page> {
  const signal = AbortSignal.timeout(15_000)
  const request = fetch(address, form ? { method: 'POST', body: form, signal } : { signal })
  const answer = await request.then(async response => ({ response, text: await response.text() })).catch(() => null)
  if (!answer) return 'offline'
  const { response, text } = answer
  if (!response.headers.get('content-type')?.startsWith('text/html')) return 'refused'
  if (new URL(response.url).pathname === '/login') return 'loggedOut'
  const page = new DOMParser().parseFromString(text, 'text/html')
  return regions(page).length > 0 ? page : 'refused'
}

function placeOf(focused: Element | null): Place | null {
  if (!(focused instanceof HTMLElement)) return null
  const control = focused as HTMLInputElement
  const typing = focused instanceof HTMLTextAreaElement || focused instanceof HTMLInputElement
  return {
    form: control.form?.id ?? '',
    name: control.name ?? '',
    value: focused instanceof HTMLButtonElement || control.type === 'checkbox' ? control.value : '',
    id: focused.id,
    selection: typing && control.selectionStart !== null ? [control.selectionStart, control.selectionEnd ?? 0] : null,
    top: focused.getBoundingClientRect().top,
  }
}

function findPlace({ form, name, value, id }: Place): HTMLElement | null {
  const within = form && name ? document.getElementById(form) : null
  const valued = value ? `[value="${CSS.escape(value)}"]` : ''
  const found = within?.querySelector<HTMLElement>(`[name="${name}"]${valued}:not(:disabled)`)
  return found ?? (id ? document.getElementById(id) : null)
}

/** Puts the regions of `page` in place of those on screen; `rename` tells the new id of a form, `settle` wires it up. */
export function showRegions(page: Document, rename: (form: string) => string, settle: () => void) {
  const before = placeOf(document.activeElement)
  const known = new Set([...document.querySelectorAll('[data-region] form')].map(({ id }) => id))
  const open = [...document.querySelectorAll<HTMLDetailsElement>('[data-region] details[open]')].map(({ id }) => id)
  for (const region of regions(document)) {
    // Shared texts are shown anew by page/visit-page.ts.
    if (region.querySelector('.editor')) continue
    const next = page.querySelector(`[data-region="${region.dataset.region}"]`)
    if (next) region.replaceChildren(...document.adoptNode(next).childNodes)
  }
  for (const id of open) document.getElementById(id)?.setAttribute('open', '')
  settle()
  if (!before || document.activeElement !== document.body) return
  const target = findPlace({ ...before, form: rename(before.form) })
  // What had the focus is gone: on to what says so, or to what came instead.
  if (!target) {
    const fresh = [...document.querySelectorAll('[data-region] form')].find(({ id }) => !known.has(id))
    const notice = document.querySelector<HTMLElement>('.box-notice button, .box-notice a')
    return (notice ?? fresh?.querySelector<HTMLElement>('[name="body"]'))?.focus()
  }
  target.focus({ preventScroll: true })
  window.scrollBy({ top: target.getBoundingClientRect().top - before.top, behavior: 'instant' })
  if (before.selection) (target as HTMLInputElement).setSelectionRange(...before.selection)
}
