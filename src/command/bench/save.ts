// How long a save takes while the printer has more to do than it can: the real app in a process of its own, a text
// changed over HTTP twenty times a second, and the report of that visit asked for all the while.
import { fork } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { connect } from '../../db/connect.ts'
import { migrate } from '../../db/migrate.ts'
import { standBack, standingBack } from '../../pdf/nice.ts'
import { seedModels } from '../seed.ts'
import { DEMO, seedDemo } from '../seed-demo.ts'
import { startApp } from './app.ts'
import { makeDatabase } from './database.ts'

const EVERY_MS = 50
/** Short turns: what else happens on the machine meets both alike. */
export const TURN_SECONDS = 2
/** In the world they are other machines. */
const READERS_NICENESS = 19
const WARM_SECONDS = 15
const READER = fileURLToPath(new URL('./reader.ts', import.meta.url))

type Point = { id: string; version: number; body: string }

/** Times of single saves, idle and saturated in turns, on PostgreSQL when `url` names a server. */
export async function savesBesidePrinting(turns: number, url = '') {
  const folder = mkdtempSync(join(tmpdir(), 'kvalitetsbesoeg-bench-'))
  const { place, settings, drop } = await makeDatabase(folder, url)
  const { db, close } = await connect(place)
  await migrate(db)
  await seedModels(db)
  await seedDemo(db)
  await close()
  const app = await startApp(settings)
  try {
    return await measure(app.url, turns)
  } finally {
    await app.stop()
    await drop()
    rmSync(folder, { recursive: true, force: true })
  }
}

async function measure(address: string, turns: number) {
  const login = await fetch(`${address}/api/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: DEMO.users[0]?.email, password: DEMO.password }),
  })
  const cookie = login.headers.getSetCookie()[0]?.split(';')[0] ?? ''
  const ask = async (path: string, change?: { version: number; body: string }) => {
    const response = await fetch(`${address}/api/v1${path}`, {
      headers: {
        cookie,
        ...(change && { 'content-type': 'application/json', 'if-match': `"${change.version}"` }),
      },
      ...(change && { method: 'PATCH', body: JSON.stringify({ body: change.body }) }),
    })
    const bytes = Buffer.from(await response.arrayBuffer())
    if (!response.ok) throw new Error(`${path}: ${response.status} ${bytes.toString().slice(0, 200)}`)
    return bytes
  }
  const json = async (path: string) => JSON.parse((await ask(path)).toString())

  const visits: { id: string }[] = (await json('/visits?status=draft')).items
  const sized = await Promise.all(visits.map(async ({ id }) => ({ id, points: await json(`/visits/${id}/points`) })))
  const [largest] = sized.sort((one, other) => other.points.items.length - one.points.items.length)
  let point: Point = largest?.points.items[0]
  const visit = `/visits/${largest?.id}`
  const text = point.body
  let saves = 0

  async function save() {
    const change = { version: point.version, body: `${text} Gemt ${String(saves++).padStart(6, '0')}.` }
    const start = performance.now()
    point = JSON.parse((await ask(`${visit}/points/${point.id}`, change)).toString())
    return performance.now() - start
  }

  async function turn(into: number[], seconds = TURN_SECONDS) {
    const end = performance.now() + seconds * 1000
    while (performance.now() < end) {
      const next = sleep(EVERY_MS)
      into.push(await save())
      await next
    }
  }

  /** Several ask at once and again, so that the printer is never without work; it is measured from the first answer on. */
  async function saturated(into: number[], seconds?: number) {
    await told('read')
    await turn(into, seconds)
    printed += (await told('stop')).read ?? 0
  }

  const { executable, args } = standingBack({ executable: process.execPath, args: [] }, READERS_NICENESS)
  const readers = fork(READER, [`${address}/api/v1${visit}/report.pdf`, cookie], {
    execPath: executable,
    execArgv: args,
    detached: true,
  })
  await standBack(readers.pid, READERS_NICENESS)
  function told(message: 'read' | 'stop'): Promise<{ read?: number }> {
    readers.send(message)
    const { promise, resolve, reject } = Promise.withResolvers<{ read?: number }>()
    const ended = () => reject(new Error('the readers ended'))
    readers.once('message', answer => resolve(answer as { read?: number })).once('exit', ended)
    return promise.finally(() => readers.off('exit', ended))
  }

  let printed = 0
  const [idle, busy]: [number[], number[]] = [[], []]
  await saturated([], WARM_SECONDS) // the demo's own reports are printed meanwhile, and everything is warm after it
  printed = 0
  for (let index = 0; index < turns; index++) {
    await turn(idle)
    await saturated(busy)
  }
  readers.kill()
  return { idle, busy, printed }
}
