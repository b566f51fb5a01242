// Every fault that reports written by hand have, planted in a real visit: exactly it is found, at its place.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { v7 as uuidv7 } from 'uuid'
import { beforeAll, describe, expect, test } from 'vitest'
import { type Person, useApp } from './support/app.ts'

const app = useApp()

const SEED = JSON.parse(readFileSync(join(import.meta.dirname, '../seeds/demo/visit/aahuset-2026-05.json'), 'utf8'))

// biome-ignore lint/suspicious/noExplicitAny: answers are checked by the contract
type Found = any
type Planted = { visit?: object; points?: Record<string, (body: string) => string>; gone?: string[] }

let consultant: Person
let here: string
let clean: Set<string>
const ids = new Map<string, string>(SEED.points.map(({ key }: { key: string }) => [key, uuidv7()]))
const idOf = (key: string) => ids.get(key) ?? ''
const bodyOf = (key: string): string => SEED.points.find((point: { key: string }) => point.key === key).body

const findings = async (): Promise<Found[]> => (await consultant.get(`${here}/proof`)).body.items

beforeAll(async () => {
  consultant = await app().person('consultant')
  const tilbud = await app().tilbud('Aktivitets- og samværsstedet Åhuset')
  await app()
    .db.updateTable('tilbud')
    .set({ shortNames: ['Åhuset'] })
    .where('id', '=', tilbud.id)
    .execute()
  const { visitedOn, participants, topics, overallImpression, conclusion } = SEED
  const texts = { visitedOn, participants, topics, overallImpression, conclusion }
  here = `/api/v1/visits/${(await app().visit(consultant, tilbud.id, texts)).id}`
  // Focus points first: suggestions answer them.
  const order = ['purple', 'grey', 'yellow']
  for (const { key, goalKeys: _, answers, ...point } of SEED.points.toSorted(
    (one: { box: string }, other: { box: string }) => order.indexOf(one.box) - order.indexOf(other.box),
  )) {
    const answer = await consultant.post(`${here}/points`, { ...point, id: idOf(key), answers: answers.map(idOf) })
    expect(answer.status, answer.text).toBe(201)
  }
  clean = new Set((await findings()).map(({ key }) => key))
}, 60_000)

async function write(path: string, change: object) {
  const { version } = (await consultant.get(path)).body
  const answer = await consultant.patch(path, version, change)
  expect(answer.status, answer.text).toBe(200)
}

async function remove(key: string) {
  const path = `${here}/points/${idOf(key)}`
  const { version } = (await consultant.get(path)).body
  expect((await consultant.delete(path, version)).status).toBe(204)
}

async function bringBack(key: string) {
  const { items } = (await consultant.get(`${here}/history?limit=1&pointId=${idOf(key)}`)).body
  expect((await consultant.post(`${here}/history/${items[0].id}/restore`)).status).toBe(200)
}

/** What is found with the faults in the visit that is not found without them; the visit is as before afterwards. */
async function foundWith({ visit, points = {}, gone = [] }: Planted): Promise<Found[]> {
  if (visit) await write(here, visit)
  for (const [key, change] of Object.entries(points))
    await write(`${here}/points/${idOf(key)}`, { body: change(bodyOf(key)) })
  for (const key of gone) await remove(key)
  const found = (await findings()).filter(({ key }) => !clean.has(key))
  for (const key of gone) await bringBack(key)
  for (const key of Object.keys(points)) await write(`${here}/points/${idOf(key)}`, { body: bodyOf(key) })
  if (visit)
    await write(here, Object.fromEntries(Object.keys(visit).map(field => [field, SEED[field as keyof typeof SEED]])))
  return found
}

test('a real visit without faults has one long sentence in it, and nothing else to find', async () => {
  expect((await findings()).map(({ rule, where }) => [rule, where.theme])).toEqual([['longSentence', '3a']])
})

const added = (key: string, words: string): Planted => ({ points: { [key]: body => `${body} ${words}` } })
const minutes = Array.from({ length: 60 }, (_, i) => `Så sagde nummer ${i + 1} noget om en dag i huset.`).join(' ')
const law = Array.from(
  { length: 8 },
  (_, i) =>
    `Medarbejdergruppe ${i + 1} efterspørger tværfaglige kompetenceudviklingsforløb vedrørende dokumentationspraksis og samarbejdsrelationer.`,
).join(' ')
const { met, employeesTotal } = SEED.participants
const withRelatives = { participants: { employeesTotal, met: [...met, { group: 'pårørende', count: 2 }] } }

