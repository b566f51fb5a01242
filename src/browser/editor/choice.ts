// "Enkel tekstboks": a person's choice to write in a plain box, for good. It is kept by the browser, not by the login, and survives it.
const KEY = 'kvalitetsbesoeg.tekstboks'
const CHANGED = 'kvalitetsbesoeg:tekstboks'

export function isSimple(): boolean {
  try {
    return localStorage.getItem(KEY) === 'enkel'
  } catch {
    return false // a browser that keeps nothing
  }
}

/** Chooses for all editors, on this page and from now on. */
export function chooseSimple(simple: boolean): void {
  try {
    if (simple) localStorage.setItem(KEY, 'enkel')
    else localStorage.removeItem(KEY)
  } catch {
    // then it holds for this page only, and not for long
  }
  window.dispatchEvent(new Event(CHANGED))
}

/** Calls `listener` when the choice changes, here or in another tab; answers how to stop that. */
export function onChoice(listener: () => void): () => void {
  const stored = ({ key }: StorageEvent) => key === KEY && listener()
  window.addEventListener(CHANGED, listener)
  window.addEventListener('storage', stored)
  return () => {
    window.removeEventListener(CHANGED, listener)
    window.removeEventListener('storage', stored)
  }
}

/** The switch for the page's bar: a button that says what it does. */
export function choiceButton(): HTMLButtonElement {
  const button = document.createElement('button')
  button.type = 'button'
  button.className = 'editor-choice'
  const show = () => {
    button.textContent = isSimple() ? 'Skift til tekstfelter med knapper' : 'Skift til enkel tekstboks'
  }
  button.addEventListener('click', () => chooseSimple(!isSimple()))
  onChoice(show)
  show()
  return button
}
