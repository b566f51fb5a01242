// The embedded database: PostgreSQL in this process (PGlite), files in one folder, one process at a time.
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setImmediate } from 'node:timers/promises'
import { PGlite, types } from '@electric-sql/pglite'
import { PGliteDialect, PGliteDriver } from 'kysely'
import { DurableFiles, syncFolder } from './durable-files.ts'

/** Locks a data folder for this process. The lock is the operating system's own: it ends with the process, even by kill -9. */
function lockFolder(folder: string) {
  const lock = new DatabaseSync(join(folder, 'lock'))
  try {
    lock.exec('pragma locking_mode = exclusive; begin exclusive')
  } catch {
    throw new Error(
      `Mappen ${folder} er i brug af et andet Kvalitetsbesøg. Stop det først, eller vælg en anden mappe med DATA_DIR.`,
    )
  }
  return lock
}

// PGlite has one connection. Kysely's driver hands it to everybody, so that a plain query would slip into somebody
// else's open transaction; here it is handed to one at a time, first come first served.
class OneAtATimeDriver extends PGliteDriver {
  readonly #pglite: PGlite
  #queue: Promise<void> = Promise.resolve()
  #release = () => {}

  constructor(pglite: PGlite) {
    super({ pglite })
    this.#pglite = pglite
  }

  override async acquireConnection() {
    const before = this.#queue
    const mine = Promise.withResolvers<void>()
    this.#queue = mine.promise
    await before
    // It answers without ever waiting for anything: what has come meanwhile would not be seen for many statements.
    await setImmediate()
    this.#release = mine.resolve
    return super.acquireConnection()
  }

  // PGlite waits for the disk after each statement by itself, but not after the commit of a transaction.
  override async commitTransaction(...connection: Parameters<PGliteDriver['commitTransaction']>) {
    await super.commitTransaction(...connection)
    await this.#pglite.syncToFs()
  }

  override async releaseConnection() {
    this.#release()
  }
}

class OneAtATimeDialect extends PGliteDialect {
  readonly #pglite: PGlite

  constructor(pglite: PGlite) {
    super({ pglite })
    this.#pglite = pglite
  }

  override createDriver() {
    return new OneAtATimeDriver(this.#pglite)
  }
}

// `date` as text and `bigint` as number, as the pool in connect.ts does.
const parsers = { [types.DATE]: (text: string) => text, [types.INT8]: Number }

// A new database is made beside its place and moved there when it is whole, so that a power cut halfway leaves nothing.
async function makeFiles(files: string) {
  const half = `${files}.half`
  rmSync(half, { recursive: true, force: true })
  await (await PGlite.create({ dataDir: half })).close()
  syncFolder(half)
  renameSync(half, files)
}

/**
 * Opens (or makes) the database in `folder`; a blob of an earlier `dumpDataDir` opens in memory instead (tests).
 * Refuses with a Danish sentence when another process has the folder.
 */
export async function openEmbedded(place: { folder: string } | { copyOf: Blob }) {
  if ('copyOf' in place) {
    const pglite = await PGlite.create({ loadDataDir: place.copyOf, parsers })
    return { pglite, dialect: new OneAtATimeDialect(pglite), unlock: () => {} }
  }
  mkdirSync(place.folder, { recursive: true })
  const lock = lockFolder(place.folder)
  const files = join(place.folder, 'postgres')
  if (!existsSync(files)) await makeFiles(files)
  const pglite = await PGlite.create({ fs: new DurableFiles(files), parsers })
  return { pglite, dialect: new OneAtATimeDialect(pglite), unlock: () => lock.close() }
}
