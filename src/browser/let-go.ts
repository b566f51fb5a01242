// A page that changes between pressing and letting go would swallow the click.
let pressed = false
document.addEventListener(
  'pointerdown',
  () => {
    pressed = true
  },
  true,
)
for (const end of ['pointerup', 'pointercancel'])
  document.addEventListener(
    end,
    () => {
      pressed = false
    },
    true,
  )

/** Does `work` once nothing is being pressed, after the click that this may have been. */
export function whenLetGo(work: () => void) {
  if (pressed) setTimeout(() => whenLetGo(work), 30)
  else setTimeout(work, 0)
}
