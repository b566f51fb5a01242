// Where a text stops being JSON. The parser of the language tells only now and then.
const SPACE = /[ \t\r\n]*/y
const TOKEN =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: JSON allows none of them inside a string
  /("[^"\\\u0000-\u001f]*(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[^"\\\u0000-\u001f]*)*")|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null|[{}[\],:]/y

type Wanted = 'value' | 'value or ]' | 'key' | 'key or }' | 'colon' | 'comma or end' | 'nothing'

const CLOSES: Record<string, string> = { '{': '}', '[': ']' }

function afterToken(wanted: Wanted, token: string, open: string[]): Wanted | null {
  const value = wanted === 'value' || wanted === 'value or ]'
  const closes = wanted === 'comma or end' || (wanted.endsWith(token) && wanted !== 'colon')
  if ((token === '}' || token === ']') && closes && CLOSES[open.at(-1) ?? ''] === token) {
    open.pop()
    return open.length > 0 ? 'comma or end' : 'nothing'
  }
  if (token === ':') return wanted === 'colon' ? 'value' : null
  if (token === ',') return wanted === 'comma or end' ? (open.at(-1) === '{' ? 'key' : 'value') : null
  if (wanted === 'key' || wanted === 'key or }') return token.startsWith('"') ? 'colon' : null
  if (!value || token === '}' || token === ']') return null
  if (token === '{' || token === '[') {
    open.push(token)
    return token === '{' ? 'key or }' : 'value or ]'
  }
  return open.length > 0 ? 'comma or end' : 'nothing'
}

/** Line and column, counted from 1, of the first character at which `text` cannot be JSON. */
export function placeOfFault(text: string): { line: number; column: number } {
  const open: string[] = []
  let wanted: Wanted | null = 'value'
  let at = 0
  while (wanted) {
    SPACE.lastIndex = at
    at += SPACE.exec(text)?.[0].length ?? 0
    TOKEN.lastIndex = at
    const token = TOKEN.exec(text)?.[0]
    wanted = token === undefined ? null : afterToken(wanted, token, open)
    if (wanted) at = TOKEN.lastIndex
  }
  const before = text.slice(0, at).split('\n')
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 }
}
