// The screen on the wall as a browser without JavaScript asks for it, and what is written down on it.
import { describe, expect, test } from 'vitest'
import { cardSize } from '../src/visit/room.view.ts'
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
  return { tilbud, consultant, id, api, path: `/visit/${id}/room`, point, points }
}

const form = (fields: Record<string, string | string[]>) =>
  new URLSearchParams(
    Object.entries(fields).flatMap(([name, value]) => [value].flat().map(each => [name, each] as [string, string])),
  )

/** The cards of the page: their ids, and whether they are shown. */
const cardsIn = (text: string) =>
  [...text.matchAll(/data-card="([0-9a-f-]{36})"[^>]*?( hidden)?>/g)].map(([, id, hidden]) => ({ id, shown: !hidden }))

describe('the room', () => {
  test('shows the day’s purple cards one at a time, in the report’s order', async () => {
    const { consultant, path, point } = await draft()
    const [second, first] = [await point({ theme: '4', body: 'andet kort' }), await point({ body: 'første kort' })]
    await point({ body: 'tilføjet bagefter', saidOnTheDay: false })
    await point({ box: 'grey', body: 'gråt' })
    const { text } = await consultant.get(path)
    expect(cardsIn(text)).toEqual([
      { id: first.id, shown: true },
      { id: second.id, shown: false },
    ])
    expect(text).toContain('Kort 1 af 2')
    expect(text).not.toContain('tilføjet bagefter')
    const next = (await consultant.get(`${path}?card=${second.id}`)).text
    expect(cardsIn(next).map(({ shown }) => shown)).toEqual([false, true])
    expect(next).toContain('rel="prev"')
    expect(next).not.toContain('rel="next"')
  })

  test('has no menu and names nobody', async () => {
    const { consultant, path, point } = await draft()
    await point({})
    const { text } = await consultant.get(path)
    expect(text).not.toContain('Hovedmenu')
    expect(text).not.toContain(consultant.name)
  })

  test('takes a suggestion to the card that is shown, and to others', async () => {
    const { consultant, path, point, points } = await draft()
    const [one, two] = [await point({ body: 'en' }), await point({ theme: '4', body: 'to' })]
    const sent = form({ kind: 'suggestion', card: two.id, answers: [two.id, one.id], body: 'En time hver torsdag' })
    const answer = await consultant.post(path, sent)
    expect([answer.status, answer.headers.get('location')]).toEqual([303, `${path}?card=${two.id}`])
    const yellow = (await points()).find(({ box }: { box: string }) => box === 'yellow')
    expect(yellow).toMatchObject({ theme: '4', body: 'En time hver torsdag', saidOnTheDay: true })
    expect(yellow.answers).toEqual([one.id, two.id])
    expect((await consultant.get(path)).text.match(/En time hver torsdag/g)).toHaveLength(2)
  })

  test('takes a new focus point, said on the day', async () => {
    const { consultant, path, points } = await draft()
    expect((await consultant.get(path)).text).toContain('Her kommer dagens lilla kort')
    await consultant.post(path, form({ kind: 'focusPoint', theme: '2', body: 'skabe plads til pauser' }))
    const [point] = await points()
    expect(point).toMatchObject({ theme: '2', box: 'purple', saidOnTheDay: true, source: 'discussion' })
    expect((await consultant.get(path)).text).toContain('skabe plads til pauser')
  })

  test('keeps what was typed when it cannot be saved', async () => {
    const { consultant, id, path, point } = await draft()
    const card = await point({})
    const html = await consultant.post(path, form({ kind: 'suggestion', card: card.id, body: 'se <b>her</b>' }))
    expect(html.status).toBe(422)
    expect(html.text).toContain('value="se &lt;b&gt;her&lt;/b&gt;"')
    expect(html.text).toContain('Skriv den som almindelig tekst')
    const theme = await consultant.post(path, form({ kind: 'focusPoint', theme: '99', body: 'bliver stående' }))
    expect(theme.status).toBe(422)
    expect(theme.text).toContain('value="bliver stående"')
    expect((await consultant.post(path, form({ kind: 'suggestion', card: 'x', body: 'til intet kort' }))).status).toBe(
      422,
    )
    await app().db.updateTable('visit').set({ status: 'hearing' }).where('id', '=', id).execute()
    const closed = await consultant.post(path, form({ kind: 'suggestion', card: card.id, body: 'for sent' }))
    expect(closed.status).toBe(409)
    expect(closed.text).toContain('sendt i høring')
  })

  test('is only for those who work on the visit', async () => {
    const { tilbud, consultant, id, path, point } = await draft()
    await point({})
    await app().db.updateTable('visit').set({ status: 'published' }).where('id', '=', id).execute()
    const stranger = await app().person('consultant')
    expect((await stranger.get(path)).status).toBe(404)
    expect((await stranger.post(path, form({ body: 'x' }))).status).toBe(404)
    expect((await (await app().person('leader', [tilbud.id])).get(path)).status).toBe(403)
    expect((await (await app().person('administrator')).get(path)).status).toBe(200)
    const { text } = await consultant.get(path)
    expect(text).toContain('Besøget er udgivet')
    expect(text).not.toContain('<form')
  })
})

test.each([
  [0, 'large'],
  [150, 'large'],
  [151, 'medium'],
  [600, 'small'],
  [601, 'tiny'],
])('a card of %i characters is %s', (characters, size) => {
  expect(cardSize(characters)).toBe(size)
})
