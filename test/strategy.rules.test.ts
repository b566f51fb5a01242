// The stems of Danish words, the goals that a text is like, and what holds a strategy together.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { danishStem, danishStems } from '../src/lib/danish-stem.ts'
import { inForce, treeProblems, withHeirs } from '../src/strategy/strategy.rules.ts'
import { Strategy } from '../src/strategy/strategy.schema.ts'
import { suggestGoals } from '../src/strategy/suggestion.rules.ts'
import { mergedGoals } from '../src/visit/goal.rules.ts'

const seed = (id: string) =>
  Strategy.parse(JSON.parse(readFileSync(join(import.meta.dirname, `../seeds/strategy/${id}.json`), 'utf8')))
const norddjurs = seed('norddjurs-socialomraadet')
const all = ['faxe-voksensocial', 'norddjurs-ledestjerner', 'norddjurs-socialomraadet', 'social-omsorg'].map(seed)

test.each([
  ['inddragelsen', 'inddragelse'],
  ['dokumentationens', 'dokumentation'],
  ['metoderne', 'metoder'],
  ['systematisk', 'systematiske'],
  ['arbejdsgange', 'arbejdsgangene'],
  ['målene', 'målenes'],
  ['faglige', 'faglig'],
  ['borgernes', 'borgere'],
])('%s and %s have one stem', (one, other) => {
  expect(danishStem(one)).toBe(danishStem(other))
})

test('words that say nothing alone have no stem', () => {
  expect([...danishStems('Det er ikke sådan, at vi har det hele.')]).toEqual([])
})

describe('a text is like', () => {
  test.each([
    ['Dokumentationen er ikke systematisk og styres ikke af mål.', '2.4 Målrettet dokumentation'],
    ['Der er brug for frivillige og foreninger omkring huset.', '1.4 Frivillige og stjernestunder'],
    ['Lederne og medarbejderne kender ikke serviceniveauet.', '2.3 Serviceniveau'],
    ['Bygningerne passer ikke til behovene.', '4.1 Tilbud og bygninger'],
    ['Systemer og arbejdsgange er ikke ensartede.', '2.2 Organisation og arbejdsgange'],
  ])('%s → %s', (text, goal) => {
    const [best] = suggestGoals(text, [norddjurs], [])
    expect(best?.name).toBe(goal)
    for (const word of best?.words ?? []) expect(text.toLocaleLowerCase('da')).toContain(word)
  })

  test.each(['', 'Ja.', 'Vi taler om det i morgen.', 'Borgeren sagde tak for kaffe.'])('nothing: %j', text => {
    expect(suggestGoals(text, [norddjurs], [])).toEqual([])
  })

  test('at most three, never one that is taken, and of a star and its goal only the better', () => {
    const text = all.flatMap(({ nodes }) => nodes.map(node => `${node.name} ${node.text}`)).join(' ')
    const found = suggestGoals(text, all, [])
    expect(found).toHaveLength(3)
    const [first] = found
    expect(suggestGoals(text, all, [first?.goalKey ?? '']).map(({ goalKey }) => goalKey)).not.toContain(first?.goalKey)
    const one = suggestGoals(text, [norddjurs], []).map(({ goalKey }) => goalKey.split('/')[1] ?? '')
    for (const key of one) for (const other of one) expect(key !== other && key.startsWith(`${other}.`)).toBe(false)
  })
})

test('the shipped strategies are as the domain has them: levels, goals, keywords, versions', () => {
  const shape = ({ id, successorOf, nodes }: Strategy) => {
    const stars = nodes.filter(({ parentKey }) => parentKey === null)
    const keywords = stars.map(star => star.keywords.length)
    return { id, successorOf, stars: stars.length, goals: nodes.length - stars.length, keywords }
  }
  expect(all.map(shape)).toEqual([
    { id: 'faxe-voksensocial', successorOf: null, stars: 4, goals: 13, keywords: [0, 0, 0, 0] },
    { id: 'norddjurs-ledestjerner', successorOf: null, stars: 4, goals: 0, keywords: [12, 14, 8, 12] },
    {
      ...{ id: 'norddjurs-socialomraadet', successorOf: 'norddjurs-ledestjerner' },
      ...{ stars: 4, goals: 14, keywords: [4, 6, 5, 5] },
    },
    { id: 'social-omsorg', successorOf: null, stars: 10, goals: 4, keywords: Array(10).fill(0) },
  ])
  expect(inForce(all).map(({ id }) => id)).not.toContain('norddjurs-ledestjerner')
})

test.each([
  [
    'a parent after its child',
    [
      ['1.1', '1'],
      ['1', null],
    ],
    ['parentKey'],
  ],
  [
    'a key twice',
    [
      ['1', null],
      ['1', null],
    ],
    ['key'],
  ],
  [
    'a fourth level',
    [
      ['a', null],
      ['b', 'a'],
      ['c', 'b'],
      ['d', 'c'],
    ],
    ['parentKey'],
  ],
  [
    'three levels',
    [
      ['a', null],
      ['b', 'a'],
      ['c', 'b'],
    ],
    [],
  ],
] as const)('%s', (_, nodes, fields) => {
  expect(treeProblems(nodes.map(([key, parentKey]) => ({ key, parentKey }))).map(({ field }) => field)).toEqual(fields)
})

test('what kept key and name follows the old one; what says otherwise, or was renamed, does not', () => {
  const old = [
    { key: '1', name: 'Borgeren  først' },
    { key: '2', name: 'Fundamentet' },
  ]
  const nodes = [
    { key: '1', name: 'borgeren først', successorOf: null },
    { key: '2', name: 'Grundlaget', successorOf: null },
    { key: '3', name: 'Nyt', successorOf: '2' },
  ]
  expect(withHeirs(nodes, old).map(({ successorOf }) => successorOf)).toEqual(['1', null, '2'])
})

test.each([
  [[], ['a'], [], ['a']],
  [['a'], [], ['a', 'b'], ['b']],
  [
    ['a', 'b'],
    ['a', 'c'],
    ['b', 'd'],
    ['d', 'c'],
  ],
  [['a'], ['a'], [], []],
])('shown %j, sent %j, there %j: %j', (base, sent, now, after) => {
  expect(mergedGoals(base, sent, now)).toEqual(after)
})
