// Several tabs of one visit on one device: one of them talks with the server, all of them show the same.
import type { Copy } from '../../visit/copy.schema.ts'
import type { Place } from '../store/records.ts'
import type { WaitingChange } from './changes.ts'
import type { Person } from './presence.ts'
import type { TextState } from './words.ts'

/** What the tab that talks with the server tells the others. */
export type News = { connection: 'online' | 'offline' | 'loggedOut' | 'gone'; savedAt: string | null; people: Person[]; states: [string, TextState][]; waiting: number } // biome-ignore format: one line

export type Message =
  | { kind: 'hello' }
  | { kind: 'typed'; text: string; update: Uint8Array; place: Place }
  | { kind: 'came'; text: string; update: Uint8Array }
  | { kind: 'changes'; changes: WaitingChange[] }
  | { kind: 'done'; copy: Copy | null; dropped: string[] }
  | { kind: 'news'; news: News }
  | { kind: 'ask' }
  | { kind: 'destroyed' }

/** `lead` is called once this tab is the one that talks with the server. */
export function joinTabs(name: string, hear: (message: Message) => void, lead: () => void) {
  const channel = 'BroadcastChannel' in globalThis ? new BroadcastChannel(name) : null
  if (channel) channel.onmessage = ({ data }) => hear(data as Message)
  if (!navigator.locks) lead()
  else
    void navigator.locks
      .request(name, () => {
        lead()
        // Held until the tab goes.
        return new Promise(() => {})
      })
      .catch(lead)
  return { tell: (message: Message) => channel?.postMessage(message) }
}
