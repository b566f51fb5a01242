// A visit that is in order, to vary in tests by what an example of a rule says.
import type { Material } from '../src/proof/material.ts'
import type { Example } from '../src/proof/rule.ts'

const THEMES = ['1', '2', '3a', '3b', '4', '5', '6', '7']

export function materialOf(example: Example): Material {
  const {
    tilbud = { name: 'Åhuset', shortNames: [] },
    employeesTotal = 14,
    met = [{ group: 'medarbejdere', count: 6 }],
    topics = ['Tid'],
    overallImpression = 'Et godt sted at være.',
    conclusion = 'Det går godt.',
    points = [],
    descriptionMarks = [],
  } = typeof example === 'string' ? { points: [{ body: example }] } : example
  return {
    visit: {
      participants: { employeesTotal, met },
      topics,
      overallImpression,
      conclusion,
      descriptionMarks,
      points: points.map((point, index) => ({
        id: `p${index + 1}`,
        theme: '1',
        box: 'grey',
        position: index + 1,
        heading: null,
        body: 'Tekst.',
        alsoThemes: [],
        answers: [],
        source: null,
        saidOnTheDay: true,
        ...point,
      })),
    },
    tilbud,
    model: { themes: THEMES.map(key => ({ key, name: `Tema ${key}` })) },
  }
}
