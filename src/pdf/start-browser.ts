// Tries the places where a browser may come from until one starts, and says in one sentence what to do when none does.
import { type BrowserPlace, type BrowserSearch, describeBrowser, packagedEnvironment } from './browser.ts'
import { PrinterUnavailable } from './errors.ts'
import { launchBrowser, PROFILE, type RunningBrowser } from './launch.ts'
import { unpackBrowser } from './unpack.ts'

export type StartOptions = BrowserSearch & {
  /** Chromium refuses to run its sandbox as root; unless told otherwise it is on for everyone else. */
  sandbox?: boolean | undefined
  /** How far the browser stands back for the rest of the machine; 0 not at all. */
  niceness?: number | undefined
}

const NOT_FOUND =
  'Der er ingen browser til at lave PDF med: installér chromium-headless-shell, Chromium eller Chrome på serveren, eller angiv stien til programmet med BROWSER_PATH.'
const DID_NOT_START =
  'Browseren kunne ikke startes: installér chromium-headless-shell, Chromium eller Chrome på serveren, eller angiv stien til et andet program med BROWSER_PATH.'

// What a failed start says, and what that means to the person who runs the server.
const MEANINGS: readonly (readonly [RegExp, string])[] = [
  [
    /no usable sandbox|setuid sandbox|user namespace/i,
    'Browseren må ikke bruge sin sandkasse: tillad "user namespaces" for den bruger, som systemet kører som, eller slå sandkassen fra med BROWSER_SANDBOX=off.',
  ],
  [
    /shared librar|ENOENT.*ld-linux/i,
    'Browseren mangler systembiblioteker: installér pakken chromium-headless-shell, eller angiv stien til en anden browser med BROWSER_PATH.',
  ],
  [/ENOSPC|no space left/i, 'Der er ikke plads på disken til browseren: frigør mindst 300 MB.'],
  [
    new RegExp(`\\bmkdtemp '.*${PROFILE}`),
    'Mappen til midlertidige filer kan ikke bruges: opret den, eller giv systemet lov til at skrive i den. TMPDIR siger, hvilken mappe det er.',
  ],
  [
    /EACCES|EROFS|EPERM/,
    'Browserens mappe kan ikke bruges: giv systemet lov til at skrive i og køre programmer fra den.',
  ],
]

/** The first browser that starts. Throws PrinterUnavailable with a sentence to act on; its `cause` has the details. */
export async function startBrowser(options: StartOptions, signal: AbortSignal): Promise<RunningBrowser> {
  const failures: Error[] = []
  for (const place of describeBrowser(options).filter(place => place.usable)) {
    signal.throwIfAborted()
    try {
      return await startFrom(place, options, signal)
    } catch (error) {
      failures.push(new Error(`${place.path}: ${(error as Error).message}`))
    }
  }
  const cause = new AggregateError(failures, failures.map(failure => failure.message).join('\n'))
  throw new PrinterUnavailable(meaning(failures[0]), { cause })
}

async function startFrom({ path, packaged }: BrowserPlace, options: StartOptions, signal: AbortSignal) {
  if (packaged) await unpackBrowser(packaged, signal)
  const environment = packaged ? packagedEnvironment(packaged) : {}
  const sandbox = (options.sandbox ?? true) && process.getuid?.() !== 0
  return launchBrowser({ executable: path, environment, sandbox, niceness: options.niceness }, signal)
}

/** The first failure is the one to explain: it is the browser that was meant to be used. */
function meaning(failure: Error | undefined) {
  if (!failure) return NOT_FOUND
  return MEANINGS.find(([pattern]) => pattern.test(failure.message))?.[1] ?? DID_NOT_START
}
