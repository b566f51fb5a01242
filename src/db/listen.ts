// What one process tells all: PostgreSQL's LISTEN and NOTIFY, on a connection of its own that mends itself.
import { sql } from 'kysely'
import pg from 'pg'
import type { Db, Trx } from './tables.ts'

/** `payload` is null when the connection was lost and is back: what was said meanwhile was not heard. */
export type Hear = (payload: string | null) => void

/** Hears what is said on `channel` from now on; the answer ends it. */
export type Listen = (channel: string, hear: Hear) => Promise<() => Promise<void>>

/** Says something to all processes, when the transaction commits and not before. At most 8,000 bytes: ids, never text. */
export const notify = (db: Db | Trx, channel: string, payload: object) =>
  sql`select pg_notify(${channel}, ${JSON.stringify(payload)})`.execute(db)

const FIRST_WAIT = 100
const LONGEST_WAIT = 10_000

/** LISTEN on PostgreSQL. Connects at the first call; reconnects with growing waits, and listens to the same channels again. */
export function createListener(url: string, onError: (error: Error) => void) {
  const heard = new Map<string, Set<Hear>>()
  let connection: Promise<pg.Client> | null = null
  let ended = false
  let wait = FIRST_WAIT
  let timer: NodeJS.Timeout | undefined

  const tell = (channel: string, payload: string | null) => {
    for (const hear of heard.get(channel) ?? []) hear(payload)
  }

  async function open() {
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5000, keepAlive: true })
    client.on('notification', ({ channel, payload }) => tell(channel, payload ?? ''))
    client.on('error', onError)
    await client.connect()
    client.once('end', () => {
      connection = null
      reconnectLater()
    })
    for (const channel of heard.keys()) await client.query(`listen ${client.escapeIdentifier(channel)}`)
    wait = FIRST_WAIT
    return client
  }

  function connect() {
    connection ??= open().catch(error => {
      connection = null
      throw error
    })
    return connection
  }

  function reconnectLater() {
    if (ended || heard.size === 0) return
    clearTimeout(timer)
    timer = setTimeout(async () => {
      wait = Math.min(wait * 2, LONGEST_WAIT)
      try {
        await connect()
        for (const channel of heard.keys()) tell(channel, null)
      } catch (error) {
        onError(error as Error)
        reconnectLater()
      }
    }, wait)
  }

  const listen: Listen = async (channel, hear) => {
    const client = await connect()
    const hearers = heard.get(channel) ?? new Set()
    const isFirst = hearers.size === 0
    heard.set(channel, hearers.add(hear))
    if (isFirst) await client.query(`listen ${client.escapeIdentifier(channel)}`)
    return async () => {
      hearers.delete(hear)
      if (hearers.size > 0) return
      heard.delete(channel)
      await (await connection)?.query(`unlisten ${client.escapeIdentifier(channel)}`).catch(onError)
    }
  }

  const close = async () => {
    ended = true
    clearTimeout(timer)
    await (await connection?.catch(() => null))?.end()
  }
  return { listen, close }
}
