// Starts one browser, shut off from the network and from this server's secrets, and ends it with all that it started.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import puppeteer, { type Browser, type CDPSession } from 'puppeteer'
import { installFaces } from './installed-faces.ts'
import { standBack, standingBack } from './nice.ts'
import { unlessAborted } from './time-limit.ts'

/** `root` speaks to the browser itself, past the pages that `session` could open. */
export type RunningBrowser = {
  session: Browser
  root: CDPSession
  process: ChildProcess
  profile: string
  executable: string
}
type Program = {
  executable: string
  environment: Record<string, string>
  sandbox: boolean
  niceness?: number | undefined
}

export const PROFILE = 'kvalitetsbesoeg-browser-'

const LAUNCH_LIMIT_MS = 30_000

const FLAGS = [
  // With hinting, text grows some five per cent wider and the pages break elsewhere.
  '--font-render-hinting=none',
  // Three locks on the same door: no name or address resolves, the only proxy is a closed port (also for loopback),
  // and WebRTC may not go around them. Interception alone misses prefetch, preconnect and the like.
  '--host-resolver-rules=MAP * ~NOTFOUND',
  '--proxy-server=http://127.0.0.1:1',
  '--proxy-bypass-list=<-loopback>',
  '--force-webrtc-ip-handling-policy=disable_non_proxied_udp',
  // Also for frames that a page might open: a report never holds a script.
  '--blink-settings=scriptEnabled=false',
  // Puppeteer passes the next two as well; they are ours to keep.
  '--disable-background-networking',
  '--disable-dev-shm-usage', // containers give /dev/shm 64 MB
  '--disable-domain-reliability',
  '--disable-gpu',
  '--no-default-browser-check',
  '--no-pings',
]

/** Starts a browser with a profile folder of its own; leaves nothing behind when it does not start. */
export async function launchBrowser(program: Program, signal: AbortSignal): Promise<RunningBrowser> {
  const patience = new AbortController()
  const timer = setTimeout(() => patience.abort(new Error(`no start in ${LAUNCH_LIMIT_MS} ms`)), LAUNCH_LIMIT_MS)
  const profile = await mkdtemp(join(tmpdir(), `${PROFILE}${process.pid}-`))
  const given = AbortSignal.any([signal, patience.signal])
  let session: Browser | undefined
  const start = async () => {
    session = await puppeteer.launch({
      ...(await command(program, profile)),
      headless: 'shell',
      pipe: true, // no port that others on the machine could speak to; and the browser ends when this server does
      env: { ...minimalEnvironment(profile), ...program.environment, ...(await fonts(profile, program.environment)) },
      signal: given, // kills it
      // The server decides when it ends, and ends its browser itself.
      handleSIGINT: false,
      handleSIGTERM: false,
      handleSIGHUP: false,
    })
    const leader = session.process() as ChildProcess
    await standBack(leader.pid, program.niceness)
    const root = await session.target().createCDPSession()
    return { session, root, process: leader, profile, executable: program.executable }
  }
  try {
    // A browser that is killed while it starts may never answer what it was asked.
    return await unlessAborted(given, start())
  } catch (error) {
    const pid = session?.process()?.pid
    if (pid !== undefined) await killTree(pid)
    await removeProfile(profile)
    throw error
  } finally {
    clearTimeout(timer)
  }
}

/** The program with its flags, standing back. */
async function command({ executable, sandbox, niceness }: Program, userDataDir: string) {
  const flags = sandbox ? FLAGS : [...FLAGS, '--no-sandbox']
  const all = await puppeteer.defaultArgs({ headless: 'shell', userDataDir, args: flags })
  const standing = standingBack({ executable, args: all }, niceness)
  return { executablePath: standing.executable, ignoreDefaultArgs: true, args: standing.args }
}

/** Ends the browser and every process it started, without asking it: a browser that hangs does not answer. */
export async function endBrowser({ process: leader, profile }: RunningBrowser) {
  const gone = leader.exitCode === null && leader.signalCode === null ? once(leader, 'exit') : undefined
  await killTree(leader.pid as number)
  await gone
  await removeProfile(profile)
}

/** Removes profile folders whose server was killed before it could. */
export async function removeAbandonedProfiles() {
  const names = (await readdir(tmpdir())).filter(name => name.startsWith(PROFILE))
  for (const name of names) {
    const pid = Number(name.slice(PROFILE.length).split('-')[0])
    const path = join(tmpdir(), name)
    // In a container the server before this one had the same number.
    const mine = pid === process.pid && (await stat(path)).mtimeMs >= performance.timeOrigin
    if (!mine && (pid === process.pid || !signalProcess(pid, 0))) await removeProfile(path)
  }
}

/**
 * The browser gets none of the server's variables (passwords stand there), only what a program cannot start without.
 * PATH is there for the shell scripts by which Linux distributions start their browsers.
 */
function minimalEnvironment(profile: string): Record<string, string> {
  const home = { HOME: profile, TMPDIR: profile, XDG_CACHE_HOME: profile }
  if (process.platform !== 'win32') return { ...home, PATH: '/usr/local/bin:/usr/bin:/bin' }
  return { SystemRoot: process.env.SystemRoot ?? 'C:\\Windows', TEMP: profile, TMP: profile }
}

/** Only Linux's browsers read where fonts are; those of others print with what a document carries. */
async function fonts(profile: string, { FONTCONFIG_PATH: machineFonts }: Program['environment']) {
  return process.platform === 'linux' ? installFaces(profile, machineFonts) : {}
}

/** The browser leads a process group of its own (Windows knows no groups, but its taskkill follows the tree). */
async function killTree(pid: number) {
  if (process.platform === 'win32') await once(spawn('taskkill', ['/pid', `${pid}`, '/T', '/F']), 'close')
  else signalProcess(-pid, 'SIGKILL')
}

/** Whether there was such a process (0 only asks); below zero it is a group. */
function signalProcess(pid: number, signal: NodeJS.Signals | 0) {
  try {
    return process.kill(pid, signal)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM' // it is there, but another user's
  }
}

/** Dying processes may still write for a moment, hence the retries. */
function removeProfile(profile: string) {
  return rm(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 }).catch(() => {})
}
