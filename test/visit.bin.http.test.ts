// The bin: deleted points for 30 days, and back with all their links.
import { describe, expect, test } from 'vitest'
import { type Person, useApp } from './support/app.ts'

const app = useApp()
const DAY = 86_400_000

async function draft() {
  const tilbud = await app().tilbud()
  const consultant = await app().person('consultant')
  const { id } = await app().visit(consultant, tilbud.id)
  const api = `/api/v1/visits/${id}`
  const point = async (fields: object) =>
    (await consultant.post(`${api}/points`, { theme: '3a', box: 'grey', body: 'Tekst', ...fields })).body
  const remove = async (pointId: string) => {
    const { version } = (await consultant.get(`${api}/points/${pointId}`)).body
    expect((await consultant.delete(`${api}/points/${pointId}`, version)).status).toBe(204)
  }
  const age = (pointId: string, days: number) =>
    app()
      .db.updateTable('point')
      .set({ deletedAt: new Date(Date.now() - days * DAY) })
      .where('id', '=', pointId)
      .execute()
  return { tilbud, consultant, id, api, path: `/visit/${id}/bin`, point, remove, age }
}

const form = (fields: Record<string, string>) => new URLSearchParams(fields)
const page = async (who: Person, path: string) => {
  const { status, text } = await who.get(path)
  return { status, text: text.replaceAll('&#x3D;', '=').replaceAll('&amp;', '&') }
}
const revisionsIn = (text: string) => [...text.matchAll(/name="revision" value="([^"]+)"/g)].map(([, id]) => id ?? '')

