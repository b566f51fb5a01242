// What is sent wrong answers 4xx with the place named; nothing is lost, nothing breaks.
import fc from 'fast-check'
import { v7 as uuidv7 } from 'uuid'
import { beforeAll, describe, expect, test } from 'vitest'
import { type Person, useApp } from './support/app.ts'

const app = useApp()
let consultant: Person
let points: string
let visit: string

beforeAll(async () => {
  consultant = await app().person('consultant')
  const { id } = await app().visit(consultant, (await app().tilbud()).id)
  visit = `/api/v1/visits/${id}`
  points = `${visit}/points`
})

const good = { theme: '1', box: 'grey', body: 'Tekst' }

describe('a point', () => {
  test.each([
    ['an HTML tag', { ...good, body: 'Hej <b>du</b>' }, '/body'],
    ['a script', { ...good, body: '<script>alert(1)</script>' }, '/body'],
    ['an image', { ...good, body: '![x](https://x.dk/y.png)' }, '/body'],
    ['200 kB of text', { ...good, body: 'ord '.repeat(50_000) }, '/body'],
    ['a NUL byte', { ...good, body: 'a\u0000b' }, '/body'],
    ['a lone surrogate', { ...good, heading: 'a\ud800b' }, '/heading'],
    ['a heading of two lines', { ...good, heading: 'a\nb' }, '/heading'],
    ['an id that is no UUID', { ...good, id: 'abc' }, '/id'],
    ['an answer that is no UUID', { ...good, box: 'yellow', answers: ['abc'] }, '/answers/0'],
    ['a position of zero', { ...good, position: 0 }, '/position'],
    ['text where a truth is wanted', { ...good, saidOnTheDay: 'ja' }, '/saidOnTheDay'],
    ['an array where a text is wanted', { ...good, body: ['x'] }, '/body'],
    ['nothing', null, '/'],
    ['a field that nobody knows', { ...good, status: 'published' }, '/'],
  ])('with %s is refused', async (_what, body, path) => {
    const answer = await consultant.post(points, body)
    expect([answer.status, answer.body.errors?.[0]?.path]).toEqual([422, path])
    expect(answer.body.title).toMatch(/\p{L}/u)
  })

  test('in JSON that is none is refused as unreadable', async () => {
    for (const body of ['{"theme": ', 'hej', '[1,', '{"__proto__": {"a": 1}}'])
      expect((await consultant.post(points, body)).status).toBe(400)
  })

  test('as plain text is refused by its kind', async () => {
    for (const kind of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'])
      expect((await consultant.post(points, 'theme=1', { 'content-type': kind })).status).toBe(415)
  })

  test('of 2 MB is refused by its size', async () => {
    expect((await consultant.post(points, { ...good, body: 'x'.repeat(2_000_000) })).status).toBe(413)
  })

  test('whatever its text, is stored as sent or refused', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 300 }), async body => {
        const answer = await consultant.post(points, { ...good, body: `t${body}` })
        if (answer.status === 201) expect(answer.body.body).toBe(`t${body}`.normalize('NFC').replaceAll(/\r\n?/g, '\n'))
        else expect(answer.status).toBe(422)
      }),
      { numRuns: 60 },
    )
  })
})

describe('a visit', () => {
  test.each([
    ['a day that does not exist', { visitedOn: '2026-02-30' }, '/visitedOn'],
    ['the year nought', { visitedOn: '0000-01-01' }, '/visitedOn'],
    ['too many topics', { topics: Array.from({ length: 41 }, (_, i) => `${i}`) }, '/topics'],
    ['a day in words', { visitedOn: '12. maj' }, '/visitedOn'],
    ['nobody on it', { consultantIds: [] }, '/consultantIds'],
    ['a consultant who does not exist', { consultantIds: [uuidv7()] }, '/consultantIds/0'],
    [
      'a number of people below zero',
      { participants: { employeesTotal: -1, met: [] } },
      '/participants/employeesTotal',
    ],
    ['HTML in the conclusion', { conclusion: '<p>x</p>' }, '/conclusion'],
  ])('with %s is refused', async (_what, change, path) => {
    const { body } = await consultant.get(visit)
    const answer = await consultant.patch(visit, body.version, change)
    expect([answer.status, answer.body.errors?.[0]?.path]).toEqual([422, path])
    expect((await consultant.get(visit)).body.version).toBe(body.version)
  })

  test('for a tilbud that does not exist is refused', async () => {
    const answer = await consultant.post('/api/v1/visits', { tilbudId: uuidv7(), visitedOn: '2026-01-01' })
    expect([answer.status, answer.body.errors[0].path]).toEqual([422, '/tilbudId'])
  })
})

describe('an address', () => {
  test.each([
    ['/api/v1/visits/abc', 422],
    ['/api/v1/visits/%00', 422],
    [`/api/v1/visits/${'a'.repeat(150)}`, 422],
    [`/api/v1/visits/${'a'.repeat(500)}`, 400],
    ['/api/v1/visits?limit=0', 422],
    ['/api/v1/visits?limit=1&limit=2', 422],
    ['/api/v1/visits?cursor=xyz', 422],
    ['/api/v1/visits?from=2026-13-01', 422],
    ['/api/v1/visits?from=0000-01-01', 422],
    ['/api/v1/compare?to=0004-01-01', 422],
    ['/api/v1/models/%00', 422],
    ['/api/v1/strategies/%00', 422],
    ['/api/v1/nothing', 404],
    ['/api/v1/%ff', 400],
  ])('%s answers %i as problem details', async (path, status) => {
    const answer = await consultant.get(path)
    expect(answer.status).toBe(status)
    expect(answer.headers.get('content-type')).toContain('application/problem+json')
  })
})

describe('a login', () => {
  test('with a NUL byte in the address is refused', async () => {
    const answer = await app().client().post('/api/v1/session', { email: 'a\u0000', password: 'x' })
    expect([answer.status, answer.body.errors[0].path]).toEqual([422, '/email'])
  })
})
