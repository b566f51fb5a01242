// What a reader should not hear: lines and tints, pictures that say nothing, and the headings that Chromium prints again where a box or a table
// runs on over the page. Taken out of the structure here; writing the content then makes artifacts of them.
import { alternativeOf, type Element, elementsOf, isHeading, type Kid, type Mark } from '../structure.ts'
import { type Surface, textOfMark } from '../surfaces.ts'

export type Surfaces = ReadonlyMap<string, Surface>

/** Takes out content that shows no letters and no image, except in a figure, where the lines are the picture. */
export function dropDecoration(kids: Kid[], surfaces: Surfaces): Kid[] {
  const showing = new Set<string>()
  for (const [key, { content }] of surfaces)
    for (const { mcid, shows } of content.marked) if (shows) showing.add(`${key} ${mcid}`)
  const drop = (list: Kid[]): Kid[] =>
    list.filter(kid => {
      if (kid.kind === 'mark') return showing.has(`${kid.surface} ${kid.mcid}`)
      if (kid.kind === 'element' && kid.type !== 'Figure') kid.kids = drop(kid.kids)
      return true
    })
  return drop(kids)
}

/** Takes out pictures without a text: all that a reader could say of them is that they are there. */
export function dropWordlessPictures(kids: readonly Kid[], surfaces: Surfaces): void {
  for (const { element } of elementsOf(kids))
    if (element.type === 'Figure' && !alternativeOf(element))
      element.kids = element.kids.filter(kid => kid.kind !== 'mark' || textOf(kid, surfaces) !== '')
}

/** Takes out what a heading or header cell says on a later page, when it says the same as on the first. */
export function dropRepeats(kids: Kid[], surfaces: Surfaces, inHeading = false): void {
  for (const element of kids) {
    if (element.kind !== 'element') continue
    const heading = inHeading || repeats(element)
    if (heading) element.kids = firstOnly(element.kids, surfaces)
    dropRepeats(element.kids, surfaces, heading)
  }
}

const repeats = (element: Element) => isHeading(element) || element.type === 'TH' || element.type === 'Caption'

function firstOnly(kids: Kid[], surfaces: Surfaces): Kid[] {
  const first = kids.find(kid => kid.kind === 'mark')
  if (!first || kids.every(kid => kid.kind !== 'mark' || kid.surface === first.surface)) return kids
  const on = (surface: string) =>
    kids
      .filter((kid): kid is Mark => kid.kind === 'mark' && kid.surface === surface)
      .map(mark => textOf(mark, surfaces))
      .join('')
  const said = on(first.surface)
  return kids.filter(kid => kid.kind !== 'mark' || kid.surface === first.surface || on(kid.surface) !== said)
}

function textOf({ surface, mcid }: Mark, surfaces: Surfaces) {
  const painted = surfaces.get(surface)
  return painted ? textOfMark(painted, mcid) : ''
}
