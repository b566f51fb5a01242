// Answers for the server when there is no network: pages of visits that lie on this device are printed from its encrypted
// records with the server's own templates; scripts, styles and fonts come from a cache that holds nothing else.
import { answerPage } from './offline/page.ts'

declare const self: ServiceWorkerGlobalScope // TypeScript knows the globals of pages only
declare const ASSETS: string[]
declare const SHELL: { css: string; js: string }

type ExtendableEvent = Event & { waitUntil: (work: Promise<unknown>) => void }
type FetchEvent = ExtendableEvent & { request: Request; respondWith: (answer: Promise<Response>) => void }
type ServiceWorkerGlobalScope = {
  skipWaiting: () => Promise<void>
  clients: {
    claim: () => Promise<void>
    matchAll: () => Promise<{ postMessage: (message: object) => void }[]>
  }
  addEventListener: <Name extends 'install' | 'activate' | 'fetch'>(
    name: Name,
    listener: (event: Name extends 'fetch' ? FetchEvent : ExtendableEvent) => void,
  ) => void
}

/** So long the network may take to begin a page, before it is printed here. */
const PATIENCE = 4_000
const CACHE = `assets ${SHELL.js} ${SHELL.css}`

self.addEventListener('install', event => {
  event.waitUntil(
    (async () => {
      const cache = await caches.open(CACHE)
      await cache.addAll(ASSETS)
      await self.skipWaiting()
    })(),
  )
})

self.addEventListener('activate', event => {
  event.waitUntil(
    (async () => {
      // A page that is open may still ask for the files of the build before.
      const old = (await caches.keys()).filter(name => name.startsWith('assets ') && name !== CACHE).slice(0, -1)
      await Promise.all(old.map(name => caches.delete(name)))
      await self.clients.claim()
      // Who is open with an older build is told, and says so; when to change over is the person's to decide.
      for (const client of await self.clients.matchAll()) client.postMessage({ build: SHELL.js })
    })(),
  )
})

self.addEventListener('fetch', event => {
  const { request } = event
  const url = new URL(request.url)
  const { origin, pathname } = url
  if (origin !== location.origin || request.method !== 'GET') return
  if (pathname.startsWith('/assets/')) event.respondWith(asset(request))
  else if (request.mode === 'navigate' && !pathname.startsWith('/api/')) event.respondWith(page(request, url))
})

async function asset(request: Request) {
  const found = await caches.match(request)
  return found ?? fetch(request)
}

async function page(request: Request, url: URL): Promise<Response> {
  const late = new Promise<null>(done => setTimeout(() => done(null), PATIENCE))
  const network = fetch(request).catch(() => null)
  const first = await Promise.race([network, late])
  // A gateway that answers for a server that is away is no answer.
  if (first && ![502, 503, 504].includes(first.status)) return first
  const own = await answerPage(url, SHELL)
  if (own.printed) return own.response
  return (await network) ?? own.response
}