describe('is found, and nothing else:', () => {
  test.each<[string, string, string, string, Planted]>([
    [
      'a placeholder for the tilbud’s name in the conclusion',
      ...(['placeholder', 'Konklusion', '(tilbuddets navn)'] as const),
      { visit: { conclusion: SEED.conclusion.replace('Åhuset har', '(tilbuddets navn) har') } },
    ],
    ['xxx', 'placeholder', 'Tema 1, »Vi talte om«, punkt 1', 'xxx', added('g1', 'Der er xxx ansatte.')],
    ['___', 'placeholder', 'Tema 1, »Vi talte om«, punkt 1', '___', added('g1', 'Vi talte med ___ borgere.')],
    [
      'a blank number of staff',
      ...(['emptyFact', 'Fakta om besøget', ''] as const),
      { visit: { participants: { employeesTotal: null, met } } },
    ],
    ['no topics', 'emptyFact', 'Emner på dagen', '', { visit: { topics: [] } }],
    ['no overall impression', 'emptyFact', 'Samlede indtryk', '', { visit: { overallImpression: '' } }],
    ['another spelling of the name', 'tilbudName', 'Tema 1', 'Aahuset', added('g1', 'Vi besøgte Aahuset igen.')],
    ['a misspelt name', 'tilbudName', 'Tema 1', 'Åhusset', added('g1', 'Her er Åhusset et godt sted.')],
    ['a bullet of a symbol font', 'symbolLetter', 'Tema 1', 'x ', added('g1', '\n\nx Flere aktiviteter')],
    ['an arrow of a symbol font', 'symbolLetter', 'Tema 1', 'Æ', added('g1', 'Ro Æ trivsel.')],
    ['a double full stop', 'doubledSign', 'Tema 1, fokuspunkt 1', '..', added('p1', 'Det gik godt..')],
    ['a double space', 'doubledSign', 'Tema 1, fokuspunkt 1', '  ', added('p1', 'Det  gik godt.')],
    ['a quotation that never ends', 'unpairedSign', 'Tema 1, forslag 1', '»', added('y1', 'En sagde: »Det er godt.')],
    ['a bracket that never closes', 'unpairedSign', 'Tema 1, forslag 1', '(', added('y1', 'Det er (næsten godt.')],
    [
      'an empty box without a reason',
      ...(['emptyBox', 'Tema 1, boksen »Vi talte om«', ''] as const),
      { gone: ['g1', 'g2'] },
    ],
    ['an empty theme', 'emptyBox', 'Tema 6', '', { gone: ['g13'] }],
    [
      'a focus point that does not read on from its heading',
      ...(['readsOn', 'Tema 1, fokuspunkt 1', 'Det'] as const),
      { points: { p1: body => body.replace(/^det/, 'Det') } },
    ],
    [
      'the same sentence in two points',
      ...(['repeatedSentence', 'Tema 4, »Vi talte om«, punkt 1', 'Ensomhed var et ord'] as const),
      added('g9', bodyOf('g3').split(/(?<=\.)\s/)[0] ?? ''),
    ],
    ['a reference to no theme', 'deadReference', 'Tema 1', 'tema 9', added('g1', 'Se også tema 9.')],
    ['a reference to no focus point', 'deadReference', 'Tema 1', 'tema 4, punkt 7', added('g1', 'Se tema 4, punkt 7.')],
    ['a page number that was typed', 'typedPageNumber', 'Tema 1', 'side 6', added('g1', 'Det står også på side 6.')],
    ['a grey box that has become minutes', 'minutes', 'Tema 7, »Vi talte om«, punkt', '', added('g14', minutes)],
    [
      'a sentence without an end',
      'longSentence',
      'Tema 1',
      'Vi talte om tid',
      added('g1', `Vi talte om tid${' og om ro'.repeat(14)}.`),
    ],
    ['a text as hard as a law', 'hardToRead', 'Tema 1', 'Medarbejdergruppe 1', { points: { g1: () => law } }],
    ['a CPR number', 'cprNumber', 'Tema 1', '010190-1234', added('g1', 'Sagen er 010190-1234.')],
    ['a CPR number without its hyphen', 'cprNumber', 'Tema 1', '3112994321', added('g1', 'Sagen er 3112994321.')],
    ['»lederen« where there is one', 'theLeader', 'Tema 4', 'Lederen', added('g9', 'Lederen fortæller om planen.')],
    [
      'a count that does not match',
      ...(['wrongCount', 'Tema 1, forslag 2', 'alle 4 opmærksomheder'] as const),
      added('y2', 'Det svarer på alle 4 opmærksomheder.'),
    ],
    [
      'what a small group said',
      ...(['smallGroup', 'Tema 3b', 'De pårørende oplever'] as const),
      { visit: withRelatives, ...added('g8', 'De pårørende oplever, at ingen ringer.') },
    ],
    ['a telephone number', 'personalDetail', 'Tema 1', '28 12 34 56', added('g1', 'Ring på 28 12 34 56.')],
    ['a name behind a person word', 'personalDetail', 'Tema 1', 'Borgeren Anders', added('g1', 'Borgeren Anders kom.')],
    [
      'an illness of one person',
      'personalDetail',
      'Tema 1',
      'En beboer med skizo',
      added('g1', 'En beboer med skizofreni kom.'),
    ],
  ])('%s', async (_fault, rule, place, quote, planted) => {
    const found = await foundWith(planted)
    expect(found.map(finding => finding.rule)).toEqual([rule])
    expect(found[0].message.startsWith(place), found[0].message).toBe(true)
    expect(found[0].where.quote).toContain(quote)
  })
})

test('… and the visit is as it was', async () => {
  expect((await findings()).map(({ key }) => key)).toEqual([...clean])
})

test('»alle 4 opmærksomheder« over five focus points, though the suggestion answers four of them', async () => {
  const extra = ['der mangler en plads i gangen.', 'der mangler et skilt i haven.']
  const made = []
  for (const body of extra) {
    const { body: point } = await consultant.post(`${here}/points`, { theme: '1', box: 'purple', body })
    made.push(point.id)
  }
  const answers = [...['p1', 'p2', 'p3'].map(idOf), made[0]]
  const { body } = await consultant.post(`${here}/points`, {
    ...{ theme: '1', box: 'yellow', body: 'Det svarer på alle 4 opmærksomheder.', answers },
  })
  const found = (await findings()).filter(({ where }) => where.pointId === body.id)
  expect(found.map(({ rule, where }) => [rule, where.quote])).toEqual([['wrongCount', 'alle 4 opmærksomheder']])
})
