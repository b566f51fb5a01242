import { expect, test } from 'vitest'
import { keepRecent } from '../src/lib/recent.ts'

test('what was used least recently goes first, and all that is kept weighs no more than the limit', () => {
  const recent = keepRecent<string>(10, value => value.length)
  recent.set('a', '1234')
  recent.set('b', '1234')
  recent.get('a')
  recent.set('c', '1234')
  expect([recent.get('a'), recent.get('b'), recent.get('c')]).toEqual(['1234', undefined, '1234'])
  recent.set('a', '12')
  recent.set('d', '1234')
  expect([recent.get('a'), recent.get('c'), recent.get('d')]).toEqual(['12', '1234', '1234'])
  recent.set('e', 'longer than the limit')
  expect([recent.get('a'), recent.get('e')]).toEqual([undefined, undefined])
})