describe('the bin', () => {
  test('shows what was deleted, by whom, when and where it stood', async () => {
    const { consultant, path, point, remove } = await draft()
    expect((await consultant.get(path)).text).toContain('Papirkurven er tom')
    const { id } = await point({ box: 'purple', heading: 'Sparring', body: 'finde en fast ramme for faglig sparring' })
    await remove(id)
    const { text } = await consultant.get(path)
    for (const words of [
      'Tema 3a · Dette peger på at …',
      'Sparring',
      'finde en fast ramme',
      consultant.name,
      'Slettet ',
    ])
      expect(text).toContain(words)
  })

  test('gives a point back to its place, with the links in both directions', async () => {
    const { consultant, api, path, point, remove } = await draft()
    const purple = await point({ box: 'purple', body: 'fokus', alsoThemes: ['4'], topics: ['Tid'] })
    const yellow = await point({ box: 'yellow', body: 'forslag', answers: [purple.id] })
    await remove(purple.id)
    expect((await consultant.get(`${api}/points/${yellow.id}`)).body.answers).toEqual([])
    const [revision = ''] = revisionsIn((await consultant.get(path)).text)
    const answer = await consultant.post(path, form({ revision }))
    expect([answer.status, answer.headers.get('location')]).toEqual([303, path])
    const { text } = await consultant.get(path)
    expect(text).toContain('Punktet er tilbage')
    expect(text).toContain('Papirkurven er tom')
    const back = (await consultant.get(`${api}/points/${purple.id}`)).body
    expect([back.alsoThemes, back.topics, back.body]).toEqual([['4'], ['Tid'], 'fokus'])
    expect((await consultant.get(`${api}/points/${yellow.id}`)).body.answers).toEqual([purple.id])
    await remove(yellow.id)
    await consultant.post(path, form({ revision: revisionsIn((await consultant.get(path)).text)[0] ?? '' }))
    expect((await consultant.get(`${api}/points/${yellow.id}`)).body.answers).toEqual([purple.id])
  })

  test('does not write over what was written after a first "Fortryd sletning"', async () => {
    const { consultant, api, path, point, remove } = await draft()
    const { id } = await point({ body: 'gammel' })
    await remove(id)
    const [revision = ''] = revisionsIn((await consultant.get(path)).text)
    await consultant.post(path, form({ revision }))
    const { version } = (await consultant.get(`${api}/points/${id}`)).body
    await consultant.patch(`${api}/points/${id}`, version, { body: 'ny' })
    await consultant.post(path, form({ revision }))
    expect((await consultant.get(`${api}/points/${id}`)).body.body).toBe('ny')
  })

  test('lets go after 30 days; the history keeps the text', async () => {
    const { consultant, id: visitId, api, path, point, remove, age } = await draft()
    const [fresh, old] = [await point({ body: 'Nittenogtyve.' }), await point({ body: 'Enogtredive.' })]
    for (const [{ id }, days] of [
      [fresh, 29],
      [old, 31],
    ] as const) {
      await remove(id)
      await age(id, days)
    }
    const { text } = await consultant.get(path)
    expect(text).toContain('Nittenogtyve.')
    expect(text).not.toContain('Enogtredive.')
    const { items } = (await consultant.get(`${api}/bin`)).body
    expect(items.map((item: { id: string }) => item.id)).toEqual([fresh.id])
    expect((await consultant.get(`/visit/${visitId}/history?point=${old.id}`)).text).toContain('Enogtredive.')
  })

  test('answers programs the same, in pages', async () => {
    const { consultant, api, point, remove } = await draft()
    const ids = []
    for (const body of ['en', 'to', 'tre']) {
      const { id } = await point({ body })
      await remove(id)
      ids.unshift(id)
    }
    const first = (await consultant.get(`${api}/bin?limit=2`)).body
    const second = (await consultant.get(`${api}/bin?limit=2&cursor=${first.nextCursor}`)).body
    const items = [...first.items, ...second.items]
    expect(items.map(item => item.id)).toEqual(ids)
    expect(second.nextCursor).toBeNull()
    expect(items[0]).toMatchObject({ theme: '3a', box: 'grey', body: 'tre', deletedBy: consultant.id })
    await consultant.post(`${api}/history/${items[0].revisionId}/restore`)
    expect((await consultant.get(`${api}/bin`)).body.items).toHaveLength(2)
  })

  test('comes in pages for people, too', async () => {
    const { consultant, api, path, point, remove } = await draft()
    for (let number = 0; number < 52; number++) await remove((await point({ body: `nr. ${number}.` })).id)
    const first = (await page(consultant, path)).text
    const older = /href="([^"]+after=[^"]+)"/.exec(first)?.[1] ?? ''
    const second = (await consultant.get(older)).text
    expect([revisionsIn(first).length, revisionsIn(second).length]).toEqual([50, 2])
    expect(second).toContain('nr. 0.')
    expect((await consultant.get(`${api}/points`)).body.items).toEqual([])
  })

  test('is only for those who work on the visit, and closed with it', async () => {
    const { tilbud, consultant, id, api, path, point, remove } = await draft()
    await remove((await point({ body: 'Et slettet punkt.' })).id)
    const [revision = ''] = revisionsIn((await consultant.get(path)).text)
    const [stranger, leader, administrator] = [
      await app().person('consultant'),
      await app().person('leader', [tilbud.id]),
      await app().person('administrator'),
    ]
    await app().db.updateTable('visit').set({ status: 'published' }).where('id', '=', id).execute()
    for (const address of [path, `${api}/bin`]) {
      expect((await stranger.get(address)).status).toBe(404)
      expect((await leader.get(address)).status).toBe(403)
      expect((await administrator.get(address)).status).toBe(200)
      expect((await consultant.get(address)).text).toContain('Et slettet punkt.')
    }
    expect(revisionsIn((await consultant.get(path)).text)).toEqual([])
    await consultant.post(path, form({ revision }))
    expect((await consultant.get(path)).text).toContain('Besøget er udgivet')
    expect((await consultant.get(`${path}?after=nonsense`)).status).toBe(200)
    expect((await consultant.post(path, form({ revision: id }))).status).toBe(404)
  })
})
