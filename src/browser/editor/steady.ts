// Buttons come and go under a field; what the person looks at must not move for that.
let pressed = false
let watching = false

/** Begins to notice whether a pointer is down. */
export function watchPointer(): void {
  if (watching) return
  watching = true
  const set = (now: boolean) => () => {
    pressed = now
  }
  document.addEventListener('pointerdown', set(true), true)
  for (const end of ['pointerup', 'pointercancel']) document.addEventListener(end, set(false), true)
}

/** Runs it now, or when the pointer that is down has been let go: nothing moves under a finger. */
export function whenReleased(run: () => void): void {
  if (!pressed) {
    run()
    return
  }
  const controller = new AbortController()
  const released = () => {
    controller.abort()
    setTimeout(run)
  }
  for (const end of ['pointerup', 'pointercancel'])
    document.addEventListener(end, released, { signal: controller.signal })
}

/** Makes a change that moves things, and scrolls so that what has the focus stays where it was on the screen. */
export function steadily(change: () => void): void {
  const focused = document.activeElement
  const before = focused?.getBoundingClientRect().top ?? 0
  change()
  const moved = (focused?.getBoundingClientRect().top ?? 0) - before
  if (moved !== 0) window.scrollBy({ top: moved, behavior: 'instant' })
}
