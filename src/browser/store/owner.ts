// Whose things lie on this device, since when, and how all of it is destroyed.
import { type Owner, openDatabase } from './database.ts'

const DAY = 86_400_000
export const DEFAULT_DAYS = 7
/** From so many days before the end on, a person is warned while something waits. */
const WARNED_DAYS = 2

/** When what `owner` has here is destroyed unless the server is met before. */
export const endOf = ({ lastContact, days }: Owner) => lastContact + days * DAY

const isOver = (owner: Owner, now: number) => now >= endOf(owner)

/** How many whole days are left, once they are few enough to be told of; else null. */
export function daysLeft(owner: Owner, now: number): number | null {
  const left = Math.ceil((endOf(owner) - now) / DAY)
  return left <= WARNED_DAYS ? Math.max(left, 0) : null
}

export const waitingIn = ({ waiting }: Owner) => Object.values(waiting).reduce((sum, count) => sum + count, 0)

/** Everybody who has something on this device. */
export const listOwners = async () => (await (await openDatabase())?.getAll('open')) ?? []

export const findOwner = async (user: string) => (await openDatabase())?.get('open', user)

/** Who is logged in here, or was when the network went. */
export const findCurrentOwner = async () => (await listOwners()).find(({ current }) => current)

/** Makes `user` the one who is logged in here, and the others not. */
export async function beginOwner(user: string, { now = Date.now(), days = DEFAULT_DAYS } = {}): Promise<Owner> {
  const database = await openDatabase()
  const fresh: Owner = { user, device: crypto.randomUUID(), current: true, lastContact: now, days, waiting: {} }
  if (!database) return fresh
  const transaction = database.transaction('open', 'readwrite')
  const all = await transaction.store.getAll()
  for (const other of all)
    if (other.user !== user && other.current) void transaction.store.put({ ...other, current: false })
  const owner = { ...(all.find(one => one.user === user) ?? fresh), current: true }
  void transaction.store.put(owner)
  await transaction.done
  return owner
}

/** Changes what is known of `user`; does nothing when everything of that user is destroyed. */
export async function changeOwner(user: string, change: (owner: Owner) => Partial<Owner>) {
  const transaction = (await openDatabase())?.transaction('open', 'readwrite')
  const owner = await transaction?.store.get(user)
  if (owner) void transaction?.store.put({ ...owner, ...change(owner) })
  await transaction?.done
}

/** Destroys the key and everything that `user` has on this device. Nothing of it can be read afterwards. */
export async function destroyOwner(user: string) {
  const database = await openDatabase()
  if (!database) return
  const transaction = database.transaction(['key', 'sealed', 'open'], 'readwrite')
  void transaction.objectStore('key').delete(user)
  void transaction.objectStore('sealed').delete(IDBKeyRange.bound([user], [user, []]))
  void transaction.objectStore('open').delete(user)
  await transaction.done
}

/** Destroys what has been without contact for too long. */
export async function destroyExpired(now = Date.now()) {
  for (const owner of await listOwners()) if (isOver(owner, now)) await destroyOwner(owner.user)
}
