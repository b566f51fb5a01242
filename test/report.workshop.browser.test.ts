// The workshop as a process of its own: it answers as one in this process would, comes back when it dies or hangs, stands
// back, and leaves nothing behind.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { PrinterBusy, PrinterUnavailable, PrintFailed, PrintRefused } from '../src/pdf/errors.ts'
import type { PrinterOptions } from '../src/pdf/printer.ts'
import { readIfThere } from '../src/pdf/process-family.ts'
import { reportView } from '../src/report/report.view.ts'
import { startWorkshop } from '../src/report/workshop.remote.ts'
import { point, source } from './report.example.ts'
import { pdfPages, squeezed } from './support/pdf.ts'
import { alive, finishers, nicenesses, policies, processes, profiles, workshops } from './support/processes.ts'

const cacheFolder = join(import.meta.dirname, '../node_modules/.cache/kvalitetsbesoeg/browser')
const PAGE = '<!doctype html><html lang="da"><head><title>Hej</title></head><body><h1>Hej</h1></body></html>'
// A sign of the private use area, which no reader knows how to say.
const UNREADABLE = PAGE.replace('<h1>Hej', '<h1>\uE123')

const open: ReturnType<typeof startWorkshop>[] = []
function workshop(options: Partial<PrinterOptions> = {}) {
  const made = startWorkshop({ cacheFolder, ...options })
  open.push(made)
  return made
}
afterEach(async () => {
  await Promise.all(open.splice(0).map(each => each.close()))
})

const read = (pid: number, file: string) => readFileSync(`/proc/${pid}/${file}`, 'utf8').trim()

const ready = (made: ReturnType<typeof startWorkshop>) =>
  vi.waitUntil(() => made.state() === 'ready', { timeout: 30_000, interval: 50 })

describe('a workshop of its own', () => {
  test('makes report and poster with the pages that the print has', async () => {
    const made = workshop()
    const report = source([
      point('a', '1', 'purple', { heading: 'Tid til ro', body: 'finde en ramme, se tema 2' }),
      point('b', '1', 'yellow', { body: 'Pauser efter klokken et.', answers: ['a'] }),
    ])
    const { pdf, sha256, layout } = await made.make(report, 'report', undefined)
    const pages = (await pdfPages(pdf)).map(squeezed)
    expect(pages[(layout.pages['tema-1'] as number) - 1]).toContain('Tidtilro')
    const again = await made.make(report, 'report', layout)
    expect(again.sha256).toBe(sha256)
    const poster = await made.makePoster(reportView(report, layout.pages))
    expect(await pdfPages(poster.pdf)).toHaveLength(1)
  })

  test('says in which way something failed', async () => {
    const busy = workshop({ queueLimit: 0, pagesAtOnce: 1 })
    await ready(busy)
    const answers = await Promise.allSettled([1, 2, 3, 4].map(() => busy.print(PAGE)))
    const refused = answers.flatMap(answer => (answer.status === 'rejected' ? [answer.reason] : []))
    expect(refused[0]).toBeInstanceOf(PrinterBusy)
    expect(refused[0].retryAfterSeconds).toBeGreaterThan(0)
    expect(answers[0]?.status).toBe('fulfilled')
    const odd = await busy.print(UNREADABLE).catch(error => error)
    expect(odd).toBeInstanceOf(PrintRefused)
    expect(odd.message).toContain('PDF-filen kan ikke læses af alle')
    expect((await busy.print(UNREADABLE, { lenient: true })).length).toBeGreaterThan(0)

    const without = workshop({ sources: [] })
    const none = await without.print(PAGE).catch(error => error)
    expect(none).toBeInstanceOf(PrinterUnavailable)
    expect(none.message).toContain('installér')
    expect(without.state()).toBe('unavailable')
    expect(without.reason()).toBe(none.message)
  })

  test('tells that its browser started, and that it is closed', async () => {
    const events: string[] = []
    const made = workshop({ onEvent: ({ type }) => events.push(type) })
    expect(made.state()).toBe('starting')
    await ready(made)
    expect(events).toEqual(['started'])
    await made.close()
    expect(made.state()).toBe('unavailable')
    await expect(made.print(PAGE)).rejects.toThrow(PrinterUnavailable)
  })
})

