// A point that somebody deletes while one writes in it: its words are shown once more, and the point can be fetched back.
import type { Desk } from '../sync/desk.ts'
import type { Bound } from './bind.ts'
import { tell } from './notice.ts'
import type { Points } from './points.ts'

export function watchGone(desk: Desk, points: Points) {
  /** The texts that were written in on this page, since they were last missed. */
  const written = new Set<string>()

  document.addEventListener('input', ({ target }) => {
    const text = target instanceof Element ? target.closest<HTMLElement>('[data-text]')?.dataset.text : null
    if (text?.startsWith('point/')) written.add(text)
  })

  /** Tells of those among `shown` that are no longer in the visit, unless it was done here. */
  return (shown: readonly Bound[]) => {
    for (const { text } of shown) {
      const id = text.slice('point/'.length)
      if (!written.has(text) || points.find(id)) continue
      written.delete(text)
      if (points.wasRemoved(id)) continue
      const { heading, body } = desk.says(text)
      const words = [heading, body].filter(part => part !== '').join('\n')
      tell(
        `gone-${id}`,
        'Punktet blev slettet, mens du skrev i det. Dine ord ligger i historikken.',
        [{ text: 'Hent punktet tilbage', choose: () => void points.restore(id) }],
        words,
      )
    }
  }
}
