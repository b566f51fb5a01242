// What the field has to say about what was just done; a screen reader says it at its leisure.
const SHOWN = 12_000

export function createNotice() {
  const element = document.createElement('p')
  element.className = 'editor-notice'
  element.setAttribute('role', 'status')
  let timer: ReturnType<typeof setTimeout> | undefined
  const clear = () => {
    clearTimeout(timer)
    element.textContent = ''
  }
  const say = (words: string) => {
    element.textContent = words
    clearTimeout(timer)
    timer = setTimeout(clear, SHOWN)
  }
  return { element, say, clear }
}
