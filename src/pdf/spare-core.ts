// A core that is left alone while somebody saves. A save wakes a dozen threads, one after the other; one that is woken on
// a core where something is printed waits for the next tick there (up to 4 ms), however far the printing stands back.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { familyOf, readIfThere } from './process-family.ts'

const TASKSET = '/usr/bin/taskset'
const FOR_EACH = `list=$1; shift; for pid; do ${TASKSET} --all-tasks --pid --cpu-list "$list" "$pid"; done`

/**
 * `leave` keeps a process and all that it started, with all their threads, off the first core that it may use, for so
 * many milliseconds from the last call on. Where there is only one core, or no Linux, nothing happens.
 */
export function createSpareCore({ pid = process.pid, forMs = 1000 } = {}) {
  const all = coresOf(pid)
  const isPossible = all.length > 1 && existsSync(TASKSET)
  const allButOne = all.slice(1)
  let timer: NodeJS.Timeout | undefined
  let wanted = all
  let kept = all
  let isSettling = false

  function leave() {
    if (!isPossible) return
    clearTimeout(timer)
    timer = setTimeout(() => settle(all), forMs).unref()
    settle(allButOne)
  }

  /** One change after the other: the last that was wanted stays. */
  async function settle(cores: string[]) {
    wanted = cores
    if (isSettling) return
    isSettling = true
    while (kept !== wanted) {
      kept = wanted
      await keepOn(kept, pid)
    }
    isSettling = false
  }

  return { leave }
}

/** Those that are started while others are moved may still have been told of the old cores. */
async function keepOn(cores: string[], pid: number) {
  const moved = new Set<number>()
  for (;;) {
    const left = familyOf(pid).filter(each => !moved.has(each))
    if (left.length === 0) return
    for (const each of left) moved.add(each)
    const shell = spawn('/bin/sh', ['-c', FOR_EACH, 'sh', cores.join(), ...left.map(String)], { stdio: 'ignore' })
    // One that ended meanwhile needs no core; and without a shell everything prints where it did.
    await once(shell, 'close').catch(() => {})
  }
}

/** The cores that a process may use; none where nobody says. */
function coresOf(pid: number): string[] {
  const list = /^Cpus_allowed_list:\s*(.+)$/m.exec(readIfThere(`/proc/${pid}/status`))?.[1] ?? ''
  return list.split(',').flatMap(part => {
    const [first = Number.NaN, last = first] = part.split('-').map(Number)
    return Array.from({ length: last - first + 1 || 0 }, (_, index) => `${first + index}`)
  })
}
