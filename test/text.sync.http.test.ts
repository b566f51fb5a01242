// Two consultants write in one visit at the same time: what is acknowledged, what each sees of the other, and what
// comes twice, late, broken or not at all.
import { v7 as uuidv7 } from 'uuid'
import { describe, expect, test } from 'vitest'
import { useApp } from './support/app.ts'
import { base64, createWriter, watch } from './support/writer.ts'

const app = useApp({ printer: false, heartbeat: 200 })

async function together() {
  const one = await app().person('consultant')
  const other = await app().person('consultant')
  const tilbud = await app().tilbud()
  const visit = await app().visit(one, tilbud.id, { consultantIds: [one.id, other.id] })
  const path = `/api/v1/visits/${visit.id}`
  const point = async (fields: object = {}) =>
    (await one.post(`${path}/points`, { theme: '3a', box: 'grey', body: 'Vi talte om ro.', ...fields })).body
  const row = async (id: string) => (await one.get(`${path}/points/${id}`)).body
  const history = async (id: string) => (await one.get(`${path}/history?pointId=${id}`)).body.items
  return { one, other, tilbud, visit, path, point, row, history }
}

describe('a text', () => {
  test('that two write in holds what both wrote, in the row and on both devices', async () => {
    const { one, other, visit, point, row } = await together()
    const { id } = await point()
    const text = `point/${id}`
    const [a, b] = [createWriter(one, visit.id), createWriter(other, visit.id)]
    await Promise.all([a.open(text), b.open(text)])
    expect(a.read(text)).toEqual({ heading: '', body: 'Vi talte om ro.' })
    a.add(text, ' Og om mad.')
    b.write(text, { heading: 'Ro' })
    b.add(text, '\n\n- tid\n- plads')
    const first = await a.push(text)
    expect(first).toMatchObject({ status: 200, outcome: 'saved', version: 2 })
    expect(first.seq).toBeGreaterThan(0)
    expect(Date.parse(first.savedAt)).toBeGreaterThan(Date.now() - 60_000)
    expect((await b.push(text)).outcome).toBe('saved')
    await a.push(text)
    const both = { heading: 'Ro', body: 'Vi talte om ro. Og om mad.\n\n- tid\n- plads' }
    expect([a.read(text), b.read(text), await row(id)]).toMatchObject([both, both, { ...both, version: 3 }])
  })

  test('comes to the colleague as it is saved, with who wrote it, and goes on after a lost connection', async () => {
    const { one, other, visit, path, point } = await together()
    const text = `point/${(await point()).id}`
    const [a, b] = [createWriter(one, visit.id), createWriter(other, visit.id)]
    await a.open(text)
    const answer = await b.send({ texts: [{ text }] })
    const stream = await watch(app().url, other.cookie(), `${path}/events?after=${answer.body.at}`)
    expect(stream.response.headers.get('content-type')).toContain('text/event-stream')
    expect(stream.response.headers.get('content-encoding')).toBe(null)
    expect(stream.response.headers.get('content-security-policy')).toContain("default-src 'none'")
    a.add(text, ' Et.')
    const saved = await a.push(text)
    const [told] = await stream.until(all => all.length > 0)
    expect(told).toMatchObject({
      event: 'text',
      id: String(saved.seq),
      data: { text, seq: saved.seq, version: 2, by: one.id, byName: one.name, device: a.device },
    })
    stream.end()
    a.add(text, ' To.')
    await a.push(text)
    a.add(text, ' Tre.')
    await a.push(text)
    const resumed = await watch(app().url, other.cookie(), `${path}/events`, { 'last-event-id': String(saved.seq) })
    await resumed.until(all => all.length === 2)
    await b.open(text)
    for (const { data } of [...stream.told, ...resumed.told]) b.hear(text, String(data.update))
    expect(b.read(text).body).toBe('Vi talte om ro. Et. To. Tre.')
    expect(resumed.told.map(({ data }) => data.version)).toEqual([3, 4])
    resumed.end()
  })

  test('is not changed by what comes again, late, or before what it builds on', async () => {
    const { one, visit, point, row } = await together()
    const { id } = await point()
    const text = `point/${id}`
    const writer = createWriter(one, visit.id)
    await writer.open(text)
    const updates: Uint8Array[] = []
    writer.doc(text).on('update', (update: Uint8Array) => updates.push(update))
    for (const word of [' En', ' to', ' tre']) writer.add(text, word)
    const [first, second, third] = updates as [Uint8Array, Uint8Array, Uint8Array]
    const early = await writer.push(text, third)
    expect([early.outcome, (await row(id)).version]).toEqual(['incomplete', 1])
    const outcomes = []
    for (const update of [first, first, second, first, third, third, second])
      outcomes.push((await writer.push(text, update)).outcome)
    expect(outcomes).toEqual(['saved', 'same', 'saved', 'same', 'saved', 'same', 'same'])
    expect(await row(id)).toMatchObject({ body: 'Vi talte om ro. En to tre', version: 4 })
  })

  test('is spared what is no update, what makes it endless, and floods', async () => {
    const { one, visit, path, point, row } = await together()
    const { id } = await point()
    const text = `point/${id}`
    const writer = createWriter(one, visit.id)
    await writer.open(text)
    const sync = (update: string) => one.post(`${path}/sync`, { device: uuidv7(), texts: [{ text, update }] })
    for (const broken of [base64(new Uint8Array([1, 1, 255, 255, 3, 7])), base64(Buffer.from('hej med dig'))])
      expect([broken, (await sync(broken)).body.texts?.[0].outcome]).toEqual([broken, 'broken'])
    expect((await sync('ikke base64')).status).toBe(422)
    expect((await one.post(`${path}/sync`, { device: uuidv7(), texts: [{ text: 'point/1' }] })).status).toBe(422)
    writer.add(text, ` ${'a'.repeat(200_000)}`)
    expect((await writer.push(text)).outcome).toBe('tooLong')
    expect((await sync('A'.repeat(5_000_000))).status).toBe(413)
    expect(await row(id)).toMatchObject({ body: 'Vi talte om ro.', version: 1 })
    const sound = createWriter(one, visit.id)
    await sound.open(text)
    sound.add(text, ' <b>Fed</b> & _x_')
    expect((await sound.push(text)).outcome).toBe('saved')
    const { body } = await row(id)
    expect((await one.patch(`${path}/points/${id}`, 2, { body })).status).toBe(200)
    await sound.push(text)
    expect(sound.read(text).body).toBe(body)
  })

  test('of a point that a colleague deleted is kept, and comes back with the point', async () => {
    const { one, other, visit, path, point, row, history } = await together()
    const { id } = await point()
    const text = `point/${id}`
    const writer = createWriter(other, visit.id)
    await writer.open(text)
    expect((await one.delete(`${path}/points/${id}`, 1)).status).toBe(204)
    writer.add(text, ' Skrevet i toget.')
    expect((await writer.push(text)).outcome).toBe('deleted')
    expect((await history(id))[0]).toMatchObject({ body: 'Vi talte om ro. Skrevet i toget.', writtenBy: other.id })
    const answer = await writer.send({ changes: [{ id: uuidv7(), kind: 'restorePoint', pointId: id }] })
    expect(answer.body.changes[0].outcome).toBe('done')
    expect((await row(id)).body).toBe('Vi talte om ro. Skrevet i toget.')
  })

  test('that somebody goes on writing in is asked about anew with every update, whatever another process did meanwhile', async () => {
    const { one, other, visit, point, row } = await together()
    const { db } = app()
    const { id } = await point()
    const text = `point/${id}`
    const deleted = `point/${(await point()).id}`
    const writer = createWriter(other, visit.id)
    await writer.open(text)
    await writer.open(deleted)
    let letter = 0
    const write = (where = text) => {
      if (where === text) letter += 1
      writer.add(where, where === text ? ` ${letter}` : ' Også her.')
      return writer.push(where)
    }
    const goOn = async () => {
      for (const outcome of ['saved', 'saved', 'saved']) expect((await write()).outcome).toBe(outcome)
    }
    await goOn()
    expect(await row(id)).toMatchObject({ body: 'Vi talte om ro. 1 2 3', version: 4 })

    const setStatus = (status: 'hearing' | 'draft') =>
      db.updateTable('visit').set({ status }).where('id', '=', visit.id).execute()
    await setStatus('hearing')
    expect((await write()).outcome).toBe('locked')
    await setStatus('draft')
    await goOn()

    const place = { visitId: visit.id, userId: other.id }
    await db.deleteFrom('visitConsultant').where('userId', '=', other.id).execute()
    expect((await write()).status).toBe(404)
    await db.insertInto('visitConsultant').values(place).execute()
    await goOn()

    expect((await write(deleted)).outcome).toBe('saved')
    await db.updateTable('point').set({ deletedAt: new Date() }).where('id', '=', deleted.slice(6)).execute()
    expect((await write(deleted)).outcome).toBe('deleted')

    // Another process wrote in the row: the document is read again, and the version goes on from there.
    const before = (await row(id)).version
    await db.updateTable('point').set({ version: 40 }).where('id', '=', id).execute()
    expect(await write()).toMatchObject({ outcome: 'saved', version: 41 })
    expect(before).toBeLessThan(40)
    await goOn()
    const { body } = await row(id)
    expect(body).toBe(`Vi talte om ro.${Array.from({ length: letter }, (_, i) => ` ${i + 1}`).join('')}`)
    expect(writer.read(text).body).toBe(body)

    await db.updateTable('user').set({ active: false }).where('id', '=', other.id).execute()
    expect((await write()).status).toBe(401)
    expect((await one.get(`/api/v1/visits/${visit.id}`)).status).toBe(200)
  })

  test('of a visit in hearing is locked, and nothing of it is lost on the device', async () => {
    const { one, visit, path, point, row } = await together()
    const { id } = await point()
    const writer = createWriter(one, visit.id)
    await writer.open(`point/${id}`)
    await one.post(`${path}/hearing`)
    writer.add(`point/${id}`, ' For sent.')
    expect(await writer.push(`point/${id}`)).toMatchObject({ outcome: 'locked' })
    const { body } = await writer.send({ changes: [{ id: uuidv7(), kind: 'deletePoint', pointId: id }] })
    expect(body.changes[0]).toMatchObject({ outcome: 'refused', problem: { status: 409 } })
    expect(body.visit.status).toBe('hearing')
    expect((await row(id)).body).toBe('Vi talte om ro.')
    await one.send('DELETE', `${path}/hearing`)
    expect((await writer.push(`point/${id}`)).outcome).toBe('saved')
  })

  test('that is saved over the API meanwhile reaches those who write live, and an old version is refused with what is there', async () => {
    const { one, other, visit, path, point, row, history } = await together()
    const { id } = await point()
    const text = `point/${id}`
    const writer = createWriter(other, visit.id)
    await writer.open(text)
    writer.add(text, ' Live.')
    await writer.push(text)
    const stale = await one.patch(`${path}/points/${id}`, 1, { body: 'Gammel' })
    expect([stale.status, stale.body.current.body]).toEqual([412, 'Vi talte om ro. Live.'])
    const { status } = await one.patch(`${path}/points/${id}`, 2, { body: 'Vi talte længe om ro. Live.' })
    expect(status).toBe(200)
    writer.add(text, ' Mere.')
    await writer.push(text)
    expect(writer.read(text).body).toBe('Vi talte længe om ro. Live. Mere.')
    expect(await row(id)).toMatchObject({ body: 'Vi talte længe om ro. Live. Mere.', version: 4 })
    expect((await history(id)).map((r: { body: string; version: number }) => [r.body, r.version])).toEqual([
      ['Vi talte længe om ro. Live. Mere.', 4],
      ['Vi talte længe om ro. Live.', 3],
      ['Vi talte om ro. Live.', 2],
      ['Vi talte om ro.', 1],
    ])
  })

  test('may be a large one of the visit, or a note that nobody else sees', async () => {
    const { one, tilbud, visit, path } = await together()
    const writer = createWriter(one, visit.id)
    for (const text of ['conclusion', 'note/3a']) {
      await writer.open(text)
      writer.add(text, `Noget i ${text}`)
      expect((await writer.push(text)).outcome).toBe('saved')
    }
    const { body } = await one.get(path)
    expect([body.conclusion, body.status]).toEqual(['Noget i conclusion', 'draft'])
    expect(JSON.stringify(body)).not.toContain('note/3a')
    expect((await writer.send({ texts: [{ text: 'note/9' }] })).body.texts[0].outcome).toBe('missing')
    await one.post(`${path}/hearing`)
    const leader = await app().person('leader', [tilbud.id])
    expect((await leader.get(path)).text).not.toContain('note/3a')
  })
})

