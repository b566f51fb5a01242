// What the rules do, as the administrator's page prints it: each with why it is there and an example of what it finds.
import type { Refusal } from '../http/errors.ts'
import { choicesFor, type Effect } from './proof.rules.ts'
import type { ProofSettings } from './proof.schema.ts'
import { RULES } from './rulebook.ts'

const EFFECT_WORDS: Record<Effect, string> = {
  blocks: 'Stopper rapporten',
  warns: 'Giver en bemærkning',
  off: 'Er slået fra',
}
const TITLE = 'Korrekturens regler'
const EXAMPLE = 90

function exampleOf(rule: (typeof RULES)[number]): string | null {
  const text = rule.bad.find(example => typeof example === 'string')
  return text && text.length <= EXAMPLE ? text : null
}

/** `typed`: what the person chose, when it could not be saved. */
export function settingsView(
  settings: ProofSettings,
  typed: ReadonlyMap<string, string> | null,
  refusal: Refusal | null,
) {
  const now = new Map(settings.items.map(({ rule, severity }) => [rule, severity]))
  return {
    title: TITLE,
    crumbs: [{ href: '/model', text: 'Kvalitetsmodel' }, { text: TITLE }],
    version: settings.version,
    error: refusal?.message ?? null,
    rules: RULES.map(rule => {
      const chosen = typed?.get(rule.name) ?? now.get(rule.name)
      return {
        name: rule.name,
        id: `rule-${rule.name}`,
        title: rule.title,
        why: rule.why,
        example: exampleOf(rule),
        effects: choicesFor(rule).map(value => ({
          value,
          text: value === rule.severity ? `${EFFECT_WORDS[value]} (standard)` : EFFECT_WORDS[value],
          isSelected: value === chosen,
        })),
      }
    }),
  }
}
