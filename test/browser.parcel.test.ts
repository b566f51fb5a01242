// What a request carries of the updates that wait on a device.
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { parcel } from '../src/browser/sync/parcel.ts'
import type { Waiting } from '../src/browser/sync/texts.ts'

/** Updates as they are made when `steps` happen to a text, a letter for each: + writes, - takes away. */
function updates(text: string, steps: string): Waiting[] {
  const doc = new Y.Doc()
  const found: Waiting[] = []
  doc.on('update', (update: Uint8Array) =>
    found.push({ place: ['visit', 'update', text, `${found.length}`], text, update, stored: true }),
  )
  const letters = doc.getText('heading')
  for (const step of steps) step === '+' ? letters.insert(letters.length, 'ord') : letters.delete(letters.length - 1, 1)
  return found
}

const plenty = { bytes: 1_000_000, parts: 200 }
const shape = (waiting: Waiting[], limits: Parameters<typeof parcel>[1] = plenty) =>
  parcel(waiting, limits).map(({ text, entries }) => `${text}:${entries.length}`)

describe('a request', () => {
  test.each([
    ['+++', ['a:3']],
    ['++--', ['a:2', 'a:2']],
    ['++--+', ['a:2', 'a:3']],
    ['+-+-', ['a:1', 'a:2', 'a:1']],
  ])('carries %s in %j: a new part where letters begin to be taken away', (steps, parts) => {
    expect(shape(updates('a', steps))).toEqual(parts)
  })

  test('carries texts side by side', () => {
    const [one, other] = [updates('a', '+-'), updates('b', '++')]
    expect(shape([...one.slice(0, 1), ...other, ...one.slice(1)])).toEqual(['a:1', 'b:2', 'a:1'])
  })

  test('stops at its limits, but carries one update however large', () => {
    const waiting = updates('a', '+-+-+-')
    expect(shape(waiting, { ...plenty, parts: 2 })).toEqual(['a:1', 'a:2'])
    expect(shape(waiting, { ...plenty, bytes: 1 })).toEqual(['a:1'])
  })

  test('carries a text that was too long in one part, whatever happened in it and however large', () => {
    const waiting = [...updates('a', '+-+-+'), ...updates('b', '+-')]
    const whole = new Set(['a'])
    expect(shape(waiting, { ...plenty, whole })).toEqual(['a:5', 'b:1', 'b:1'])
    expect(shape(waiting, { ...plenty, bytes: 1, whole })).toEqual(['a:5'])
  })

  test('shows in its parts whatever stood there before it was taken away', () => {
    const doc = new Y.Doc()
    const stood = parcel(updates('a', '++--+-'), plenty).map(({ entries }) => {
      for (const { update } of entries) Y.applyUpdate(doc, update)
      return doc.getText('heading').toString()
    })
    expect(stood).toEqual(['ordord', 'ordoord', 'ordoor'])
  })
})
