// How this browser names itself to the server: a cookie that is no secret, so that one that was shut out can be told so.
const NAME = 'kvalitetsbesoeg-device'
const YEAR = 31_536_000

/** Names the device; null takes the name away. */
export function nameDevice(id: string | null) {
  const secure = location.protocol === 'https:' ? '; Secure' : ''
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every browser
  document.cookie = `${NAME}=${id ?? ''}; Path=/; SameSite=Lax; Max-Age=${id ? YEAR : 0}${secure}`
}

export const deviceName = () => new RegExp(`(?:^|; )${NAME}=([^;]+)`).exec(document.cookie)?.[1] ?? null
