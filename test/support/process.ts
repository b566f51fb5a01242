// The real program as a process of its own, in a folder of its own.
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach } from 'vitest'

const ROOT = join(import.meta.dirname, '../..')

/** Runs scripts of the project; what is left of them after a test is ended, and their folders are removed. */
export function useProcesses() {
  const running = new Set<ChildProcess>()
  const folders: string[] = []

  afterEach(() => {
    for (const child of running) child.kill('SIGKILL')
    // What they started ends by itself, and may still write for a moment.
    for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true, maxRetries: 20 })
  })

  function newFolder() {
    const folder = mkdtempSync(join(tmpdir(), 'kvalitetsbesoeg-start-'))
    folders.push(folder)
    // The unpacked browser of earlier runs, to save a second.
    symlinkSync(join(ROOT, 'node_modules/.cache/kvalitetsbesoeg/browser'), join(folder, 'browser'))
    return folder
  }

  /** Runs a script of the project until it listens or ends; a new process with only these settings. */
  async function run(script: string, env: Record<string, string>, args: string[] = [], input = '') {
    const child = spawn(process.execPath, [script, ...args], {
      cwd: ROOT,
      env: { PATH: process.env.PATH ?? '', PORT: '0', ...env },
    })
    running.add(child)
    let output = ''
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', chunk => (output += chunk))
    child.stdin?.end(input)
    const ended = new Promise<number | null>(resolve =>
      child.once('exit', code => {
        running.delete(child)
        resolve(code)
      }),
    )
    const listening = async () => {
      while (!output.includes('kører på') && child.exitCode === null)
        await new Promise(resolve => setTimeout(resolve, 25))
      return /http:\/\/[^\s]+/.exec(output)?.[0] ?? ''
    }
    return { child, ended, url: await Promise.race([listening(), ended.then(() => '')]), output: () => output }
  }

  return { newFolder, run }
}
