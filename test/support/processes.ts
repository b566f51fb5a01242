// The browser processes that this test file has started, and what they left on the disk, from Linux' own lists.
import { readdirSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'

/** Children and grandchildren of this process that are a browser's, the oldest first. */
export const processes = () => ours('chromium')

/** Children and grandchildren of this process whose command says this, the oldest first. */
function ours(command: string): number[] {
  const found = new Map(
    readdirSync('/proc')
      .filter(name => /^\d+$/.test(name))
      .map(name => [Number(name), alive(Number(name))]),
  )
  const isOurs = (pid: number): boolean =>
    pid === process.pid || (found.has(pid) && isOurs(found.get(pid)?.parent ?? 0))
  // By time: numbers begin anew at the machine's highest, and a long run of tests gets there.
  return [...found]
    .flatMap(([pid, facts]) => (facts?.command.includes(command) && isOurs(pid) ? [{ pid, ...facts }] : []))
    .sort((one, other) => one.started - other.started || one.pid - other.pid)
    .map(({ pid }) => pid)
}

/** A field of `stat` (see proc(5)) of each thread; the third is the first behind the name, which may hold anything. */
const ofThreads = (pid: number, field: number) =>
  readdirSync(`/proc/${pid}/task`).map(thread =>
    Number(readFileSync(`/proc/${pid}/task/${thread}/stat`, 'utf8').split(') ').at(-1)?.split(' ')[field - 3]),
  )

/** How far each thread of a process stands back for others, from -20 to 19. */
export const nicenesses = (pid: number) => ofThreads(pid, 19)

/** Linux's scheduling policies: 0 the usual one, 5 for what waits for an idle moment. */
export const policies = (pid: number) => ofThreads(pid, 41)

export function alive(pid: number) {
  try {
    // The third field and those after it, of which the fourth is the parent and the 22nd the start in ticks since boot.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? []
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8')
    return fields[0] === 'Z' ? null : { parent: Number(fields[1]), started: Number(fields[19]), command }
  } catch {
    return null // it ended while we read
  }
}

/** The process that leads the browser started last; NaN, which no signal reaches, while there is none. */
export const browserPid = () => processes().findLast(pid => alive(pid)?.parent === process.pid) ?? Number.NaN

/** The processes that finish prints, which are no browser's. */
export const finishers = () => ours('finish.process')
/** The processes in which PDFs are made, with a browser and finishers of their own. */
export const workshops = () => ours('workshop.process')
export const renderers = () => processes().filter(pid => alive(pid)?.command.includes('--type=renderer'))
export const profiles = (pid = process.pid) =>
  readdirSync(tmpdir()).filter(name => name.startsWith(`kvalitetsbesoeg-browser-${pid}-`))
