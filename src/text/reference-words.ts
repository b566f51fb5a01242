// What a reference to a theme or a point is called now. It is stored as a link to the thing, "[tema 4, punkt 2](#point-…)", so that it
// stays right when things move.
/** What may be referred to, in the report's order. `number` is the focus point's in its theme. */
export type Places = {
  themes: readonly { key: string; name: string }[]
  points: readonly { id: string; theme: string; number: number; heading: string }[]
}

export const themeTarget = (key: string) => `theme-${key}`
export const pointTarget = (id: string) => `point-${id}`

/** "tema 4, punkt 2"; null where what was meant is gone. */
export function referenceWords(target: string, { themes, points }: Places): string | null {
  const point = points.find(({ id }) => pointTarget(id) === target)
  if (point) return `tema ${point.theme}, punkt ${point.number}`
  const theme = themes.find(({ key }) => themeTarget(key) === target)
  return theme ? `tema ${theme.key}` : null
}
