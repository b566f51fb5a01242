// Unpacks the Chromium that lies compressed in an npm package into the cache folder: once, whole, and safe against
// several servers starting at the same time.
import { execFile } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { chmod, mkdir, mkdtemp, open, readdir, rename, rm, stat, writeFile } from 'node:fs/promises'
import { findPackageJSON } from 'node:module'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'

const PACKAGE = '@sparticuz/chromium'
const STAGING = 'unpacking-'
const ABANDONED_AFTER_MS = 10 * 60_000

// The package's own fonts.conf names folders of a cloud machine; ours names the folder beside itself.
const FONTS_CONF = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir prefix="relative">fonts</dir>
  <cachedir prefix="xdg">fontconfig</cachedir>
</fontconfig>
`

// An installation with a browser of its own may leave the package out.
function packageManifest() {
  try {
    return findPackageJSON(PACKAGE, import.meta.url)
  } catch {
    return undefined
  }
}

/** Where the packaged browser lies once unpacked; null where the package is missing or made for another machine. */
export function packagedBrowser(cacheFolder: string) {
  if (process.platform !== 'linux' || process.arch !== 'x64') return null
  const manifest = packageManifest()
  if (!manifest) return null
  const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { version: string }
  const folder = join(cacheFolder, `chromium-${version}`)
  return {
    packageFolder: dirname(manifest),
    folder,
    executable: join(folder, 'chromium'),
    libraries: join(folder, 'al2023', 'lib'),
    fonts: join(folder, 'fonts'),
  }
}

export type PackagedBrowser = NonNullable<ReturnType<typeof packagedBrowser>>

/**
 * Unpacks the browser unless it is there already. The package writes into the temporary folder and takes any file
 * that exists for a finished one, so it runs in a process of its own with a private temporary folder, and only the
 * finished folder gets the final name.
 */
export async function unpackBrowser(browser: PackagedBrowser, signal: AbortSignal) {
  if (existsSync(browser.executable)) return
  const cacheFolder = dirname(browser.folder)
  await mkdir(cacheFolder, { recursive: true })
  await removeAbandoned(cacheFolder)
  const staging = await mkdtemp(join(cacheFolder, STAGING))
  try {
    await promisify(execFile)(
      process.execPath,
      ['--input-type=module', '--eval', `await (await import('${PACKAGE}')).default.executablePath()`],
      {
        cwd: browser.packageFolder,
        // Makes the package believe that it is in a bare cloud machine, so that its libraries come along too.
        env: { TMPDIR: staging, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x' },
        signal,
        killSignal: 'SIGKILL',
      },
    )
    await writeFile(join(staging, 'fonts', 'fonts.conf'), FONTS_CONF)
    // An image may be built by one user and run by another.
    await Promise.all([chmod(staging, 0o755), chmod(join(staging, 'chromium'), 0o755)])
    await reachDisk(join(staging, 'chromium'))
    await rename(staging, browser.folder)
  } catch (error) {
    if (!existsSync(browser.executable)) throw error // otherwise another server was first: theirs is as good
  } finally {
    await rm(staging, { recursive: true, force: true })
  }
}

/** After a power cut a folder must not bear the final name with half a program in it. */
async function reachDisk(path: string) {
  const file = await open(path, 'r+')
  await file.sync()
  await file.close()
}

/** A server that was killed while unpacking leaves 200 MB behind. */
async function removeAbandoned(cacheFolder: string) {
  for (const name of await readdir(cacheFolder)) {
    const path = join(cacheFolder, name)
    const age = name.startsWith(STAGING)
      ? Date.now() - ((await stat(path).catch(() => null))?.mtimeMs ?? Date.now())
      : 0
    if (age > ABANDONED_AFTER_MS) await rm(path, { recursive: true, force: true })
  }
}
