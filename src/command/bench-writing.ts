// npm run bench:writing: consultants who write at once, each in a point of a visit that a colleague looks on at, against
// the real server as a process of its own. On PostgreSQL with TEST_DATABASE_URL or DATABASE_URL, else embedded.
// BENCH_WRITERS (200), BENCH_RATE (updates a second and writer, 1), BENCH_SECONDS (20), BENCH_PROFILE (a folder: the
// server's processor profile is left there).
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { Agent, request } from 'node:http'
import { availableParallelism, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { v7 as uuidv7 } from 'uuid'
import * as Y from 'yjs'
import { type Connection, connect } from '../db/connect.ts'
import { migrate } from '../db/migrate.ts'
import { hashPassword } from '../lib/password.ts'
import { bodyOf } from '../text/shared-text.ts'
import { startApp } from './bench/app.ts'
import { makeDatabase, server } from './bench/database.ts'
import { seedModels } from './seed.ts'

const WRITERS = Number(process.env.BENCH_WRITERS ?? 200)
const RATE = Number(process.env.BENCH_RATE ?? 1)
const SECONDS = Number(process.env.BENCH_SECONDS ?? 20)
const PASSWORD = 'en lang adgangskode'

const folder = mkdtempSync(join(tmpdir(), 'kvalitetsbesoeg-bench-'))
const agent = new Agent({ keepAlive: true, maxSockets: WRITERS })

type Writer = { email: string; visitId: string; pointId: string; device: string; cookie: string }

/** Half as many visits as writers, each with two consultants and a point for each. */
async function fill({ db }: Connection): Promise<Writer[]> {
  await migrate(db)
  await seedModels(db)
  const passwordHash = await hashPassword(PASSWORD)
  const [centreId, tilbudId] = [uuidv7(), uuidv7()]
  await db.insertInto('centre').values({ id: centreId, name: 'Center' }).execute()
  const place = { shortNames: [], type: 'Botilbud', selfGoverning: false }
  await db
    .insertInto('tilbud')
    .values({ id: tilbudId, name: 'Tilbud', centreId, employeesCount: null, employeesConfirmedOn: null, ...place })
    .execute()
  const writers: Writer[] = []
  const modelId = 'kvalitetsmodel-3.0'
  for (let number = 0; number < WRITERS / 2; number += 1) {
    const visitId = uuidv7()
    const visit = { id: visitId, tilbudId, modelId, visitedOn: '2026-05-12', met: '[]', topics: [] }
    await db
      .insertInto('visit')
      .values({ ...visit, status: 'draft' })
      .execute()
    for (const position of [1, 2]) {
      const [userId, pointId] = [uuidv7(), uuidv7()]
      const email = `${userId}@eksempel.dk`
      await db
        .insertInto('user')
        .values({ id: userId, name: `Konsulent ${number}.${position}`, email, role: 'consultant', passwordHash })
        .execute()
      await db.insertInto('visitConsultant').values({ visitId, userId }).execute()
      const point = { theme: '3a', box: 'grey', saidOnTheDay: true, body: '' } as const
      await db
        .insertInto('point')
        .values({ id: pointId, visitId, modelId, position, topics: [], ...point })
        .execute()
      writers.push({ email, visitId, pointId, device: uuidv7(), cookie: '' })
    }
  }
  return writers
}

function start(settings: Record<string, string>) {
  const profile = process.env.BENCH_PROFILE ? ['--cpu-prof', `--cpu-prof-dir=${process.env.BENCH_PROFILE}`] : []
  return startApp({ TRUSTED_PROXIES: '127.0.0.1', ...settings }, profile)
}

type Answer = { status: number; body: string; cookie: string }

const post = (url: string, cookie: string, body: object, more: Record<string, string> = {}) =>
  new Promise<Answer>((resolve, reject) => {
    const headers = { 'content-type': 'application/json', cookie, ...more }
    const sending = request(url, { method: 'POST', agent, headers }, answer => {
      let text = ''
      answer.setEncoding('utf8')
      answer.on('data', chunk => {
        text += chunk
      })
      answer.on('end', () => {
        const set = answer.headers['set-cookie']?.map(value => value.split(';')[0]).join('; ') ?? ''
        resolve({ status: answer.statusCode ?? 0, body: text, cookie: set })
      })
    })
    sending.on('error', reject)
    sending.end(JSON.stringify(body))
  })

/** What a colleague's screen hears, as it comes. */
function lookOn(url: string, { visitId, cookie }: Writer, hear: (device: string) => void) {
  const opened = Promise.withResolvers<void>()
  const stream = request(`${url}/api/v1/visits/${visitId}/events`, { headers: { cookie } }, answer => {
    opened.resolve()
    let unread = ''
    answer.setEncoding('utf8')
    answer.on('data', chunk => {
      const blocks = (unread + chunk).split('\n\n')
      unread = blocks.pop() ?? ''
      for (const block of blocks) {
        if (!block.startsWith('event: text')) continue
        const device = /"device":"([^"]+)"/.exec(block)?.[1]
        if (device) hear(device)
      }
    })
    answer.on('error', () => {})
  })
  stream.on('error', opened.reject)
  stream.end()
  return opened.promise.then(() => () => stream.destroy())
}

