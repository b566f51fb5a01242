// Visits and points over the API: writing, versions, links, order, history.
import { v7 as uuidv7 } from 'uuid'
import { describe, expect, test } from 'vitest'
import { useApp } from './support/app.ts'

const app = useApp()

async function draft() {
  const consultant = await app().person('consultant')
  const { id: tilbudId } = await app().tilbud()
  const visit = await app().visit(consultant, tilbudId)
  const points = `/api/v1/visits/${visit.id}/points`
  const write = async (point: object) => {
    const answer = await consultant.post(points, { theme: '3a', box: 'grey', body: 'Tekst', ...point })
    if (answer.status !== 201) throw new Error(answer.text)
    return answer.body
  }
  return { consultant, tilbudId, visit, points, write }
}

describe('a visit', () => {
  test('gets the model in force on its day and is planned until something is written', async () => {
    const { consultant, visit, write } = await draft()
    expect(visit).toMatchObject({ modelId: 'kvalitetsmodel-3.0', status: 'planned', version: 1, points: [] })
    await write({})
    expect((await consultant.get(`/api/v1/visits/${visit.id}`)).body.status).toBe('draft')
  })

  test('can be made again with the same id and content, and not with other content', async () => {
    const { consultant, tilbudId } = await draft()
    const visit = { id: uuidv7(), tilbudId, visitedOn: '2026-03-01', consultantIds: [consultant.id] }
    expect((await consultant.post('/api/v1/visits', visit)).status).toBe(201)
    expect((await consultant.post('/api/v1/visits', visit)).status).toBe(200)
    expect((await consultant.post('/api/v1/visits', { ...visit, visitedOn: '2026-03-02' })).status).toBe(409)
  })

  test('keeps its own fields under its own version', async () => {
    const { consultant, visit, write } = await draft()
    const path = `/api/v1/visits/${visit.id}`
    await write({})
    const { body: before, headers } = await consultant.get(path)
    expect(headers.get('etag')).toBe(`"${before.version}"`)
    const facts = { participants: { employeesTotal: 14, met: [{ group: 'medarbejdere', count: 4 }] }, topics: ['Tid'] }
    const changed = await consultant.patch(path, before.version, facts)
    expect(changed.body).toMatchObject({ ...facts, version: before.version + 1 })
    expect((await consultant.send('PATCH', path, facts)).status).toBe(428)
    const stale = await consultant.patch(path, before.version, { conclusion: 'Min tekst' })
    expect([stale.status, stale.body.current.version]).toEqual([412, before.version + 1])
    expect(stale.headers.get('content-type')).toContain('application/problem+json')
  })

  test('keeps a colleague who has left the house, and takes on no new one who has', async () => {
    const { consultant, tilbudId } = await draft()
    const colleague = await app().person('consultant')
    const both = [consultant.id, colleague.id]
    const visit = await app().visit(consultant, tilbudId, { consultantIds: both })
    await app().db.updateTable('user').set({ active: false }).where('id', '=', colleague.id).execute()
    expect((await consultant.patch(`/api/v1/visits/${visit.id}`, 1, { consultantIds: both })).status).toBe(200)
    const other = await app().visit(consultant, tilbudId)
    const refused = await consultant.patch(`/api/v1/visits/${other.id}`, 1, { consultantIds: both })
    expect([refused.status, refused.body.errors[0].path]).toEqual([422, '/consultantIds/1'])
  })

  test('is replaced only by a published one of the same tilbud', async () => {
    const { consultant, tilbudId, visit } = await draft()
    const other = await app().visit(consultant, tilbudId)
    const elsewhere = (await draft()).visit
    const publish = (ids: string[]) =>
      app().db.updateTable('visit').set({ status: 'published' }).where('id', 'in', ids).execute()
    await publish([visit.id, elsewhere.id])
    const replace = async (replacedBy: string) =>
      (await consultant.post(`/api/v1/visits/${visit.id}/replacement`, { replacedBy })).status
    expect([await replace(other.id), await replace(visit.id), await replace(elsewhere.id)]).toEqual([422, 422, 422])
    await publish([other.id])
    expect(await replace(other.id)).toBe(200)
  })

  test('is found by its id in capitals, too', async () => {
    const { consultant, visit, points, write } = await draft()
    const { id } = await write({ box: 'purple' })
    expect((await consultant.get(`/api/v1/visits/${visit.id.toUpperCase()}`)).status).toBe(200)
    expect((await consultant.get(`${points}/${id.toUpperCase()}`)).body.id).toBe(id)
    const answers = [id.toUpperCase()]
    expect((await write({ box: 'yellow', answers })).answers).toEqual([id])
  })

  test('lists newest first, page by page, with filters', async () => {
    const { consultant, tilbudId } = await draft()
    for (const day of ['2025-01-10', '2025-02-10', '2025-03-10'])
      await app().visit(consultant, tilbudId, { visitedOn: day })
    const days: string[] = []
    let cursor: string | null = ''
    while (cursor !== null) {
      const page = await consultant.get(
        `/api/v1/visits?tilbudId=${tilbudId}&to=2025-12-31&limit=2${cursor && `&cursor=${cursor}`}`,
      )
      days.push(...page.body.items.map((visit: { visitedOn: string }) => visit.visitedOn))
      cursor = page.body.nextCursor
    }
    expect(days).toEqual(['2025-03-10', '2025-02-10', '2025-01-10'])
  })
})

