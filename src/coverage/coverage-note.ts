// The half-year note for leader meeting, OMU and committee: what was worked with and what nobody touched. It names no
// tilbud, quotes no text, and weighs nothing against anything.
import { ACTION_STATES } from '../db/tables.ts'
import { sheetStylesheet } from '../http/sheet.ts'
import { danishDate, danishDay } from '../lib/danish-date.ts'
import { ACTION_WORDS } from '../plan/plan.words.ts'
import { goalName } from '../strategy/strategy.rules.ts'
import type { Reading } from './coverage.reading.ts'
import { SMALLEST_GROUP, toldTilbud } from './coverage.rules.ts'
import { levelsOf, periodInWords, untouchedGoals, untouchedInWords } from './coverage.view.ts'

const stylesheet = sheetStylesheet('coverage/note.css')
const list = new Intl.ListFormat('da')

/** What the note prints. */
export function coverageNote({ strategy, successors, selection, nodes, total, visits, states }: Reading, now: Date) {
  const levels = levelsOf(nodes)
  const period = periodInWords(selection)
  const title = `Strategi i praksis – ${strategy.name} – ${period}`
  const stars = nodes.filter(({ parentKey }) => parentKey === null)
  const starOf = new Map<string, string>()
  for (const { key, parentKey } of nodes) starOf.set(key, parentKey === null ? key : (starOf.get(parentKey) ?? key))
  return {
    title,
    stylesheet,
    strategy: strategy.name,
    foot: `Strategi i praksis · ${strategy.owner}`,
    edition: `Trukket ${danishDate(danishDay(now))}`,
    facts: [
      { term: 'Periode', text: period },
      { term: 'Strategi', text: `${strategy.name}, version ${strategy.version}, ${strategy.owner}` },
      ...(successors.length > 0
        ? [
            {
              term: 'Afløst af',
              text: list.format(successors.map(({ name, version }) => `${name}, version ${version}`)),
            },
          ]
        : []),
      { term: 'Udgivne besøg', text: String(visits) },
      { term: 'Punkter', text: String(total.points) },
      { term: 'Handlinger', text: String(total.actions) },
      { term: 'Tilbud', text: toldTilbud(total.tilbud) },
    ],
    smallest: SMALLEST_GROUP,
    untouchedHeading: untouchedInWords(nodes),
    untouched: untouchedGoals(nodes).map(({ star, goals }) => ({ star, goals: goals.join('; ') })),
    stars: stars.map(star => ({
      id: `star-${star.key.replaceAll('.', '-')}`,
      name: goalName(star),
      rows: nodes
        .filter(({ key }) => starOf.get(key) === star.key)
        .map(node => ({
          name: node.key === star.key ? 'Pejlemærket i alt' : goalName(node),
          level: levels.get(node.key) ?? 1,
          points: String(node.points),
          actions: String(node.actions),
          tilbud: toldTilbud(node.tilbud),
          untouched: node.untouched,
        })),
    })),
    states: ACTION_STATES.map(state => ({
      name: ACTION_WORDS[state],
      actions: String(states.find(({ status }) => status === state)?.actions ?? 0),
    })),
  }
}
