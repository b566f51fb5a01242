// Everything that a page of this browser has left on the device, as one text to look for words in.
import type { Page } from 'puppeteer'

/** All that IndexedDB, the caches, local and session storage and the cookies of the page hold; and which keys are there. */
export const leftOnDevice = (page: Page) =>
  page.evaluate(async () => {
    const done = <Result>(request: IDBRequest<Result>) =>
      new Promise<Result>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result)
        request.onerror = () => reject(request.error)
      })
    const found: string[] = []
    let keys = 0
    const tell = (value: unknown): void => {
      if (value instanceof CryptoKey) {
        keys += 1
        if (value.extractable) found.push('an extractable key')
      } else if (value instanceof ArrayBuffer || ArrayBuffer.isView(value)) {
        const bytes = value instanceof ArrayBuffer ? new Uint8Array(value) : new Uint8Array(value.buffer)
        found.push(new TextDecoder('utf-8').decode(bytes), new TextDecoder('utf-16le').decode(bytes))
      } else if (Array.isArray(value)) value.forEach(tell)
      else if (value && typeof value === 'object') Object.entries(value).forEach(tell)
      else found.push(String(value))
    }
    let records = 0
    for (const { name } of await indexedDB.databases()) {
      const database = await done(indexedDB.open(name ?? ''))
      for (const store of database.objectStoreNames) {
        const transaction = database.transaction(store)
        tell(await done(transaction.objectStore(store).getAllKeys()))
        const all = await done(transaction.objectStore(store).getAll())
        if (store === 'sealed') records += all.length
        tell(all)
      }
      database.close()
    }
    for (const name of await caches.keys()) {
      const cache = await caches.open(name)
      for (const request of await cache.keys()) {
        found.push(request.url)
        const answer = await cache.match(request)
        if (!/\.(woff2|js|css)$/.test(new URL(request.url).pathname)) tell(await answer?.arrayBuffer())
      }
    }
    found.push(JSON.stringify({ ...localStorage }), JSON.stringify({ ...sessionStorage }), document.cookie)
    return { text: found.join('\n'), keys, records }
  })
