// Before a visit's page can work: whose device this is, that it is known to the server, and that nothing too old lies on it.
import type { Owner } from '../store/database.ts'
import { beginOwner, daysLeft, destroyExpired, destroyOwner, waitingIn } from '../store/owner.ts'
import { openRecords, type Records } from '../store/records.ts'
import type { Desk } from '../sync/desk.ts'
import { saveDevice } from '../sync/protocol.ts'
import { nameDevice } from './device.ts'
import { watchForNewer } from './newer.ts'
import { tell } from './notice.ts'
import { startRoomPage } from './room-page.ts'
import { startVisitPage } from './visit-page.ts'

function warn(owner: Owner) {
  const days = daysLeft(owner, Date.now())
  const waiting = waitingIn(owner)
  if (days === null || waiting === 0) return
  const when = days <= 1 ? 'inden for et døgn' : `om ${days} dage`
  const what = waiting === 1 ? '1 tekst, der ikke er sendt' : `${waiting} tekster, der ikke er sendt`
  tell('days', `Enheden har ikke haft forbindelse længe. ${what}, slettes ${when}. Find et sted med net, eller hent redningsfilen.`) // biome-ignore format: one line
}

type Device = { owner: Owner; records: Records; destroy: (byServer: boolean) => void }

/** Starts a page of a visit that the person works on. */
async function startOnDevice(open: (device: Device) => Promise<{ desk: Desk }>) {
  const user = document.body.dataset.user
  if (!user) return
  await destroyExpired()
  const owner = await beginOwner(user)
  nameDevice(owner.device)
  const records = await openRecords(user)
  const destroy = async (byServer: boolean) => {
    await destroyOwner(user)
    nameDevice(null)
    location.assign(byServer ? '/login?revoked=yes' : '/login')
  }
  const { desk } = await open({ owner, records, destroy: byServer => void destroy(byServer) })
  warn(owner)
  // Works without it, too: only not without a network.
  const registering = navigator.serviceWorker?.register('/offline.js', { type: 'module' })
  registering?.catch(() => {})
  watchForNewer(registering)
  const answer = await saveDevice(owner.device)
  if (!answer.ok && answer.failure.kind === 'revoked') {
    desk.destroyed()
    await destroy(true)
  }
}

/** Starts the pages in which a visit is written. */
export const startVisit = (frame: HTMLElement) => startOnDevice(device => startVisitPage(frame, device))

/** Starts the screen on the wall. */
export const startRoom = (room: HTMLElement) => startOnDevice(device => startRoomPage(room, device))