describe('who is let in', () => {
  test('those who work on the visit; to leaders, strangers and others it does not exist', async () => {
    const { one, tilbud, visit, path, point } = await together()
    await point()
    await one.post(`${path}/hearing`)
    const sent = { device: uuidv7(), texts: [{ text: 'conclusion' }] }
    const presence = { device: uuidv7(), theme: null, text: null }
    const administrator = await app().person('administrator')
    const leader = await app().person('leader', [tilbud.id])
    const stranger = await app().person('consultant')
    for (const [person, wanted] of [
      [leader, 404],
      [stranger, 404],
      [app().client(), 401],
    ] as const) {
      expect((await person.post(`${path}/sync`, sent)).status).toBe(wanted)
      expect((await person.get(`${path}/events`)).status).toBe(wanted)
      expect((await person.post(`${path}/presence`, presence)).status).toBe(wanted)
    }
    expect((await administrator.post(`${path}/sync`, sent)).status).toBe(200)
    expect((await one.post(`/api/v1/visits/${uuidv7()}/sync`, sent)).status).toBe(404)
    await app().db.updateTable('visit').set({ status: 'published' }).where('id', '=', visit.id).execute()
    // A published visit is read by every consultant, but its notes and who is in it are not.
    expect((await stranger.post(`${path}/sync`, sent)).status).toBe(404)
  })

  test('a stream ends with the login, with the user, and with the place on the visit', async () => {
    const { one, other, visit, path } = await together()
    const { db } = app()
    const open = (person: { cookie: () => string }) => watch(app().url, person.cookie(), `${path}/events`)
    const mine = await open(one)
    const theirs = await open(other)
    await db.deleteFrom('session').where('userId', '=', one.id).execute()
    await mine.ended
    await db.deleteFrom('visitConsultant').where('visitId', '=', visit.id).where('userId', '=', other.id).execute()
    await theirs.ended
    expect((await one.get(`${path}/events`)).status).toBe(401)
    expect((await other.get(`${path}/events`)).status).toBe(404)
  })
})

