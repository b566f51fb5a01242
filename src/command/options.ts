// Reads `--name value` pairs from the command line.
import { parseArgs } from 'node:util'

/** The options named, as texts; refuses unknown ones and says in Danish which are missing. */
export function readOptions<Name extends string>(args: string[], names: readonly Name[]): Record<Name, string> {
  const { values } = parseArgs({
    args,
    options: Object.fromEntries(names.map(name => [name, { type: 'string' as const }])),
  })
  const missing = names.filter(name => !values[name])
  if (missing.length > 0) throw new Error(`Der mangler ${missing.map(name => `--${name} …`).join(' og ')}`)
  return values as Record<Name, string>
}
