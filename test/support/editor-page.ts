// A page with two editors on it, served with the app's own stylesheet and as strict a policy.
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll } from 'vitest'
import { ASSETS, assetUrls } from '../../src/http/assets.ts'
import { bundle } from './bundle.ts'

const POLICY = "default-src 'self'; style-src 'self'; script-src 'self'; img-src 'self' data:; frame-ancestors 'none'"

const page = (css: string) => `<!DOCTYPE html>
<html lang="da"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Editor</title><link rel="stylesheet" href="${css}"><script src="/editor.js"></script></head>
<body><main id="main" class="page"><h1>Tema 4</h1><div class="theme-boxes">
<section class="box box-purple"><h2 class="box-heading">Dette peger på at …</h2><ol class="plain-list point-list"><li class="point-row point-numbered"><span class="number">1</span><div id="place-1"></div></li></ol></section>
<section class="box box-yellow"><h2 class="box-heading">Ledere og medarbejdere peger på …</h2><div id="place-2"></div></section>
</div><p><a href="#end" id="after">Efter</a></p></main></body></html>`

/** Starts the page before the tests of a file; answers its address. */
export function useEditorPage() {
  let url = ''
  let script = ''
  const server = createServer(({ url: path = '/' }, response) => {
    const css = assetUrls().css
    response.setHeader('content-security-policy', POLICY)
    if (path === '/editor.js') return response.setHeader('content-type', 'text/javascript').end(script)
    if (path.startsWith('/assets/')) {
      const type = path.endsWith('.css') ? 'text/css' : 'application/octet-stream'
      return response.setHeader('content-type', type).end(readFileSync(join(ASSETS, path.slice('/assets/'.length))))
    }
    if (path !== '/') return response.writeHead(204).end()
    return response.setHeader('content-type', 'text/html; charset=utf-8').end(page(css))
  })
  beforeAll(async () => {
    script = await bundle('../../test/support/editor-entry.ts', 'editing')
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  })
  afterAll(() => new Promise(resolve => server.close(resolve)))
  return () => url
}