describe.runIf(process.platform === 'linux')('as a process', () => {
  test('one that is killed is replaced, and what it had in hand is made by the next', async () => {
    const events: string[] = []
    const made = workshop({ onEvent: ({ type }) => events.push(type) })
    await ready(made)
    const [pid = 0] = workshops()
    const browsers = processes()
    const inHand = made.make(source([point('a', '1', 'grey')]), 'report', undefined)
    process.kill(pid, 'SIGKILL')
    expect((await inHand).pdf.length).toBeGreaterThan(0)
    expect(events).toEqual(['started', 'replaced', 'started'])
    // Its browser and its finishers end with it.
    await vi.waitUntil(() => browsers.every(browser => alive(browser) === null), { timeout: 10_000 })
  })

  test('one that stops answering is ended in time, and the next answers', async () => {
    const made = workshop({ timeoutMs: 6000 })
    await ready(made)
    const [pid = 0] = workshops()
    process.kill(pid, 'SIGSTOP')
    const error = await made.print(PAGE).catch(error => error)
    expect(error).toBeInstanceOf(PrintFailed)
    expect(error.message).toContain('blev ikke færdig i tide')
    await vi.waitUntil(() => alive(pid) === null, { timeout: 5000 })
    await ready(made)
    expect((await made.print(PAGE)).length).toBeGreaterThan(0)
  })

  test('one that cannot be started is tried again', async () => {
    const node = process.execPath
    process.execPath = '' // refused at once, as where there is no memory for another process
    const made = workshop({ niceness: 0 })
    made.giveWay()
    process.execPath = node
    expect(made.state()).toBe('starting')
    await ready(made)
    expect((await made.print(PAGE)).length).toBeGreaterThan(0)
  })

  // Where it does not, what waits for an idle moment would wait for ever beside two busy programs.
  const sharesBySession = readIfThere('/proc/sys/kernel/sched_autogroup_enabled').startsWith('1')

  test('stands back with all that it starts, and knows no secret', async () => {
    vi.stubEnv('DATABASE_PASSWORD', 'HEMMELIGHED')
    const made = workshop()
    await made.print(PAGE)
    vi.unstubAllEnvs()
    expect(workshops()).toHaveLength(1)
    // A browser that runs as root sets the niceness of its threads itself; that of the session holds all the same.
    for (const pid of [...workshops(), ...finishers()]) expect(new Set(nicenesses(pid))).toEqual(new Set([10]))
    for (const pid of [...workshops(), ...finishers(), ...processes()]) {
      expect(new Set(policies(pid))).toEqual(new Set([sharesBySession && availableParallelism() > 1 ? 5 : 0]))
      expect(read(pid, 'environ')).not.toContain('HEMMELIGHED')
      if (existsSync(`/proc/${pid}/autogroup`)) expect(read(pid, 'autogroup')).toMatch(/nice 10$/)
    }
  })

  test.runIf(availableParallelism() > 1)('keeps off a core while somebody saves, with all that it starts', async () => {
    const made = workshop()
    await made.print(PAGE)
    const threads = () =>
      [...workshops(), ...finishers(), ...processes()].flatMap(pid =>
        readdirSync(`/proc/${pid}/task`).map(thread => read(pid, `task/${thread}/status`)),
      )
    const cores = () => new Set(threads().map(status => /^Cpus_allowed_list:\s*(.+)$/m.exec(status)?.[1]))
    const all = cores()
    expect(all.size).toBe(1)
    const saving = setInterval(made.giveWay, 50)
    await vi.waitUntil(() => cores().size === 1 && !cores().has([...all][0]), { timeout: 5000 })
    await Promise.all([made.print(PAGE), made.print(PAGE)]) // a page and a finisher more
    expect(cores().size).toBe(1)
    expect(cores()).not.toEqual(all)
    clearInterval(saving)
    await vi.waitUntil(() => cores().size === 1 && cores().has([...all][0]), { timeout: 5000 })
  })

  test('closing leaves no process and no file', async () => {
    const made = workshop()
    await made.print(PAGE)
    const [pid = 0] = workshops()
    expect(profiles(pid)).toHaveLength(1)
    await made.close()
    expect([...workshops(), ...finishers(), ...processes()]).toEqual([])
    expect(profiles(pid)).toEqual([])
  })

  test('a server that is killed leaves none either', async () => {
    const remote = join(import.meta.dirname, '../src/report/workshop.remote.ts')
    const program = `const { startWorkshop } = await import(${JSON.stringify(remote)})
      const workshop = startWorkshop({ cacheFolder: ${JSON.stringify(cacheFolder)} })
      await workshop.print(${JSON.stringify(PAGE)})
      console.log('printed')`
    const server = spawn(process.execPath, ['--input-type=module', '-e', program], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    await once(server.stdout, 'data')
    const all = [...workshops(), ...finishers(), ...processes()]
    const [pid = 0] = workshops()
    expect(all.length).toBeGreaterThan(3)
    server.kill('SIGKILL')
    await vi.waitUntil(() => all.every(one => alive(one) === null), { timeout: 15_000, interval: 50 })
    expect(profiles(pid)).toEqual([])
  })
})
