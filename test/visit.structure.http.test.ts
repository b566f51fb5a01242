// One point becomes two, two become one: links and history stay, from the menu without JavaScript and from the API.
import { describe, expect, test } from 'vitest'
import { joinTexts, splitText } from '../src/visit/structure.rules.ts'
import { useApp } from './support/app.ts'

const app = useApp()

async function draft() {
  const tilbud = await app().tilbud()
  const consultant = await app().person('consultant')
  const { id } = await app().visit(consultant, tilbud.id)
  const api = `/api/v1/visits/${id}`
  const point = async (fields: object) =>
    (await consultant.post(`${api}/points`, { theme: '3a', box: 'purple', body: 'Tekst', ...fields })).body
  const points = async () => (await consultant.get(`${api}/points`)).body.items
  const find = async (pointId: string) => (await consultant.get(`${api}/points/${pointId}`)).body
  const step = async (pointId: string, name: string, fields: Record<string, string> = {}) => {
    const { version, heading, body, alsoThemes, topics } = await find(pointId)
    const sent = new URLSearchParams({ version, theme: '3a', heading: heading ?? '', body, saidOnTheDay: 'yes' })
    for (const theme of alsoThemes) sent.append('alsoThemes', theme)
    sent.set('topics', topics.join(', '))
    for (const [field, value] of Object.entries({ ...fields, step: name })) sent.set(field, value)
    return consultant.post(`/visit/${id}/point/${pointId}`, sent)
  }
  return { tilbud, consultant, id, api, point, points, find, step }
}

type Told = { body: string; box: string }
const bodies = (points: Told[], box = 'purple') => points.filter(point => point.box === box).map(({ body }) => body)

describe('dividing a point', () => {
  test('from its menu makes a point of its own of what follows, right after it, with the same links', async () => {
    const { consultant, id, api, point, points, find, step } = await draft()
    const first = await point({ heading: 'Tid', body: 'Et.\n\nTo.\n\nTre.', alsoThemes: ['4'], topics: ['Ro'] })
    await point({ body: 'Sidst.' })
    const yellow = await point({ box: 'yellow', body: 'Forslag', answers: [first.id] })
    const { text } = await consultant.get(`/visit/${id}/theme/3a`)
    expect(text).toContain('<option value="3">Tre.</option>')
    const answer = await step(first.id, 'split', { paragraph: '2' })
    expect(answer.status).toBe(303)
    expect(bodies(await points())).toEqual(['Et.', 'To.\n\nTre.', 'Sidst.'])
    const [kept, fresh] = await points()
    expect([kept.id, kept.heading, fresh.heading]).toEqual([first.id, 'Tid', null])
    expect(fresh).toMatchObject({ alsoThemes: ['4'], topics: ['Ro'], saidOnTheDay: true })
    expect(answer.headers.get('location')).toContain(`#point-${fresh.id}`)
    expect((await find(yellow.id)).answers).toEqual([kept.id, fresh.id])
    const { items } = (await consultant.get(`${api}/history?pointId=${first.id}`)).body
    expect(items.map((item: Told) => item.body)).toEqual(['Et.', 'Et.\n\nTo.\n\nTre.'])
  })

  test('takes what was typed in the same form', async () => {
    const { point, points, step } = await draft()
    const { id } = await point({ body: 'Et.' })
    await step(id, 'split', { body: 'Et nyt.\r\n\r\nOg mere.' })
    expect(bodies(await points())).toEqual(['Et nyt.', 'Og mere.'])
  })

  test('where there is no empty line says what to do, and changes nothing', async () => {
    const { point, points, step } = await draft()
    const { id } = await point({ body: 'Kun et afsnit.' })
    const answer = await step(id, 'split')
    expect(answer.status).toBe(422)
    expect(answer.text).toContain('Sæt en tom linje dér, hvor punktet skal deles')
    expect(bodies(await points())).toEqual(['Kun et afsnit.'])
  })
})

