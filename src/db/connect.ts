// One way to a database, PostgreSQL or embedded, with the same column types from both.
import { CamelCasePlugin, type Dialect, Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import { openEmbedded } from './embedded.ts'
import { createListener, type Listen } from './listen.ts'
import { nameOf } from './prepared.ts'
import type { Db, Tables } from './tables.ts'

const { builtins } = pg.types

// `date` stays text (it is a day, not an instant), `bigint` (from count) becomes a number: PGlite does the same.
const types: pg.CustomTypesConfig = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') => {
    if (oid === builtins.DATE) return (text: string) => text
    if (oid === builtins.INT8) return Number
    return pg.types.getTypeParser(oid, format as 'text')
  },
}

export type Connection = { db: Db; kind: 'postgres' | 'embedded'; listen: Listen; close: () => Promise<void> }

const kysely = (dialect: Dialect): Db => new Kysely<Tables>({ dialect, plugins: [new CamelCasePlugin()] })

/** Lets a connection keep the statements of prepared.ts under their names. */
function keepPrepared(client: pg.PoolClient) {
  const query = client.query.bind(client) as (...given: unknown[]) => unknown
  const named = (text: unknown, values?: unknown, ...more: unknown[]) => {
    const name = typeof text === 'string' ? nameOf(text) : undefined
    return name === undefined ? query(text, values, ...more) : query({ name, text, values }, ...more)
  }
  client.query = named as typeof client.query
}

function connectPostgres(url: string, onIdleError: (error: Error) => void): Connection {
  const pool = new pg.Pool({ connectionString: url, types, max: 10, connectionTimeoutMillis: 5000 })
  // Without a listener a database restart would end this process.
  pool.on('error', onIdleError)
  pool.on('connect', keepPrepared)
  const db = kysely(new PostgresDialect({ pool }))
  const listener = createListener(url, onIdleError)
  const close = async () => {
    await listener.close()
    await db.destroy()
  }
  return { db, kind: 'postgres', listen: listener.listen, close }
}

async function connectEmbedded(place: Parameters<typeof openEmbedded>[0]): Promise<Connection> {
  const { pglite, dialect, unlock } = await openEmbedded(place)
  const db = kysely(dialect)
  // In turn with everybody else: inside somebody's open transaction it would end with that.
  const inTurn = <Result>(work: () => Promise<Result>) => db.connection().execute(work)
  const listen: Listen = async (channel, hear) => {
    const end = await inTurn(() => pglite.listen(channel, hear))
    return () => inTurn(() => end())
  }
  return { db, kind: 'embedded', listen, close: () => db.destroy().then(unlock) }
}

/** Connects to PostgreSQL when `url` is given, else opens the embedded database in `folder` (or a copy in memory). */
export const connect = (
  place: { url: string } | { folder: string } | { copyOf: Blob },
  onIdleError: (error: Error) => void = () => {},
): Promise<Connection> =>
  'url' in place ? Promise.resolve(connectPostgres(place.url, onIdleError)) : connectEmbedded(place)