describe('a point', () => {
  test('comes back as it was written, down to the last character', async () => {
    const { consultant, points } = await draft()
    const body = '12. november talte vi om »plads« – og om:\n\n- *tid*\n- **ro**\n\n> Det går godt 😀'
    const {
      body: point,
      headers,
      status,
    } = await consultant.post(points, {
      theme: '3a',
      box: 'purple',
      heading: 'Ærlighed & ro',
      body,
      alsoThemes: ['4'],
      source: 'observation',
      saidOnTheDay: false,
      topics: ['Tid'],
      goalKeys: ['norddjurs-socialomraadet/2.2'],
    })
    expect(status).toBe(201)
    expect(headers.get('etag')).toBe('"1"')
    expect((await consultant.get(`${points}/${point.id}`)).body).toMatchObject({
      body,
      heading: 'Ærlighed & ro',
      alsoThemes: ['4'],
      source: 'observation',
      saidOnTheDay: false,
      topics: ['Tid'],
      goalKeys: ['norddjurs-socialomraadet/2.2'],
      position: 1,
      version: 1,
      updatedBy: consultant.id,
    })
  })

  test('is answered by a change as everybody reads it from then on, whatever was changed', async () => {
    const { consultant, points, write } = await draft()
    const [own, other] = [await write({ box: 'purple' }), await write({ box: 'purple', theme: '4' })]
    const links = { alsoThemes: ['4'], answers: [own.id], topics: ['Tid'], goalKeys: ['norddjurs-socialomraadet/2.2'] }
    const { id } = await write({ box: 'yellow', heading: 'Før', ...links })
    const changes: object[] = [
      { body: 'Et **nyt** ord' },
      { heading: null },
      { saidOnTheDay: false, topics: [] },
      { answers: [own.id, other.id] },
      { alsoThemes: ['1', '7'], goalKeys: [] },
      { theme: '7', body: 'Flyttet' },
      { box: 'purple', source: 'observation' },
    ]
    const path = `${points}/${id}`
    for (const change of changes) {
      const before = (await consultant.get(path)).body
      const { body: answered } = await consultant.patch(path, before.version, change)
      const { body: read } = await consultant.get(path)
      expect(answered).toEqual(read)
      expect(answered).toMatchObject({ ...change, version: before.version + 1 })
    }
    const { alsoThemes, answers, goalKeys, source } = (await consultant.get(path)).body
    expect({ alsoThemes, answers, goalKeys, source }).toEqual({
      ...{ alsoThemes: ['1'], answers: [], goalKeys: [], source: 'observation' },
    })
  })

  test('can be written again with the same id and content, and not with other content', async () => {
    const { consultant, points, write } = await draft()
    const answers = [(await write({ box: 'purple' })).id, (await write({ box: 'purple', theme: '4' })).id]
    const point = { id: uuidv7(), theme: '1', box: 'yellow', body: 'Ens', answers, position: 99 }
    const sent = [point, point, { ...point, answers: answers.toReversed() }, { ...point, answers: answers.slice(1) }]
    const statuses = []
    for (const body of [...sent, { ...point, goalKeys: ['norddjurs-socialomraadet/2.2'] }])
      statuses.push((await consultant.post(points, body)).status)
    expect(statuses).toEqual([201, 200, 200, 409, 409])
  })

  test('that is yellow answers several purple points, and loses the link when one leaves the purple box', async () => {
    const { consultant, points, write } = await draft()
    const [one, two] = [await write({ box: 'purple' }), await write({ box: 'purple', theme: '4' })]
    const yellow = await write({ box: 'yellow', answers: [two.id, one.id] })
    expect(yellow.answers).toEqual([one.id, two.id])
    const moved = await consultant.patch(`${points}/${one.id}`, 1, { box: 'grey' })
    expect(moved.status).toBe(200)
    // What it answers is part of it, so its version counts up with it.
    expect((await consultant.get(`${points}/${yellow.id}`)).body).toMatchObject({ answers: [two.id], version: 2 })
    expect((await consultant.patch(`${points}/${yellow.id}`, 2, { box: 'grey' })).body.answers).toEqual([])
  })

  test('is refused with the place named when its links are wrong', async () => {
    const { consultant, points, write } = await draft()
    const elsewhere = await draft()
    const foreign = await elsewhere.write({ box: 'purple' })
    const grey = await write({})
    const refused: [object, string][] = [
      [{ theme: '9', box: 'grey', body: 'x' }, '/theme'],
      [{ theme: '3a', box: 'blue', body: 'x' }, '/box'],
      [{ theme: '3a', box: 'yellow', body: 'x', answers: [foreign.id] }, '/answers/0'],
      [{ theme: '3a', box: 'yellow', body: 'x', answers: [grey.id] }, '/answers/0'],
      [{ theme: '3a', box: 'purple', body: 'x', answers: [grey.id] }, '/answers'],
      [{ theme: '3a', box: 'grey', body: 'x', alsoThemes: ['3a'] }, '/alsoThemes/0'],
      [{ theme: '3a', box: 'grey', body: 'x', source: 'observation' }, '/source'],
      [{ theme: '3a', box: 'purple', body: 'x', goalKeys: ['norddjurs-socialomraadet/9.9'] }, '/goalKeys/0'],
      [{ theme: '3a', box: 'grey', body: '  ' }, '/body'],
    ]
    for (const [point, path] of refused) {
      const answer = await consultant.post(points, point)
      expect([answer.status, answer.body.errors?.[0]?.path], JSON.stringify(point)).toEqual([422, path])
    }
  })

  test('stale: the writer gets the colleague’s text and loses nothing', async () => {
    const { consultant, points, write } = await draft()
    const point = await write({ body: 'Først' })
    expect((await consultant.patch(`${points}/${point.id}`, 1, { body: 'Kollegaens' })).status).toBe(200)
    const mine = await consultant.patch(`${points}/${point.id}`, 1, { body: 'Min' })
    expect([mine.status, mine.body.current.body, mine.body.current.version]).toEqual([412, 'Kollegaens', 2])
  })

  test('of two who write at once one is told, every time', async () => {
    const { consultant, points, write } = await draft()
    const point = await write({})
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, i) => consultant.patch(`${points}/${point.id}`, 1, { body: `Nummer ${i}` })),
    )
    expect(answers.map(answer => answer.status).sort()).toEqual([200, ...Array(7).fill(412)])
  })

  test('moves with others in one step, and what is not named keeps its order', async () => {
    const { consultant, visit, points, write } = await draft()
    const [a, b, c] = [await write({ body: 'a' }), await write({ body: 'b' }), await write({ body: 'c' })]
    const { body: before } = await consultant.get(`/api/v1/visits/${visit.id}`)
    const order = [
      { id: c.id, theme: '3a', box: 'grey', position: 1 },
      { id: a.id, theme: '4', box: 'purple', position: 1 },
    ]
    const moved = await consultant.put(`${points}/order`, before.version, order)
    expect(moved.status).toBe(200)
    const places = moved.body.items.map((p: typeof a) => [p.body, p.theme, p.box, p.position])
    expect(places).toEqual([
      ['c', '3a', 'grey', 1],
      ['b', '3a', 'grey', 2],
      ['a', '4', 'purple', 1],
    ])
    expect((await consultant.put(`${points}/order`, before.version, order)).status).toBe(412)
    const foreign = [{ id: uuidv7(), theme: '3a', box: 'grey', position: 1 }]
    expect((await consultant.put(`${points}/order`, before.version + 1, foreign)).body.errors[0].path).toBe('/0/id')
    const twice = [b, b].map(({ id }) => ({ id, theme: '3a', box: 'grey', position: 1 }))
    expect((await consultant.put(`${points}/order`, before.version + 1, twice)).body.errors[0].path).toBe('/1/id')
    const nowhere = [{ id: b.id, theme: '9', box: 'grey', position: 1 }]
    expect((await consultant.put(`${points}/order`, before.version + 1, nowhere)).body.errors[0].path).toBe('/0/theme')
    expect(b.version).toBe(1)
  })

  test('leaves the purple box together with its suggestion in one step', async () => {
    const { consultant, visit, points, write } = await draft()
    const purple = await write({ box: 'purple' })
    const yellow = await write({ box: 'yellow', answers: [purple.id] })
    const { body } = await consultant.get(`/api/v1/visits/${visit.id}`)
    const order = [purple, yellow].map(({ id }, i) => ({ id, theme: '4', box: i ? 'yellow' : 'grey', position: 1 }))
    const moved = await consultant.put(`${points}/order`, body.version, order)
    expect(moved.body.items.map((p: typeof purple) => [p.theme, p.box, p.answers])).toEqual([
      ['4', 'grey', []],
      ['4', 'yellow', []],
    ])
  })

  test('that is deleted stands in the history and comes back with its links', async () => {
    const { consultant, visit, points, write } = await draft()
    const purple = await write({ box: 'purple', body: 'Første udgave' })
    const yellow = await write({ box: 'yellow', answers: [purple.id] })
    await consultant.patch(`${points}/${purple.id}`, 1, { body: 'Anden udgave' })
    expect((await consultant.delete(`${points}/${purple.id}`, 2)).status).toBe(204)
    expect((await consultant.get(`${points}/${purple.id}`)).status).toBe(404)
    const { body: lonely } = await consultant.get(`${points}/${yellow.id}`)
    expect(lonely.answers).toEqual([])
    // A colleague who writes on the suggestion meanwhile does not cut the link for good.
    expect((await consultant.patch(`${points}/${yellow.id}`, lonely.version, { body: 'Rettet' })).status).toBe(200)
    const { body: history } = await consultant.get(`/api/v1/visits/${visit.id}/history?pointId=${purple.id}`)
    expect(history.items.map((r: { body: string; deleted: boolean }) => [r.body, r.deleted])).toEqual([
      ['Anden udgave', true],
      ['Anden udgave', false],
      ['Første udgave', false],
    ])
    const first = history.items.at(-1)
    expect((await consultant.post(`/api/v1/visits/${visit.id}/history/${first.id}/restore`)).status).toBe(200)
    expect((await consultant.get(`${points}/${purple.id}`)).body.body).toBe('Første udgave')
    expect((await consultant.get(`${points}/${yellow.id}`)).body.answers).toEqual([purple.id])
  })

  test('is written once when the same POST comes twice with an Idempotency-Key', async () => {
    const { consultant, points } = await draft()
    const headers = { 'idempotency-key': uuidv7() }
    const point = { theme: '1', box: 'grey', body: 'En gang' }
    const answers = [await consultant.post(points, point, headers), await consultant.post(points, point, headers)]
    expect(answers.map(answer => answer.status)).toEqual([201, 201])
    expect(answers[1]?.body).toEqual(answers[0]?.body)
    expect((await consultant.get(points)).body.items).toHaveLength(1)
    expect((await consultant.post(points, { ...point, body: 'Andet' }, headers)).status).toBe(422)
  })
})
