// Builds what the browser gets: one stylesheet with its fonts and icons, and one script. Does nothing when nothing changed.
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { basename, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Plugin } from 'esbuild'
import { ASSETS, type Manifest } from '../http/assets.ts'

const ROOT = join(import.meta.dirname, '../..')
const ENTRIES = ['templates/assets/site.scss', 'src/browser/main.ts']
/** What stands for all packages and for the way of building. */
const ALWAYS = ['package-lock.json', 'src/command/build.ts']

/** Brings `templates/assets/build` up to date with its sources. */
export async function buildAssets(): Promise<void> {
  if (await isUpToDate()) return
  const { inputs, outputs } = await bundle()
  const files = { 'site.css': named(outputs, 'site', '.css'), 'main.js': named(outputs, 'main', '.js') }
  const manifest: Manifest = { hash: await hashOf(inputs), inputs, files }
  await replaceManifest(manifest)
  await removeAllBut([...outputs, 'manifest.json'])
}

async function isUpToDate() {
  try {
    const { hash, inputs, files } = JSON.parse(await readFile(join(ASSETS, 'manifest.json'), 'utf8')) as Manifest
    return hash === (await hashOf(inputs)) && Object.values(files).every(file => existsSync(join(ASSETS, file)))
  } catch {
    return false // no build yet, or a source has gone
  }
}

async function hashOf(inputs: string[]) {
  const hash = createHash('sha256')
  for (const path of [...ALWAYS, ...inputs]) hash.update(path).update(await readFile(join(ROOT, path)))
  return hash.digest('hex')
}

async function bundle() {
  const { build } = await import('esbuild') // here, because a build that is up to date should cost nothing
  const stylesheets = new Set<string>()
  const { metafile } = await build({
    absWorkingDir: ROOT,
    entryPoints: ENTRIES,
    outdir: ASSETS,
    entryNames: '[name].[hash]',
    assetNames: '[name].[hash]',
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    loader: { '.woff2': 'file', '.svg': 'dataurl' },
    plugins: [sassPlugin(stylesheets)],
    metafile: true,
    logLevel: 'warning',
  })
  const own = (path: string) => !path.startsWith('node_modules/')
  return {
    inputs: [...new Set([...Object.keys(metafile.inputs), ...stylesheets])].filter(own).sort(),
    outputs: Object.keys(metafile.outputs).map(path => basename(path)),
  }
}

/** Compiles the stylesheet on its way into the bundle, and notes every file that it was made of. */
function sassPlugin(stylesheets: Set<string>): Plugin {
  return {
    name: 'sass',
    setup: build =>
      build.onLoad({ filter: /\.scss$/ }, async ({ path }) => {
        const { compile } = await import('sass')
        const { css, loadedUrls } = compile(path, { loadPaths: [join(ROOT, 'node_modules')], quietDeps: true })
        for (const url of loadedUrls) stylesheets.add(relative(ROOT, fileURLToPath(url)).replaceAll('\\', '/'))
        return { contents: css, loader: 'css' }
      }),
  }
}

function named(outputs: string[], start: string, end: string) {
  const file = outputs.find(output => output.startsWith(`${start}.`) && output.endsWith(end))
  if (!file) throw new Error(`The build made no ${start}${end}`)
  return file
}

/** In one step, so that a server starting meanwhile reads the old manifest or the new one, never half of it. */
async function replaceManifest(manifest: Manifest) {
  await mkdir(ASSETS, { recursive: true })
  const draft = join(ASSETS, `manifest.${process.pid}.tmp`)
  await writeFile(draft, JSON.stringify(manifest, null, 2))
  await rename(draft, join(ASSETS, 'manifest.json'))
}

async function removeAllBut(keep: string[]) {
  const stale = (await readdir(ASSETS)).filter(file => !keep.includes(file) && !file.endsWith('.tmp'))
  await Promise.all(stale.map(file => rm(join(ASSETS, file), { force: true })))
}

if (import.meta.main) await buildAssets()
