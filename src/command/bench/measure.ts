// How the benchmark measures and what it prints: medians, percentiles, and a line a row with its goal.
import { performance } from 'node:perf_hooks'
import { familyOf, readIfThere } from '../../pdf/process-family.ts'

/** What a row found out; without `met` it was not run, and `figure` says why. */
export type Finding = { figure: string; ratio?: string; met?: boolean }

export const percentile = (times: readonly number[], part: number) =>
  [...times].sort((one, other) => one - other)[Math.floor(times.length * part)] ?? Number.NaN
export const median = (times: readonly number[]) => percentile(times, 0.5)

/** Runs these one after the other, round after round, so that what else happens on the machine meets all alike. */
export async function interleaved<Name extends string>(
  rounds: number,
  works: Record<Name, (round: number) => Promise<unknown>>,
): Promise<Record<Name, number[]>> {
  const names = Object.keys(works) as Name[]
  const times = Object.fromEntries(names.map(name => [name, [] as number[]])) as Record<Name, number[]>
  for (let round = 0; round < rounds; round++)
    for (const name of names) {
      const start = performance.now()
      await works[name](round)
      times[name].push(performance.now() - start)
    }
  return times
}

/** How many a second come out when so many are asked for at once for so long. */
export async function perSecond(seconds: number, atOnce: number, work: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  const end = start + seconds * 1000
  let made = 0
  const worker = async (): Promise<void> => {
    if (performance.now() >= end) return
    await work()
    made += 1
    return worker()
  }
  await Promise.all(Array.from({ length: atOnce }, worker))
  return made / ((performance.now() - start) / 1000)
}

/** The memory of a process and all below it, shared pages divided among those that share them; in megabytes. */
export function memoryOf(root: number): number {
  return familyOf(root)
    .map(pid => Number(/^Pss:\s+(\d+)/m.exec(readIfThere(`/proc/${pid}/smaps_rollup`))?.[1] ?? 0) / 1024)
    .reduce((sum, megabytes) => sum + megabytes, 0)
}

export const ms = (value: number) => `${value.toFixed(1)} ms`
export const times = (value: number) => `${value.toFixed(2)} ×`

export function printRow(what: string, { figure, ratio = '', met }: Finding, goal: string) {
  const verdict = met === undefined ? '–' : met ? 'met' : 'NOT met'
  console.log(`${what.padEnd(52)} ${figure.padStart(24)} ${ratio.padStart(9)}   ${goal.padEnd(22)} ${verdict}`)
}
