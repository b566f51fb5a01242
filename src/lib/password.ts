// Passwords are kept as argon2id hashes, in the usual text form that carries its own parameters.
import { argon2, randomBytes, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'

const derive = promisify(argon2)

// OWASP's minimum for argon2id: 19 MiB, two passes, one lane.
const COST = { memory: 19_456, passes: 2, parallelism: 1, tagLength: 32 } as const

const b64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64').replaceAll('=', '')

const tagOf = (password: string, nonce: Uint8Array, cost: typeof COST) =>
  derive('argon2id', { message: password.normalize('NFC'), nonce, ...cost })

/** The hash of a password, as `$argon2id$v=19$m=…,t=…,p=…$salt$tag`. */
export async function hashPassword(password: string): Promise<string> {
  const nonce = randomBytes(16)
  const tag = await tagOf(password, nonce, COST)
  return `$argon2id$v=19$m=${COST.memory},t=${COST.passes},p=${COST.parallelism}$${b64(nonce)}$${b64(tag)}`
}

/** Whether `password` is the one that `hash` was made from. Compares in constant time. */
export async function verifyPassword(password: string, hash: string): Promise<boolean> {
  const [, , , , nonce = '', tag = ''] = hash.split('$')
  const expected = Buffer.from(tag, 'base64')
  const given = await tagOf(password, Buffer.from(nonce, 'base64'), COST)
  return expected.length === given.length && timingSafeEqual(expected, given)
}
