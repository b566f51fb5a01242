// The browser processes that this test file has started, and what they left on the disk, from Linux' own lists.
import { readdirSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'

/** Children and grandchildren of this process that are a browser's. */
export function processes(): number[] {
  const found = readdirSync('/proc').filter(name => /^\d+$/.test(name))
  const parents = new Map(found.map(pid => [Number(pid), alive(Number(pid))?.parent ?? 0]))
  const ours = (pid: number): boolean => pid === process.pid || (parents.has(pid) && ours(parents.get(pid) as number))
  return [...parents.keys()].filter(pid => ours(pid) && alive(pid)?.command.includes('chromium'))
}

export function alive(pid: number) {
  try {
    const [state, parent] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? []
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8')
    return state === 'Z' ? null : { parent: Number(parent), command }
  } catch {
    return null // it ended while we read
  }
}

export const browserPid = () => Math.min(...processes())
export const renderers = () => processes().filter(pid => alive(pid)?.command.includes('--type=renderer'))
export const profiles = () =>
  readdirSync(tmpdir()).filter(name => name.startsWith(`kvalitetsbesoeg-browser-${process.pid}-`))
