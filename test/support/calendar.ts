// A small reader of calendar files: unfolds the lines and takes texts apart as RFC 5545 says.
export type Entry = Record<string, string>

/** The properties of every event, by name without parameters; and the calendar's own. Throws on what the standard forbids. */
export function readCalendarFile(file: string): { calendar: Entry; events: Entry[] } {
  if (!file.endsWith('\r\n')) throw new Error('the last line has no end')
  if (/[^\r]\n/.test(file)) throw new Error('a line ends without CR')
  const raw = file.slice(0, -2).split('\r\n')
  const long = raw.find(line => Buffer.byteLength(line) > 75)
  if (long) throw new Error(`longer than 75 octets: ${long}`)
  const lines: string[] = []
  for (const line of raw)
    if (line.startsWith(' ')) lines.push(`${lines.pop() ?? ''}${line.slice(1)}`)
    else lines.push(line)
  const calendar: Entry = {}
  const events: Entry[] = []
  const open: string[] = []
  for (const line of lines) {
    const [, name = '', , value = ''] = /^([A-Z-]+)((?:;[^:]*)?):(.*)$/s.exec(line) ?? []
    if (!name) throw new Error(`no property: ${line}`)
    if (name === 'BEGIN') {
      open.push(value)
      if (value === 'VEVENT') events.push({})
    } else if (name === 'END') {
      if (open.pop() !== value) throw new Error(`${value} ends and was not begun`)
    } else {
      const text = value.replaceAll(/\\([\\;,nN])/g, (_, sign: string) => (/n/i.test(sign) ? '\n' : sign))
      const into = open.at(-1) === 'VEVENT' ? events.at(-1) : calendar
      if (into) into[name] = text
    }
  }
  if (open.length > 0) throw new Error(`${open.join()} never ends`)
  return { calendar, events }
}
