// The device's records of one user: a place and bytes, written in one transaction, sealed on their way to the disk.
// Where the browser has no place to keep anything, they live as long as the page.
import type { IDBPDatabase } from 'idb'
import { type Keeping, openDatabase } from './database.ts'
import { makeKey, seal, unseal } from './seal.ts'

/** Where a record lies: the visit, the kind, and what tells it from others of its kind. No content is in it. */
export type Place = readonly string[]
export type Found = { place: Place; bytes: Uint8Array }
export type Writing = { put?: readonly Found[]; remove?: readonly Place[] }

export type Records = {
  /** False where nothing outlives the page. */
  lasting: boolean
  /** Everything of it or nothing; resolves when it is on the device. */
  write: (writing: Writing) => Promise<void>
  /** All records whose place begins like this, in the order of their places. */
  read: (start: Place) => Promise<Found[]>
}

// In IndexedDB an array is above every string: [x] ≤ everything that begins with x < [x, []].
const within = (start: Place) => IDBKeyRange.bound([...start], [...start, []])

function lastingRecords(database: IDBPDatabase<Keeping>, key: CryptoKey, user: string): Records {
  const keyOf = (place: Place) => [user, ...place]
  return {
    lasting: true,
    async write({ put = [], remove = [] }) {
      // A transaction does not wait for encryption, so that comes first.
      const sealed = await Promise.all(
        put.map(async ({ place, bytes }) => ({ key: keyOf(place), bytes: await seal(key, keyOf(place), bytes) })),
      )
      const transaction = database.transaction(['sealed', 'key'], 'readwrite', { durability: 'strict' })
      // Destroyed meanwhile: nothing is written that nobody could read.
      if (!(await transaction.objectStore('key').getKey(user))) throw new Error('the key is gone')
      const store = transaction.objectStore('sealed')
      for (const record of sealed) void store.put(record.bytes, record.key)
      for (const place of remove) void store.delete(keyOf(place))
      await transaction.done
    },
    async read(start) {
      const transaction = database.transaction('sealed')
      const range = within(keyOf(start))
      const [keys, values] = await Promise.all([transaction.store.getAllKeys(range), transaction.store.getAll(range)])
      return Promise.all(
        keys.map(async (at, index) => ({
          place: at.slice(1),
          bytes: await unseal(key, at, values[index] ?? new Uint8Array()),
        })),
      )
    },
  }
}

function passingRecords(): Records {
  const records = new Map<string, Found>()
  const nameOf = (place: Place) => JSON.stringify(place)
  return {
    lasting: false,
    async write({ put = [], remove = [] }) {
      for (const record of put) records.set(nameOf(record.place), record)
      for (const place of remove) records.delete(nameOf(place))
    },
    async read(start) {
      const inPlace = ({ place }: Found) => start.every((part, index) => place[index] === part)
      return [...records.entries()].sort(([one], [other]) => (one < other ? -1 : 1)).flatMap(([, record]) => inPlace(record) ? [record] : []) // biome-ignore format: one line
    },
  }
}

/** The records of `user`, with the key that is there, or a new one. */
export async function openRecords(user: string): Promise<Records> {
  const database = await openDatabase()
  if (!database) return passingRecords()
  try {
    const made = await makeKey()
    const transaction = database.transaction('key', 'readwrite')
    const there = await transaction.store.get(user)
    if (!there) await transaction.store.put(made, user)
    await transaction.done
    return lastingRecords(database, there ?? made, user)
  } catch {
    return passingRecords()
  }
}

/** The records of `user` if there is a key for them. */
export async function findRecords(user: string): Promise<Records | null> {
  const database = await openDatabase()
  const key = await database?.get('key', user)
  return database && key ? lastingRecords(database, key, user) : null
}
