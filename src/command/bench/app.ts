// The app as `npm start` starts it, in a process of its own.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

const ROOT = join(import.meta.dirname, '../../..')
const [, ...ARGUMENTS]: string[] = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')).scripts.start.split(' ')

/** Resolves when it listens. `flags` are Node's own, beside those that it is started with. */
export async function startApp(settings: Record<string, string>, flags: string[] = []) {
  const child = spawn(process.execPath, [...flags, ...ARGUMENTS], {
    cwd: ROOT,
    env: { ...process.env, PORT: '0', HOST: '127.0.0.1', ...settings },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const { promise: url, resolve, reject } = Promise.withResolvers<string>()
  let said = ''
  child.stdout.on('data', piece => {
    said += piece
    const address = /kører på (http:\S+)/.exec(said)?.[1]
    if (address) resolve(address)
  })
  child.once('exit', code => reject(new Error(`the app ended with ${code}: ${said}`)))

  async function stop() {
    if (child.exitCode !== null || child.signalCode !== null) return
    const ended = once(child, 'exit')
    child.kill('SIGTERM')
    await ended
  }

  return { url: await url, pid: child.pid ?? 0, stop }
}
