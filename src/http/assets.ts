// Where the built stylesheet and script lie, for the layouts. Their names hold a hash of their content, so browsers may
// keep them for ever.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { TEMPLATES } from './views.ts'

/** The folder that is served as /assets/. */
export const ASSETS = join(TEMPLATES, 'assets/build')

/** The script that answers when there is no network; it has one address, whatever is in it. */
export const OFFLINE = 'offline.js'

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

/** /offline.js, at the root so that it answers for every page. The browser asks for a new one by itself. */
export function offlineRoute(app: FastifyInstance) {
  app.get('/offline.js', { config: { policy: 'public' } }, (_request, reply) =>
    reply
      .header('cache-control', 'no-cache')
      .header('service-worker-allowed', '/')
      .type('text/javascript; charset=utf-8')
      .send(readFileSync(join(ASSETS, OFFLINE))),
  )
}
