// A network between a browser and the app that a test can take away: for pages, streams and service workers alike.
import net from 'node:net'
import { afterAll } from 'vitest'

export type Network = Awaited<ReturnType<typeof openNetwork>>

async function openNetwork(target: string) {
  const { hostname, port } = new URL(target)
  const open = new Set<net.Socket>()
  let up = true
  let taken = 0
  const server = net.createServer(near => {
    if (!up) return near.destroy()
    const far = net.connect({ host: hostname, port: Number(port) })
    for (const socket of [near, far]) {
      open.add(socket)
      socket.on('error', () => socket.destroy())
      socket.on('close', () => {
        open.delete(socket)
        near.destroy()
        far.destroy()
      })
    }
    near.pipe(far).pipe(near)
    far.on('data', bytes => {
      taken += bytes.length
    })
  })
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done))
  const address = server.address() as net.AddressInfo
  return {
    url: `http://127.0.0.1:${address.port}`,
    /** How many bytes the app has sent over it. */
    taken: () => taken,
    /** Every connection breaks, and no new one is taken. */
    off() {
      up = false
      for (const socket of open) socket.destroy()
    },
    on() {
      up = true
    },
    isUp: () => up,
    close: () =>
      new Promise<void>(done => {
        for (const socket of open) socket.destroy()
        server.close(() => done())
      }),
  }
}

/** Networks for the tests of a file. */
export function useNetwork() {
  const opened: Network[] = []
  afterAll(() => Promise.all(opened.map(network => network.close())))
  return async (target: string) => {
    const network = await openNetwork(target)
    opened.push(network)
    return network
  }
}