describe('what else is told', () => {
  test('that points and fields changed, and who is where', async () => {
    const { one, other, path, point } = await together()
    const stream = await watch(app().url, other.cookie(), `${path}/events`)
    await point()
    const device = uuidv7()
    expect((await one.post(`${path}/presence`, { device, theme: '3a', text: null })).status).toBe(204)
    await stream.until(all => all.some(({ event }) => event === 'presence'))
    expect(stream.told.map(({ event }) => event)).toEqual(['points', 'visit', 'presence'])
    expect(stream.told[1]?.data).toEqual({ version: 2, status: 'draft' })
    expect(stream.told[2]?.data).toEqual({ userId: one.id, name: one.name, device, theme: '3a', text: null })
    stream.end()
  })

  test('to whom a merge took away words: the colleague deleted the paragraph that they stood in', async () => {
    const { one, other, visit, path, point, row, history } = await together()
    const { id } = await point({ body: 'Første afsnit.\n\nAndet afsnit.' })
    const text = `point/${id}`
    const [a, b] = [createWriter(one, visit.id), createWriter(other, visit.id)]
    await Promise.all([a.open(text), b.open(text)])
    const stream = await watch(app().url, other.cookie(), `${path}/events`)
    a.write(text, { body: 'Første afsnit.' })
    await a.push(text)
    b.write(text, { body: 'Første afsnit.\n\nAndet afsnit. Med en vigtig tilføjelse.' })
    expect((await b.push(text)).outcome).toBe('saved')
    const told = (await stream.until(all => all.some(({ event }) => event === 'removed'))).find(
      ({ event }) => event === 'removed',
    )
    expect(told?.data).toMatchObject({ text, by: one.id, byName: one.name })
    expect((await row(id)).body).not.toContain('vigtig')
    const kept = (await history(id)).find((revision: { removed: boolean }) => revision.removed)
    expect(kept).toMatchObject({ id: told?.data.revisionId, writtenBy: other.id })
    expect(kept.body).toContain('Med en vigtig tilføjelse.')
    a.add(text, ' Mere.')
    await a.push(text)
    expect((await other.post(`${path}/history/${kept.id}/restore`)).status).toBe(200)
    const { body } = await row(id)
    for (const words of ['Første afsnit.', 'Mere.', 'Med en vigtig tilføjelse.'])
      expect(body.split(words), body).toHaveLength(2)
    stream.end()
  })

  test('to whom an offline colleague’s deletion took words that the colleague had not seen', async () => {
    const { one, other, visit, path, point } = await together()
    const { id } = await point({ body: 'Første afsnit.\n\nAndet afsnit.' })
    const text = `point/${id}`
    const [a, b] = [createWriter(one, visit.id), createWriter(other, visit.id)]
    await Promise.all([a.open(text), b.open(text)])
    const stream = await watch(app().url, one.cookie(), `${path}/events`)
    a.write(text, { body: 'Første afsnit.\n\nAndet afsnit. Skrevet live.' })
    await a.push(text)
    b.write(text, { body: 'Første afsnit.' })
    await b.push(text)
    const told = await stream.until(all => all.some(({ event }) => event === 'removed'))
    expect(told.find(({ event }) => event === 'removed')?.data).toMatchObject({
      text,
      by: other.id,
      byName: other.name,
    })
    stream.end()
  })
})

