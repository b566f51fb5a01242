// Encryption of what lies on the device: AES-GCM with a key that the browser keeps and never shows, not even to us.

const IV_BYTES = 12

/** A new key. It can be stored and used, and never be read. */
export const makeKey = () =>
  crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']) as Promise<CryptoKey>

type Bytes = Uint8Array<ArrayBuffer>

/** Which record it is belongs to the seal: a record put in another's place does not open. */
const placeOf = (place: readonly string[]) => new TextEncoder().encode(JSON.stringify(place))

/** Sealed bytes: a fresh IV, then the ciphertext. */
export async function seal(key: CryptoKey, place: readonly string[], content: Uint8Array): Promise<Bytes> {
  const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES))
  const parameters = { name: 'AES-GCM', iv, additionalData: placeOf(place) }
  const sealed = new Uint8Array(await crypto.subtle.encrypt(parameters, key, content as Bytes))
  const bytes = new Uint8Array(IV_BYTES + sealed.length)
  bytes.set(iv)
  bytes.set(sealed, IV_BYTES)
  return bytes
}

/** What was sealed; rejects when a bit of it, or its place, was changed. */
export async function unseal(key: CryptoKey, place: readonly string[], bytes: Bytes): Promise<Bytes> {
  const parameters = { name: 'AES-GCM', iv: bytes.slice(0, IV_BYTES), additionalData: placeOf(place) }
  return new Uint8Array(await crypto.subtle.decrypt(parameters, key, bytes.slice(IV_BYTES)))
}
