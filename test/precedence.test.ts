// Who goes first, and how long the others wait.
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { createPrecedence } from '../src/lib/precedence.ts'

/** Whether the turn had come after so many milliseconds. */
async function cameWithin(milliseconds: number, turn: Promise<void>) {
  return Promise.race([turn.then(() => true), sleep(milliseconds, false)])
}

test('nobody waits when nobody goes first', async () => {
  expect(await cameWithin(20, createPrecedence().turn())).toBe(true)
})

test('the turn comes when all who go first are done, each counted once', async () => {
  const { begin, turn } = createPrecedence({ longestMs: 10_000 })
  const [one, other] = [begin(), begin()]
  const waiting = turn()
  one()
  one()
  expect(await cameWithin(50, waiting)).toBe(false)
  other()
  expect(await cameWithin(50, waiting)).toBe(true)
  expect(await cameWithin(20, turn())).toBe(true)
  begin()
  expect(await cameWithin(50, turn())).toBe(false)
})

test('nobody waits longer than that, however long the first takes', async () => {
  const { begin, turn } = createPrecedence({ longestMs: 100 })
  begin()
  const before = performance.now()
  await turn()
  expect(performance.now() - before).toBeGreaterThan(80)
})
