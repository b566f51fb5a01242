// What a device takes along of a visit's past.
import { describe, expect, test } from 'vitest'
import { fitting } from '../src/visit/past.rules.ts'
import { useApp } from './support/app.ts'

const app = useApp()

async function draft() {
  const tilbud = await app().tilbud()
  const [anna, outsider] = [await app().person('consultant'), await app().person('consultant')]
  const visit = await app().visit(anna, tilbud.id)
  const home = `/api/v1/visits/${visit.id}`
  const add = async (body: string) => (await anna.post(`${home}/points`, { theme: '3a', box: 'purple', body })).body
  const write = async (id: string, body: string) => {
    const { version } = (await anna.get(`${home}/points/${id}`)).body
    await anna.patch(`${home}/points/${id}`, version, { body })
  }
  return { anna, outsider, home, add, write, tilbud }
}

describe('the past of a visit', () => {
  test('is the newest ten revisions of each text, with where a point stands, and which is the first', async () => {
    const { anna, home, add, write } = await draft()
    const [often, seldom] = [await add('Nummer 1'), await add('Kun én gang')]
    for (let i = 2; i <= 12; i++) await write(often.id, `Nummer ${i}`)
    const { status, body, headers } = await anna.get(`${home}/past`)
    expect(status).toBe(200)
    const of = (id: string) => body.revisions.filter((one: { pointId: string }) => one.pointId === id)
    expect(of(often.id).map((one: { body: string }) => one.body)).toEqual([12, 11, 10, 9, 8, 7, 6, 5, 4, 3].map(i => `Nummer ${i}`)) // biome-ignore format: one line
    expect(of(often.id).some((one: { isFirst: boolean }) => one.isFirst)).toBe(false)
    expect(of(seldom.id)).toMatchObject([{ theme: '3a', box: 'purple', isFirst: true, writtenByName: anna.name }])
    expect((await anna.get(`${home}/past`, { 'if-none-match': headers.get('etag') ?? '' })).status).toBe(304)
    await write(seldom.id, 'To gange')
    expect((await anna.get(`${home}/past`, { 'if-none-match': headers.get('etag') ?? '' })).status).toBe(200)
  })

  test('is read by those who work on the visit, once in the log, and by nobody else', async () => {
    const { anna, outsider, home, add, tilbud } = await draft()
    await add('Et punkt')
    const leader = await app().person('leader', [tilbud.id])
    expect((await outsider.get(`${home}/past`)).status).toBe(404)
    expect([403, 404]).toContain((await leader.get(`${home}/past`)).status)
    const reads = async () => {
      const administrator = await app().person('administrator')
      const { body } = await administrator.get('/api/v1/log?limit=200')
      return body.items.filter((line: { action: string; visitId: string; userId: string }) => line.action === 'read' && home.endsWith(line.visitId ?? '-') && line.userId === anna.id).length // biome-ignore format: one line
    }
    const before = await reads()
    const { headers } = await anna.get(`${home}/past`)
    await anna.get(`${home}/past`, { 'if-none-match': headers.get('etag') ?? '' })
    expect(await reads()).toBe(before + 1)
  })

  test('has the raw notes of those who take them', async () => {
    const { anna, home } = await draft()
    const { body } = await anna.get(`${home}/notes/3a`)
    await anna.patch(`${home}/notes/3a`, body.version, { body: 'En kladde' })
    const notes = async (person: typeof anna) => {
      const found = (await person.get(`${home}/past`)).body.revisions as { field: string; theme: string }[]
      return found.filter(({ field }) => field === 'note').map(({ theme }) => theme)
    }
    expect(await notes(anna)).toEqual(['3a'])
    expect(await notes(await app().person('administrator'))).toEqual([])
  })
})

describe('what fits', () => {
  const now = new Date('2026-12-01T12:00:00Z')
  const row = (id: string, length: number, deleted = false, pointId = 'a', at = now) => ({ id, pointId, deleted, heading: null, body: 'x'.repeat(length), writtenAt: at }) // biome-ignore format: one line
  const since = new Date('2026-11-01T12:00:00Z')
  const ids = (rows: ReturnType<typeof row>[]) => fitting(rows, since, 100).map(({ id }) => id)

  test.each([
    ['the newest, within so many letters', [row('3', 60), row('2', 40), row('1', 1)], ['3', '2']],
    ['and always what lies in the bin', [row('3', 101), row('2', 50, true, 'b'), row('1', 50, false, 'b')], ['2']],
    ['but not what has left it', [row('2', 101), row('1', 1, true, 'b', new Date('2026-10-01T12:00:00Z'))], []],
    ['nor what came back', [row('2', 101, false, 'b'), row('1', 1, true, 'b')], []],
  ])('%s', (_name, rows, expected) => expect(ids(rows)).toEqual(expected))
})
