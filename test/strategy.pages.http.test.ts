// The pages about strategies: read as a tree, taken out as a file, and a new one brought in.
import { describe, expect, test } from 'vitest'
import { type Person, useApp } from './support/app.ts'

const app = useApp()
const SHIPPED = '/strategy/norddjurs-socialomraadet'

function upload(by: Person, content: object) {
  const body = new FormData()
  body.append('file', new File([JSON.stringify(content)], 'strategi.json'))
  return by.post('/strategy/import', body)
}
const node = (key: string, parentKey: string | null, more = {}) => ({
  key,
  parentKey,
  name: `Knude ${key}`,
  text: '',
  keywords: [],
  ...more,
})

test('an administrator reads a strategy as a tree with its keywords', async () => {
  const administrator = await app().person('administrator')
  expect((await administrator.get('/strategy')).text).toContain('Norddjurs Kommune')
  const { text } = await administrator.get(SHIPPED)
  const [star, goal, next] = ['Borgeren først', 'Tale med borgeren', 'Fundamentet på plads'].map(name =>
    text.indexOf(`>${name}<`),
  )
  expect([star, goal, next].every(at => (at ?? -1) > 0)).toBe(true)
  expect(text.slice(star, goal)).toContain('Reel og systematisk inddragelse af borgeren')
  expect((goal ?? 0) < (next ?? 0)).toBe(true)
})

describe('a strategy from a file', () => {
  test('of three levels is added and shown as one', async () => {
    const administrator = await app().person('administrator')
    const nodes = [node('1', null), node('1.1', '1'), node('a', '1.1', { keywords: ['Mod'] }), node('2', null)]
    const answer = await upload(administrator, { id: 'ny', name: 'Ny strategi', version: '1', owner: 'Byen', nodes })
    expect(answer.headers.get('location')).toBe('/strategy/ny')
    const { text } = await administrator.get('/strategy/ny')
    expect(text).toContain('Ny strategi er tilføjet.')
    expect(text).toMatch(/Knude 1<.*<ul.*Knude 1\.1<.*<ul.*Knude a<.*Mod.*<\/ul>.*<\/ul>.*Knude 2</s)
  })

  test('is refused with the place of what is wrong', async () => {
    const administrator = await app().person('administrator')
    const nodes = [node('1.1', '1'), node('1', null, { name: '' })]
    const { status, text } = await upload(administrator, { id: 'fejl', name: 'x', version: '1', owner: 'y', nodes })
    expect(status).toBe(422)
    expect(text).toContain('nodes → 2 → name: Udfyld feltet.')
  })

  test('begins from one there is, which cannot come in twice', async () => {
    const administrator = await app().person('administrator')
    const { body } = await administrator.get(`${SHIPPED}/download`)
    expect([(await upload(administrator, body)).status]).toEqual([409])
    expect((await upload(administrator, { ...body, id: 'norddjurs-2' })).status).toBe(303)
  })
})

test.each(['/strategy/x', '/strategy/%00', '/strategy/x/download'])('%s is a 404 page', async path => {
  expect((await (await app().person('administrator')).get(path)).status).toBe(404)
})

test.each(['consultant', 'leader'] as const)('a %s has no business on the pages about strategies', async role => {
  const person = await app().person(role)
  for (const path of ['/strategy', '/strategy/import', SHIPPED, `${SHIPPED}/download`])
    expect((await person.get(path)).status).toBe(403)
  expect((await upload(person, {})).status).toBe(403)
})