describe('changes', () => {
  test('are done in order, each refused by itself, and the same when they come again', async () => {
    const { one, visit, path, point } = await together()
    const there = await point({ box: 'purple' })
    const [yellow, grey] = [uuidv7(), uuidv7()]
    const created = (id: string, box: string, fields: object = {}) => ({
      id: uuidv7(),
      kind: 'createPoint',
      point: { id, theme: '3a', box, ...fields },
    })
    const changes = [
      created(yellow, 'yellow', { answers: [there.id] }),
      created(grey, 'grey', { heading: 'Tid' }),
      { id: uuidv7(), kind: 'changePoint', pointId: grey, source: 'website' },
      { id: uuidv7(), kind: 'changePoint', pointId: grey, topics: { add: ['Tid', 'Ro'], remove: ['Mad'] } },
      { id: uuidv7(), kind: 'movePoint', pointId: grey, theme: '4', box: 'purple', after: null },
      { id: uuidv7(), kind: 'deletePoint', pointId: uuidv7() },
      {
        id: uuidv7(),
        kind: 'changeVisit',
        topics: { add: ['Tid'] },
        visitedOn: { from: '2026-05-12', to: '2026-05-13' },
      },
    ]
    const writer = createWriter(one, visit.id)
    const outcomes = async () =>
      (await writer.send({ changes })).body.changes.map((done: { outcome: string }) => done.outcome)
    const wanted = ['done', 'done', 'refused', 'done', 'done', 'refused', 'done']
    expect(await outcomes()).toEqual(wanted)
    const { body: first } = await one.get(path)
    const again = await outcomes()
    // The point is purple now, and a source is what a purple point may have.
    expect(again).toEqual(wanted.with(2, 'done'))
    expect(first).toMatchObject({ topics: ['Tid'], visitedOn: '2026-05-13' })
    expect(first.points.find((p: { id: string }) => p.id === yellow)).toMatchObject({ answers: [there.id], body: '' })
    expect(first.points.find((p: { id: string }) => p.id === grey)).toMatchObject({
      ...{ theme: '4', box: 'purple', topics: ['Tid', 'Ro'], heading: 'Tid' },
    })
    expect((await one.get(path)).body.points).toHaveLength(3)
  })

  test('of the facts stand beside a colleague’s; of two dates and of two numbers the second is not set unseen', async () => {
    const { one, other, visit, path } = await together()
    const send = async (person: typeof one, facts: object) =>
      (await createWriter(person, visit.id).send({ changes: [{ id: uuidv7(), kind: 'changeVisit', ...facts }] })).body
        .changes[0]
    const met = (count: number, group: string) => ({ count, group })
    await send(one, { employeesTotal: { from: null, to: 12 }, met: { add: [met(4, 'medarbejdere')] } })
    await send(other, { topics: { add: ['Tid'] }, met: { add: [met(1, 'leder'), met(4, 'medarbejdere')] } })
    await send(one, { met: { add: [met(5, 'medarbejdere')], remove: [met(4, 'medarbejdere')] } })
    for (const facts of [
      { employeesTotal: { from: null, to: 14 } },
      { visitedOn: { from: '2026-05-01', to: '2026-05-02' } },
    ])
      expect(await send(other, facts)).toMatchObject({ outcome: 'refused', problem: { status: 409 } })
    expect((await send(other, { employeesTotal: { from: null, to: 14 } })).problem.title).toBe(
      'En kollega har rettet antal ansatte til 12 imens.',
    )
    // Sent again because its answer was lost.
    expect(await send(other, { employeesTotal: { from: null, to: 12 } })).toMatchObject({ outcome: 'done' })
    expect((await one.get(path)).body).toMatchObject({
      topics: ['Tid'],
      participants: { employeesTotal: 12, met: [met(1, 'leder'), met(5, 'medarbejdere')] },
    })
  })

  test('leave what a colleague linked meanwhile', async () => {
    const { one, other, visit, point, row } = await together()
    const { id } = await point()
    const link = (theme: string) => ({
      changes: [{ id: uuidv7(), kind: 'changePoint', pointId: id, alsoThemes: { add: [theme] } }],
    })
    await createWriter(one, visit.id).send(link('4'))
    await createWriter(other, visit.id).send(link('5'))
    expect((await row(id)).alsoThemes).toEqual(['4', '5'])
  })
})

test('the access log tells that somebody wrote, once a passage, and no word of it', async () => {
  const { one, other, visit, point } = await together()
  const { id } = await point()
  const text = `point/${id}`
  const [a, b] = [createWriter(one, visit.id), createWriter(other, visit.id)]
  await Promise.all([a.open(text), b.open(text)])
  for (const word of ['hemmelig', 'mere', 'endnu']) {
    a.add(text, ` ${word}`)
    await a.push(text)
  }
  await b.push(text)
  b.add(text, ' nu mig')
  await b.push(text)
  const lines = await app().db.selectFrom('log').selectAll().where('visitId', '=', visit.id).execute()
  const written = lines.filter(({ action, subjectId }) => action === 'change' && subjectId === id)
  expect(written.map(({ userId }) => userId)).toEqual([one.id, other.id])
  expect(JSON.stringify(lines)).not.toContain('hemmelig')
})
