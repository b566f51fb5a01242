// Somebody who saves a text goes before somebody who waits for a PDF: what makes PDFs stands back on the processor.
import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { getPriority } from 'node:os'

const NICE = '/usr/bin/nice'
const NICENESS = 10

type Command = { executable: string; args: string[] }

/** The command behind the one that makes it stand back, where there is one: with all its threads, from the first on. */
export function standingBack({ executable, args }: Command, niceness = NICENESS): Command {
  const more = niceness - getPriority() // a process that stands back starts others that do
  return more > 0 && existsSync(NICE)
    ? { executable: NICE, args: ['-n', `${more}`, executable, ...args] }
    : { executable, args }
}

/**
 * Lets a session stand back as a whole. Linux weighs sessions against each other first, and only then what is in one;
 * elsewhere nothing happens.
 */
export const standBack = (leaderPid: number | undefined, niceness = NICENESS): Promise<void> =>
  writeFile(`/proc/${leaderPid}/autogroup`, `${niceness}`).catch(() => {})