describe('joining a point with the one above', () => {
  test('leaves one with the text and links of both; what answered either answers it', async () => {
    const { consultant, api, point, points, find, step } = await draft()
    const above = await point({ heading: 'Tid', body: 'Et.', topics: ['Ro'] })
    const below = await point({ heading: 'Ro', body: 'To.', alsoThemes: ['4'], topics: ['Tid'] })
    const yellow = await point({ box: 'yellow', body: 'Forslag', answers: [below.id] })
    const answer = await step(below.id, 'join')
    expect(answer.headers.get('location')).toContain(`#point-${above.id}`)
    expect(bodies(await points())).toEqual(['Et.\n\n**Ro**\n\nTo.'])
    expect(await find(above.id)).toMatchObject({ heading: 'Tid', alsoThemes: ['4'], topics: ['Ro', 'Tid'] })
    expect((await find(yellow.id)).answers).toEqual([above.id])
    // From the bin the lower one comes back whole, with what answered it.
    const { items } = (await consultant.get(`${api}/bin`)).body
    await consultant.post(`${api}/history/${items[0].revisionId}/restore`)
    expect(await find(below.id)).toMatchObject({ heading: 'Ro', body: 'To.', alsoThemes: ['4'] })
    expect((await find(yellow.id)).answers).toEqual([above.id, below.id])
  })

  test('is not possible for the first, nor where the text gets too long, and then changes nothing', async () => {
    const { consultant, api, point, points, find } = await draft()
    const [above, below] = [await point({ body: 'a'.repeat(15_000) }), await point({ body: 'b'.repeat(15_000) })]
    const join = async (pointId: string) => {
      const { version } = await find(pointId)
      return consultant.post(`${api}/points/${pointId}/join`, undefined, { 'if-match': `"${version}"` })
    }
    expect((await join(above.id)).status).toBe(409)
    expect((await join(below.id)).status).toBe(422)
    expect((await points()).length).toBe(2)
  })
})

test('both are refused with an old version, and to those who may not write', async () => {
  const { tilbud, consultant, id, api, point, find } = await draft()
  const { id: pointId } = await point({ body: 'Et.\n\nTo.' })
  const [stranger, leader] = [await app().person('consultant'), await app().person('leader', [tilbud.id])]
  const send = (who: typeof stranger, name: string, version: number) =>
    who.post(`${api}/points/${pointId}/${name}`, name === 'split' ? { paragraph: 2 } : undefined, {
      'if-match': `"${version}"`,
    })
  for (const name of ['split', 'join']) {
    expect((await send(consultant, name, 7)).status).toBe(412)
    expect((await send(stranger, name, 1)).status).toBe(404)
    expect((await send(leader, name, 1)).status).toBe(403)
  }
  await app().db.updateTable('visit').set({ status: 'published' }).where('id', '=', id).execute()
  for (const name of ['split', 'join']) expect((await send(consultant, name, 1)).status).toBe(409)
  expect((await find(pointId)).body).toBe('Et.\n\nTo.')
})

test.each([
  ['Et.\n\nTo.', 2, { before: 'Et.', after: 'To.' }],
  ['Et.\n \n\n- a\n- b\n\nTre.', 3, { before: 'Et.\n\n- a\n- b', after: 'Tre.' }],
  ['Et.\n\nTo.', 1, null],
  ['Et.\n\nTo.', 3, null],
  ['Et.\nTo.', 2, null],
])('%j divided at paragraph %i', (body, paragraph, expected) => {
  expect(splitText(body, paragraph)).toEqual(expected)
})

test.each([
  [
    { heading: null, body: '' },
    { heading: 'B', body: 'b' },
    { heading: 'B', body: 'b' },
  ],
  [
    { heading: null, body: 'a' },
    { heading: null, body: 'b' },
    { heading: null, body: 'a\n\nb' },
  ],
  [
    { heading: 'A', body: 'a' },
    { heading: 'B *1*', body: '' },
    { heading: 'A', body: 'a\n\nB *1*' },
  ],
])('%j joined with %j', (above, below, expected) => {
  expect(joinTexts(above, below)).toEqual(expected)
})
