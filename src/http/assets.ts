// Where the built stylesheet and script lie, for the layouts. Their names hold a hash of their content, so browsers may
// keep them for ever.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { TEMPLATES } from './views.ts'

/** The folder that is served as /assets/. */
export const ASSETS = join(TEMPLATES, 'assets/build')

export type Manifest = { hash: string; inputs: string[]; files: { 'site.css': string; 'main.js': string } }

let urls: { css: string; js: string } | undefined

/** The addresses of the build that was there when the process first asked. */
export function assetUrls() {
  if (!urls) {
    const { files } = JSON.parse(readFileSync(join(ASSETS, 'manifest.json'), 'utf8')) as Manifest
    urls = { css: `/assets/${files['site.css']}`, js: `/assets/${files['main.js']}` }
  }
  return urls
}
