// A server on which a new build of the app is put while people are away: the scripts and pages ask for files of other names.
// It can also be out of reach, and refuse what pages of the old build send.
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll } from 'vitest'

const OLD = /\/assets\/main\.[A-Z0-9]+\.js/g
const NEW = '/assets/main.NEWBUILD.js'

async function openDeployment(target: string) {
  const { hostname, port } = new URL(target)
  const [open, asked] = [new Set<import('node:net').Socket>(), new Set<string>()]
  let [up, isNew, refuses, oldScript] = [true, false, false, '']

  const server = http.createServer((request, response) => {
    const path = request.url ?? '/'
    asked.add(path)
    const gone = isNew && path === oldScript
    if (gone) return response.writeHead(404).end()
    if (refuses && path.endsWith('/sync')) {
      return response.writeHead(400, { 'content-type': 'application/problem+json' }).end('{"title":"Ukendt felt"}')
    }
    const headers = { ...request.headers, 'accept-encoding': 'identity' }
    const asIs = path === NEW ? oldScript : path
    const far = http.request({ hostname, port, path: asIs, method: request.method, headers }, answer => {
      const isText = /html|javascript/.test(String(answer.headers['content-type']))
      if (!isText || path.startsWith('/api/')) {
        response.writeHead(answer.statusCode ?? 502, answer.headers)
        return answer.pipe(response)
      }
      const parts: Buffer[] = []
      answer.on('data', part => parts.push(part))
      answer.on('end', () => {
        let text = Buffer.concat(parts).toString()
        oldScript ||= OLD.exec(text)?.[0] ?? ''
        OLD.lastIndex = 0
        if (isNew) text = text.replaceAll(OLD, NEW)
        const { 'content-length': _, etag: _tag, ...rest } = answer.headers
        response.writeHead(answer.statusCode ?? 502, rest).end(text)
      })
    })
    far.on('error', () => response.destroy())
    request.pipe(far)
    response.on('close', () => far.destroy())
  })
  server.on('connection', socket => {
    if (!up) return socket.destroy()
    open.add(socket)
    socket.on('close', () => open.delete(socket))
    socket.on('error', () => {})
  })
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    newScript: NEW,
    off() {
      up = false
      for (const socket of open) socket.destroy()
    },
    on() {
      up = true
    },
    /** From now on another build is served; the files of the one before are gone. */
    deploy() {
      isNew = true
    },
    /** Whether it refuses what is sent. */
    refuse(now: boolean) {
      refuses = now
    },
    close: () =>
      new Promise<void>(done => {
        for (const socket of open) socket.destroy()
        server.close(() => done())
      }),
  }
}

/** Servers on which a new build can be put, for the tests of a file. */
export function useDeployments() {
  const opened: Awaited<ReturnType<typeof openDeployment>>[] = []
  afterAll(() => Promise.all(opened.map(one => one.close())))
  return async (target: string) => {
    const one = await openDeployment(target)
    opened.push(one)
    return one
  }
}
