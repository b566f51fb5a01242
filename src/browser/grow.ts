// Fields that are as high as their text, where the stylesheet alone cannot do it.

/** Keeps every textarea as high as what stands in it. */
export function startGrowing() {
  if (CSS.supports('field-sizing', 'content')) return
  const heighten = (field: HTMLTextAreaElement) => {
    field.style.height = 'auto'
    field.style.height = `${field.scrollHeight + field.offsetHeight - field.clientHeight}px`
  }
  const heightenAll = () => document.querySelectorAll('textarea').forEach(heighten)
  heightenAll()
  document.addEventListener('input', ({ target }) => target instanceof HTMLTextAreaElement && heighten(target))
  new MutationObserver(heightenAll).observe(document.body, { childList: true, subtree: true })
}
