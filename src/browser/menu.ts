// The menu on small screens is a <details> and works without this; here it also closes as people expect menus to.

/** Closes an open menu on Escape and on a click elsewhere. */
export function startMenu() {
  const menu = document.querySelector<HTMLDetailsElement>('.site-menu')
  if (!menu) return
  document.addEventListener('keydown', event => {
    if (event.key !== 'Escape' || !menu.open) return
    menu.open = false
    menu.querySelector('summary')?.focus()
  })
  document.addEventListener('click', event => {
    if (event.target instanceof Node && !menu.contains(event.target)) menu.open = false
  })
}
