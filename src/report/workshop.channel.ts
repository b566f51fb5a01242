// What the server and its workshop say to each other.
import type { ChildProcess } from 'node:child_process'
import { errorAsTold, type ToldError, tellError } from '../pdf/errors.ts'
import type { KeeperState, PrinterEvent } from '../pdf/keeper.ts'
import type { Workshop } from './workshop.ts'

/** What the server asks for. */
export type Calls = Pick<Workshop, 'make' | 'makePoster' | 'print' | 'giveWay' | 'close'>

/** What the workshop tells without being asked: how its browser is. */
export type News = { event: PrinterEvent; state: KeeperState; reason: string | null }
export type Hears = { hear(news: News): void }

type Message = { e?: unknown }

/** The way to the process on the other end; the errors of pdf/errors.ts stay what they are. */
export const channelTo = (peer: NodeJS.Process | ChildProcess) => ({
  post: (message: Message) => {
    if (peer.connected) peer.send?.(message, undefined, undefined, () => {}) // who is gone needs no answer
  },
  on: (hear: (message: Message) => void) => {
    peer.on('message', hear)
  },
  off: (hear: (message: Message) => void) => {
    peer.off('message', hear)
  },
  serialize: (message: Message) => ('e' in message ? { ...message, e: tellError(message.e as Error) } : message),
  deserialize: (message: Message) =>
    'e' in message ? { ...message, e: errorAsTold(message.e as ToldError) } : message,
  timeout: -1, // whoever waits knows for how long
})
