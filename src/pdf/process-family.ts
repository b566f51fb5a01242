// Which process started which, from Linux' own lists.
import { readdirSync, readFileSync } from 'node:fs'

/** A process and all that it started, and these in turn; on Linux only. */
export function familyOf(pid: number): number[] {
  const children = new Map<number, number[]>()
  for (const name of readdirSync('/proc').filter(name => /^\d+$/.test(name))) {
    // After the name, which may hold anything, come the state and the parent.
    const parent = Number(/^.*\) \S (\d+)/s.exec(readIfThere(`/proc/${name}/stat`))?.[1])
    children.set(parent, [...(children.get(parent) ?? []), Number(name)])
  }
  const family = [pid]
  for (const member of family) family.push(...(children.get(member) ?? []))
  return family
}

/** What stands in a file of /proc; nothing where its process ended meanwhile, or there is no Linux. */
export function readIfThere(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