const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64')
const sleep = (ms: number) => new Promise(resolve => setTimeout(resolve, ms))

async function write(
  url: string,
  writer: Writer,
  until: number,
  sent: (at: number) => void,
  took: (ms: number) => void,
) {
  const text = `point/${writer.pointId}`
  const doc = new Y.Doc()
  const first = JSON.parse(
    (
      await post(`${url}/api/v1/visits/${writer.visitId}/sync`, writer.cookie, {
        device: writer.device,
        texts: [{ text }],
      })
    ).body,
  )
  Y.applyUpdate(doc, Buffer.from(first.texts[0].update, 'base64'))
  const body = bodyOf(doc)
  if (body.length === 0) body.push([new Y.XmlElement('paragraph')])
  const paragraph = body.get(0) as Y.XmlElement
  if (paragraph.length === 0) paragraph.push([new Y.XmlText()])
  const words = paragraph.get(0) as Y.XmlText
  let known = Y.encodeStateVector(doc)
  let due = performance.now() + (Math.random() * 1000) / RATE
  while (due < until) {
    await sleep(Math.max(0, due - performance.now()))
    words.insert(words.length, 'skriver '.slice(words.length % 4, 4 + (words.length % 5)) || 'x')
    const update = Y.encodeStateAsUpdate(doc, words.length < 10 ? undefined : known)
    const began = performance.now()
    sent(began)
    const { status, body: answer } = await post(`${url}/api/v1/visits/${writer.visitId}/sync`, writer.cookie, {
      device: writer.device,
      texts: [{ text, update: base64(update) }],
    })
    const [done] = status === 200 ? JSON.parse(answer).texts : []
    if (done?.outcome !== 'saved') throw new Error(`not saved: ${status} ${answer}`)
    took(performance.now() - began)
    known = Y.encodeStateVector(doc)
    due = Math.max(due + 1000 / RATE, performance.now())
  }
}

/** Seconds of processor time that a process has used, where the system tells (Linux). */
function processorTime(pid: number): number {
  try {
    const [user = 0, system = 0] =
      readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ').slice(11, 13).map(Number) ?? []
    return (user + system) / 100
  } catch {
    return Number.NaN
  }
}

const at = (sorted: number[], share: number) =>
  `${(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN).toFixed(1)} ms`
const say = (what: string, figure: string) => console.log(`${what.padEnd(58)} ${figure.padStart(12)}`)

const { place, settings, drop } = await makeDatabase(folder)
const connection = await connect(place)
const writers = await fill(connection)
await connection.close()
const { url, stop, pid } = await start(settings)
try {
  const waiting = [...writers]
  const logIn = async (): Promise<void> => {
    const writer = waiting.pop()
    if (!writer) return
    const login = { email: writer.email, password: PASSWORD }
    // Each from an address of its own: one address may log in 60 times a minute.
    const address = { 'x-forwarded-for': `10.0.${waiting.length >> 8}.${waiting.length & 255}` }
    writer.cookie = (await post(`${url}/api/v1/session`, '', login, address)).cookie
    return logIn()
  }
  await Promise.all(Array.from({ length: 4 }, logIn))

  const [took, reached]: [number[], number[]] = [[], []]
  const begun = new Map(writers.map(({ device }) => [device, [] as number[]]))
  const heard = new Map(writers.map(({ device }) => [device, 0]))
  // Each writer has the colleague's screen open; it hears each update once.
  const ends = await Promise.all(
    writers.map(onlooker =>
      lookOn(url, onlooker, device => {
        if (device === onlooker.device) return
        const number = heard.get(device) ?? 0
        heard.set(device, number + 1)
        reached.push(performance.now() - (begun.get(device)?.[number] ?? Number.NaN))
      }),
    ),
  )
  const used = processorTime(pid)
  const start = performance.now()
  const until = start + SECONDS * 1000
  const work = writers.map(writer =>
    write(
      url,
      writer,
      until,
      moment => begun.get(writer.device)?.push(moment),
      ms => took.push(ms),
    ),
  )
  await Promise.all(work)
  const seconds = (performance.now() - start) / 1000
  const busy = processorTime(pid) - used
  await sleep(500)
  for (const end of ends) end()
  for (const list of [took, reached]) list.sort((one, other) => one - other)
  console.log(
    `${WRITERS} consultants in ${WRITERS / 2} visits, ${RATE} updates a second each, ${SECONDS} s, ${server ? 'PostgreSQL' : 'embedded'}\n`,
  )
  say('accepted updates', `${took.length}`)
  say("the server's own processor time for one", `${((busy * 1000) / took.length).toFixed(2)} ms`)
  say('processors, and how many were asked for by all', `${availableParallelism()}, ${(loadavg()[0] ?? 0).toFixed(1)}`)
  say('accepted updates a second', (took.length / seconds).toFixed(0))
  say('an update is accepted after, median', at(took, 0.5))
  say('… 95 of 100 within', at(took, 0.95))
  say('… 99 of 100 within', at(took, 0.99))
  say('a keystroke is at the colleague after, median', at(reached, 0.5))
  say('… 99 of 100 within', at(reached, 0.99))
  say('told to colleagues', `${reached.length} of ${took.length}`)
} finally {
  await stop()
  await drop()
  rmSync(folder, { recursive: true, force: true })
}
process.exit(0)
