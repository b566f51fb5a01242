// Where the built stylesheet and script lie, for the layouts. Their names hold a hash of their content, so browsers may
// keep them for ever.
import { createHash } from 'node:crypto'
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

/** /offline.js, at the root so that it answers for every page. The browser asks by itself whether there is a new one. */
export function offlineRoute(app: FastifyInstance) {
  app.get('/offline.js', { config: { policy: 'public' } }, (request, reply) => {
    const script = readFileSync(join(ASSETS, OFFLINE))
    const etag = `W/"${createHash('sha256').update(script).digest('base64url')}"`
    reply.header('cache-control', 'no-cache').header('etag', etag)
    if (request.headers['if-none-match'] === etag) return reply.code(304).send()
    return reply.header('service-worker-allowed', '/').type('text/javascript; charset=utf-8').send(script)
  })
}
