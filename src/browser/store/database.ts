// The database on the device. `sealed` holds all content, encrypted; `key` the keys, which cannot be read; `open` what
// has to be known without a key, and nothing that anybody wrote.
import { type DBSchema, type IDBPDatabase, openDB } from 'idb'

/** What is known of a user of this device without opening anything. */
export type Owner = {
  user: string
  device: string
  /** The one who is logged in here, or was when the network went. */
  current: boolean
  /** When the server last answered this user here, in milliseconds. */
  lastContact: number
  /** After so many days without contact everything of this user here is destroyed. */
  days: number
  /** How many texts and changes wait to be sent, by visit. */
  waiting: Record<string, number>
}

export interface Keeping extends DBSchema {
  key: { key: string; value: CryptoKey }
  sealed: { key: string[]; value: Uint8Array<ArrayBuffer> }
  open: { key: string; value: Owner }
}

const NAME = 'kvalitetsbesoeg'

let opened: Promise<IDBPDatabase<Keeping> | null> | undefined

/** The database; null where the browser keeps nothing: no secure connection, or storage switched off. */
export function openDatabase(): Promise<IDBPDatabase<Keeping> | null> {
  opened ??= open()
  return opened
}

async function open() {
  if (!globalThis.isSecureContext || !globalThis.indexedDB) return null
  try {
    return await openDB<Keeping>(NAME, 1, {
      upgrade(database) {
        database.createObjectStore('key')
        database.createObjectStore('sealed')
        database.createObjectStore('open', { keyPath: 'user' })
      },
      blocking: (_current, _next, event) => (event.target as IDBDatabase).close(),
      terminated: () => {
        opened = undefined
      },
    })
  } catch {
    return null
  }
}
