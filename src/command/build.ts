// Builds what the browser gets: a stylesheet with its fonts and icons, the script of every page with the one of the pages
// where a visit is written, and the one that works without a network. Each file is compressed here, once and as small as
// can be, so that no answer waits for it. Does nothing when nothing changed.
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { basename, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { brotliCompress, gzip } from 'node:zlib'
import type { Plugin } from 'esbuild'
import { ASSETS, type Manifest, OFFLINE } from '../http/assets.ts'
import { templatesPlugin } from './templates-plugin.ts'

const ROOT = join(import.meta.dirname, '../..')
const ENTRIES = ['templates/assets/site.scss', 'src/browser/main.ts', 'src/browser/offline.ts']
/** What stands for all packages and for the way of building. */
const ALWAYS = ['package-lock.json', 'src/command/build.ts', 'src/command/templates-plugin.ts']

/** Brings `templates/assets/build` up to date with its sources. */
export async function buildAssets(): Promise<void> {
  if (await isUpToDate()) return
  const { inputs, outputs: built } = await bundle()
  const offline = named(built, 'offline', '.js')
  const outputs = built.filter(file => file !== offline)
  await writeOffline(offline, outputs)
  const files = { 'site.css': named(outputs, 'site', '.css'), 'main.js': named(outputs, 'main', '.js') }
  const small = await compress(outputs)
  const all = inputs.sort()
  const manifest: Manifest = { hash: await hashOf(all), inputs: all, files }
  await replaceManifest(manifest)
  await removeAllBut([...outputs, ...small, OFFLINE, 'manifest.json'])
}

async function isUpToDate() {
  try {
    const { hash, inputs, files } = JSON.parse(await readFile(join(ASSETS, 'manifest.json'), 'utf8')) as Manifest
    return (
      hash === (await hashOf(inputs)) &&
      Object.values(files).every(file => existsSync(join(ASSETS, file))) &&
      existsSync(join(ASSETS, OFFLINE))
    )
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
    chunkNames: '[name].[hash]',
    splitting: true,
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    loader: { '.woff2': 'file', '.svg': 'dataurl' },
    plugins: [sassPlugin(stylesheets), templatesPlugin(), withoutUnasked],
    metafile: true,
    logLevel: 'warning',
  })
  return {
    inputs: [...new Set([...Object.keys(metafile.inputs), ...stylesheets])].filter(isOwn),
    outputs: Object.keys(metafile.outputs).map(path => basename(path)),
  }
}

const isOwn = (path: string) => !/^(node_modules\/|<|without:)/.test(path)

/**
 * The script that answers for the server when there is no network, at an address of its own. It knows the files of this
 * build, and prints pages that ask for them: so page and script always belong together, whatever the server has got since.
 * What it shares with the pages it has from the same files, which the browser has already fetched for them.
 */
async function writeOffline(entry: string, outputs: string[]) {
  // Letters beyond Danish come from the network when somebody needs them.
  const assets = outputs
    .filter(file => /\.(css|js|woff2)$/.test(file) && !file.includes('latin-ext'))
    .map(file => `/assets/${file}`)
  const shell = { css: `/assets/${named(outputs, 'site', '.css')}`, js: `/assets/${named(outputs, 'main', '.js')}` }
  const code = await readFile(join(ASSETS, entry), 'utf8')
  const known = `const ASSETS=${JSON.stringify(assets)},SHELL=${JSON.stringify(shell)};`
  await writeFile(join(ASSETS, OFFLINE), known + code.replaceAll('"./', '"/assets/'))
}

const brotli = promisify(brotliCompress) as (content: Buffer) => Promise<Buffer> // at its best unless told otherwise
const zip = (content: Buffer) => promisify<Buffer, { level: number }, Buffer>(gzip)(content, { level: 9 })

/** Puts `.br` and `.gz` beside every file of words; fonts are compressed as they come. Answers their names. */
async function compress(outputs: string[]) {
  const made = outputs
    .filter(file => /\.(css|js)$/.test(file))
    .flatMap(file => [[file, `${file}.br`, brotli] as const, [file, `${file}.gz`, zip] as const])
  await Promise.all(
    made.map(async ([file, name, shrink]) =>
      writeFile(join(ASSETS, name), await shrink(await readFile(join(ASSETS, file)))),
    ),
  )
  return made.map(([, name]) => name)
}

/**
 * What a package brings and is never asked for weighs much: finding addresses in plain text, where they become links only
 * when somebody says so, and the names of all letters, which are not read in addresses (lib/markdown.ts).
 */
const UNASKED: Record<string, string> = {
  'linkify-it': 'export class LinkifyIt {}',
  entities: 'export const decodeHTMLStrict = text => text',
}

const withoutUnasked: Plugin = {
  name: 'without-unasked',
  setup: build => {
    const filter = new RegExp(`^(${Object.keys(UNASKED).join('|')})$`)
    build.onResolve({ filter }, ({ path }) => ({ path, namespace: 'without' }))
    build.onLoad({ filter, namespace: 'without' }, ({ path }) => ({ contents: UNASKED[path] ?? '', loader: 'js' }))
  },
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
