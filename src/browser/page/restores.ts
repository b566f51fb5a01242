// Points fetched back from the bin, and texts from the history, without a network: changes that wait like any other. With a
// network the forms go to the server, which has all of the past.
import { writeText } from '../../text/shared-text.ts'
import { textOf } from '../../text/text.ts'
import type { PastRevision } from '../../visit/past.schema.ts'
import type { Desk } from '../sync/desk.ts'
import { tell } from './notice.ts'

const AWAY = 'Den version kan først hentes, når der er net. Prøv igen, når der er forbindelse.'

/** A page that was printed here was printed because the server did not answer, whatever the first moments say of the network. */
const isOfDevice = () => document.querySelector('.from-device') !== null

export function listenOnRestores(desk: Desk) {
  const isAway = () => isOfDevice() || desk.overall().connection !== 'online'
  const restore = (pointId: string) => ({ id: crypto.randomUUID(), kind: 'restorePoint' as const, pointId })
  /** What was done, and what becomes of it. */
  const done = (what: string) => tell('restored', isAway() ? `${what}. Det sendes, når der er net igen.` : `${what}.`)
  const stands = (pointId: string) => desk.shown()?.visit.points.some(({ id }) => id === pointId) ?? false

  /** Puts a point back where it stood, with the text that it has here. */
  function fetchBack(pointId: string) {
    if (!stands(pointId)) void desk.change([restore(pointId)])
    done('Punktet er tilbage, hvor det stod')
  }

  /** Writes the text of a revision over what stands there. What stood there stays in the history. */
  function bringBack(revision: PastRevision) {
    const text = textOf(revision)
    // Without its document a text would be written beside what the server has.
    if (!desk.has(text)) return tell('restored', AWAY)
    const isGone = revision.pointId !== null && !stands(revision.pointId)
    void desk.change(isGone && revision.pointId ? [restore(revision.pointId)] : [], () =>
      writeText(desk.open(text), { heading: revision.heading ?? '', body: revision.body }),
    )
    done('Teksten er gendannet')
  }

  document.addEventListener('submit', event => {
    const form = event.target
    if (!(form instanceof HTMLFormElement) || form.dataset.restore === undefined) return
    const id = form.querySelector<HTMLInputElement>('[name="revision"]')?.value ?? ''
    // What was deleted here is not in the server's bin yet.
    if (id !== '' && !isAway()) return
    event.preventDefault()
    if (form.dataset.restore !== '') return fetchBack(form.dataset.restore)
    const revision = desk.past().past?.revisions.find(one => one.id === id)
    if (revision) bringBack(revision)
    else tell('restored', AWAY)
  })
}
