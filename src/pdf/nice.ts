// Somebody who saves a text goes before somebody who waits for a PDF: what makes PDFs stands back on the processor.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { availableParallelism, getPriority } from 'node:os'
import { readIfThere } from './process-family.ts'

const NICE = '/usr/bin/nice'
const NICENESS = 10
const CHRT = '/usr/bin/chrt'
/** Linux's policy for what only takes what nobody else needs: whoever wakes beside it goes on at once. Short options: BusyBox. */
const WHEN_IDLE = ['-i', '0']

type Command = { executable: string; args: string[] }

/** The command behind the one that makes it stand back, where there is one: with all its threads, from the first on. */
export function standingBack({ executable, args }: Command, niceness = NICENESS): Command {
  const more = niceness - getPriority() // a process that stands back starts others that do
  if (more <= 0 || !existsSync(NICE)) return { executable, args }
  const niced = behind(NICE, ['-n', `${more}`], { executable, args })
  return mayWaitForIdle() ? behind(CHRT, WHEN_IDLE, niced) : niced
}

const behind = (program: string, options: readonly string[], { executable, args }: Command): Command => ({
  executable: program,
  args: [...options, executable, ...args],
})

let answered: boolean | undefined

/**
 * Not on the only core, not where a container forbids it; and only where Linux shares among sessions first. There a session
 * of what waits for idle gets its tenth all the same; elsewhere two busy programs made a report of 40 ms last 14 seconds.
 */
function mayWaitForIdle(): boolean {
  answered ??=
    availableParallelism() > 1 &&
    readIfThere('/proc/sys/kernel/sched_autogroup_enabled').startsWith('1') &&
    spawnSync(CHRT, [...WHEN_IDLE, NICE, 'true']).status === 0
  return answered
}

/**
 * Lets a session stand back as a whole. Linux weighs sessions against each other first, and only then what is in one;
 * elsewhere nothing happens.
 */
export const standBack = (leaderPid: number | undefined, niceness = NICENESS): Promise<void> =>
  writeFile(`/proc/${leaderPid}/autogroup`, `${niceness}`).catch(() => {})
