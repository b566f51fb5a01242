// A form that takes a while says so on its button and is sent once.

/** Follows forms with `data-busy`: the words that their button shows meanwhile. */
export function startBusy() {
  for (const form of document.querySelectorAll<HTMLFormElement>('form[data-busy]')) {
    const button = form.querySelector<HTMLButtonElement>('button')
    const words = button?.textContent ?? ''
    const show = (text: string, disabled: boolean) => {
      if (!button) return
      button.textContent = text
      button.disabled = disabled
    }
    form.addEventListener('submit', () => show(form.dataset.busy ?? words, true))
    window.addEventListener('pageshow', () => show(words, false))
  }
}
