// A button that copies what stands in a field. Without JavaScript there is no button, and the field can be copied by hand.

/** Shows the buttons with `data-copy`, which names the field. */
export function startCopying() {
  for (const button of document.querySelectorAll<HTMLButtonElement>('button[data-copy]')) {
    const field = document.querySelector<HTMLInputElement>(`#${button.dataset.copy}`)
    const told = button.parentElement?.querySelector<HTMLElement>('[data-copied]')
    if (!field || !told) continue
    button.hidden = false
    button.addEventListener('click', async () => {
      field.select()
      const done = await navigator.clipboard?.writeText(field.value).then(
        () => true,
        () => false,
      )
      told.textContent = done ? 'Linket er kopieret.' : 'Linket er markeret. Kopiér det med Ctrl + C.'
    })
  }
}
