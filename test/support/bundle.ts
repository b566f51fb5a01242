// A part of what runs in the browser, for tests that talk to it directly.
import { join } from 'node:path'
import { build } from 'esbuild'
import { templatesPlugin } from '../../src/command/templates-plugin.ts'

/** A script that puts everything that `file` exports into the global `name`. */
export async function bundle(file: string, name: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [join(import.meta.dirname, '../../src/browser', file)],
    bundle: true,
    format: 'iife',
    globalName: `globalThis.${name}`,
    target: 'es2022',
    plugins: [templatesPlugin()],
    write: false,
  })
  return outputFiles[0]?.text ?? ''
}
