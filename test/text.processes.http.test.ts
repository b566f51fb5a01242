// Real processes: one that is killed between two requests, and two on one database that serve two consultants of a visit.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openPlace } from './support/place.ts'
import { createWriter, watch } from './support/writer.ts'

let place: Awaited<ReturnType<typeof openPlace>>

beforeAll(async () => {
  place = await openPlace()
}, 180_000)
afterAll(() => place?.close())

test('a server that is killed while one writes has everything that it said it saved, once', {
  timeout: 240_000,
}, async () => {
  const { visitId, pointId, emails } = place
  const text = `point/${pointId}`
  const written: string[] = []
  let cookie = ''
  let uncertain: { update: Uint8Array; sentence: string } | null = null
  for (let life = 1; life <= 3; life += 1) {
    const server = await place.start()
    const person = await server.logIn(emails[0], cookie)
    cookie = person.cookie()
    const writer = createWriter(person, visitId)
    await writer.open(text)
    if (uncertain) {
      // Sent again by a device that got no answer.
      expect(['saved', 'same']).toContain((await writer.push(text, uncertain.update)).outcome)
      written.push(uncertain.sentence)
    }
    expect(writer.read(text).body).toBe(written.join(' '))
    for (let number = 1; number <= 12; number += 1) {
      const sentence = `Liv ${life} sætning ${number}.`
      writer.add(text, ` ${sentence}`)
      expect((await writer.push(text)).outcome).toBe('saved')
      written.push(sentence)
    }
    const { body } = (await person.get(`/api/v1/visits/${visitId}/points/${pointId}`)).body
    expect(body).toBe(written.join(' '))
    if (life === 3) {
      const { items } = (await person.get(`/api/v1/visits/${visitId}/history?pointId=${pointId}`)).body
      expect(items[0].body).toBe(body)
      await server.kill('SIGTERM')
      return
    }
    // In the middle of a request: whether it was saved is not known.
    const sentence = `Liv ${life} uvist.`
    writer.add(text, ` ${sentence}`)
    uncertain = { update: writer.waiting(text), sentence }
    const unanswered = writer.push(text).catch(() => null)
    await new Promise(resolve => setTimeout(resolve, life * 3))
    await server.kill()
    await unanswered
  }
})

test('two processes serve two consultants of one visit, each hearing of the other', { timeout: 120_000 }, async () => {
  if (place.kind === 'embedded') return // one process at a time
  const { visitId, pointId, emails } = place
  const text = `point/${pointId}`
  const servers = await Promise.all([place.start(), place.start()])
  const [signe, jonas] = await Promise.all(servers.map((server, i) => server.logIn(emails[i] ?? '')))
  if (!signe || !jonas) throw new Error('nobody is logged in')
  const [a, b] = [createWriter(signe, visitId), createWriter(jonas, visitId)]
  const path = `/api/v1/visits/${visitId}/events`
  const [left, right] = await Promise.all([
    watch(servers[0]?.url ?? '', signe.cookie(), path),
    watch(servers[1]?.url ?? '', jonas.cookie(), path),
  ])
  await Promise.all([a.open(text), b.open(text)])
  const before = a.read(text).body
  // Both write at once, in turn and on top of each other, through different processes with documents of their own in memory.
  for (let round = 0; round < 10; round += 1) {
    a.add(text, ` Signe ${round}.`)
    b.write(text, { heading: `Jonas ${round}` })
    const outcomes = await Promise.all([a.push(text), b.push(text)])
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(['saved', 'saved'])
  }
  const from = (device: string) => (all: { data: Record<string, unknown> }[]) =>
    all.filter(({ data }) => data.device === device).length === 10
  for (const { data } of await left.until(from(b.device))) a.hear(text, String(data.update))
  for (const { data } of await right.until(from(a.device))) b.hear(text, String(data.update))
  expect(a.read(text)).toEqual(b.read(text))
  expect(a.read(text).heading).toBe('Jonas 9')
  for (let round = 0; round < 10; round += 1) expect(a.read(text).body.split(` Signe ${round}.`)).toHaveLength(2)
  const row = (await signe.get(`/api/v1/visits/${visitId}/points/${pointId}`)).body
  expect(row).toMatchObject(a.read(text))
  expect(row.body.startsWith(before)).toBe(true)
  // A stop ends the streams at once.
  const began = Date.now()
  await Promise.all([...servers.map(server => server.kill('SIGTERM')), left.ended, right.ended])
  expect(Date.now() - began).toBeLessThan(9_000)
})
