// Bytes as text, for what is sent as JSON.

export function toBase64(bytes: Uint8Array): string {
  let text = ''
  for (let at = 0; at < bytes.length; at += 0x8000) text += String.fromCharCode(...bytes.subarray(at, at + 0x8000))
  return btoa(text)
}

export const fromBase64 = (text: string) => Uint8Array.from(atob(text), letter => letter.charCodeAt(0))

export const toBytes = (value: unknown) => new TextEncoder().encode(JSON.stringify(value))
export const fromBytes = <Value>(bytes: Uint8Array) => JSON.parse(new TextDecoder().decode(bytes)) as Value
