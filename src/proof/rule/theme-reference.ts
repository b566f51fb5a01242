// A reference to a theme or a focus point that the report does not have.
import { referenceTarget } from '../../lib/markdown.ts'
import { findReferences, findTarget, focusPointsOf } from '../../visit/reference.ts'
import { type Material, passages } from '../material.ts'
import { type Hit, hit, type Rule } from '../rule.ts'

// The words of a link lead where the link does.
const LINK = /\[[^\]\n]*\]\((?:https?:|mailto:|#(?:theme|point)-)[^()\s]*\)/g

// … and a reference that was chosen to what it names, whatever its words say.
const CHOSEN = /(?<!\\)\[(?:\\.|[^\]\n\\])+\]\((#(?:theme|point)-[^()\s]*)\)/g

function find(material: Material): Hit[] {
  const keys = material.model.themes.map(({ key }) => key)
  const focusPoints = focusPointsOf(material.visit.points, keys)
  const whatOf = (theme: string) => {
    if (keys.includes(theme)) return `Tema ${theme} har ikke så mange fokuspunkter.`
    const parts = keys.filter(key => key.replace(/\p{L}$/u, '') === theme)
    if (parts.length > 0) return `Tema ${theme} findes ikke for sig selv, men som ${parts.join(' og ')}.`
    return `Der er intet tema ${theme} i besøgets kvalitetsmodel.`
  }
  return passages(material).flatMap(passage => [
    ...[...passage.text.matchAll(CHOSEN)].flatMap(({ 0: link, 1: address = '', index }) => {
      const target = passage.field === 'heading' ? null : referenceTarget(address)
      return target === null || findTarget(target, focusPoints)
        ? []
        : [hit(passage, index, link.length, 'Det, der henvises til, findes ikke længere i besøget.')]
    }),
    ...findReferences(
      passage.text.replaceAll(LINK, link => ' '.repeat(link.length)),
      focusPoints,
    )
      .filter(({ dead }) => dead)
      .map(({ start, end, theme }) => hit(passage, start, end - start, whatOf(theme))),
  ])
}

const focus = { theme: '4', box: 'purple', body: 'det er godt.' } as const

export const themeReference: Rule = {
  name: 'deadReference',
  title: 'Henvisning, der ikke fører nogen steder hen',
  severity: 'blocks',
  // A frozen report cannot be mended.
  alwaysStops: ['publish'],
  why: 'Læseren bliver sendt til et sted, der ikke er i rapporten.',
  remedy: 'Skriv nummeret på det tema eller fokuspunkt, I mener, eller slet henvisningen.',
  find,
  bad: [
    'Se også tema 9.',
    'Det gælder temaerne 1, 2 og 8.',
    'Se tema 3.',
    'Se tema 3c.',
    { points: [focus, { body: 'Se tema 4, punkt 2.' }] },
    { points: [{ heading: 'Som i tema 12', body: 'Tekst.' }] },
    { conclusion: 'Vi peger på tema 12.' },
    'Se [tema 4, punkt 2](#point-0190a1b2-0000-7000-8000-000000000009).',
    'Se [tema 9](#theme-9).',
    'Se *tema 9*, og [tema 8](javascript:nej).',
  ],
  good: [
    'Se også tema 3a og tema 7.',
    'Se [tema 9, punkt 8](#theme-4).',
    'Se [tema 8](https://eksempel.dk) i den gamle model.',
    'Det gælder temaerne 1, 2 og 3B.',
    'Temaet var 9 år gammelt.',
    'Det er dagens tema. 9 borgere kom.',
    'Vi så tema 1 i brug.',
    { points: [focus, { body: 'Se tema 4, punkt 1.' }] },
  ],
}
