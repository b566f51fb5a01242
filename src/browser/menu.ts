// The menus are <details> and work without this; here they also close as people expect menus to.

/** Closes open menus on Escape and on a click elsewhere. */
export function startMenu() {
  const menus = [...document.querySelectorAll<HTMLDetailsElement>('.site-menu, .site-nav .nav-group')]
  if (menus.length === 0) return
  document.addEventListener('keydown', event => {
    if (event.key !== 'Escape') return
    for (const menu of menus.filter(({ open }) => open)) {
      menu.open = false
      menu.querySelector('summary')?.focus()
    }
  })
  document.addEventListener('click', event => {
    for (const menu of menus) if (event.target instanceof Node && !menu.contains(event.target)) menu.open = false
  })
}
