// Elements that the page's scripts make.

type Child = Node | string

/** An element with its attributes and children; a listener where the attribute is a function. */
export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Record<string, string | ((event: Event) => void)> = {},
  ...children: Child[]
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name)
  for (const [key, value] of Object.entries(attributes))
    if (typeof value === 'function') made.addEventListener(key, value)
    else made.setAttribute(key, value)
  made.append(...children)
  return made
}

export const button = (text: string, press: () => void, variant = 'secondary') =>
  element('button', { type: 'button', class: `button button-${variant}`, click: press }, text)
