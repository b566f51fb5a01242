// Raw notes: written by the visit's own consultants, sorted into boxes, and seen by nobody else, anywhere.
import { describe, expect, test } from 'vitest'
import { type Person, useApp } from './support/app.ts'

const app = useApp()
const SECRET = 'kladdeord'

async function draft() {
  const tilbud = await app().tilbud()
  const [consultant, colleague] = [await app().person('consultant'), await app().person('consultant')]
  const { id } = await app().visit(consultant, tilbud.id, { consultantIds: [consultant.id, colleague.id] })
  const api = `/api/v1/visits/${id}`
  const path = `/visit/${id}`
  const note = async (theme = '3a') => (await consultant.get(`${api}/notes/${theme}`)).body
  const write = async (body: string, theme = '3a') =>
    (await consultant.patch(`${api}/notes/${theme}`, (await note(theme)).version, { body })).body
  const points = async () => (await consultant.get(`${api}/points`)).body.items
  return { tilbud, consultant, colleague, id, api, path, note, write, points }
}

const form = (fields: Record<string, string | string[]>) =>
  new URLSearchParams(
    Object.entries(fields).flatMap(([name, value]) => [value].flat().map(each => [name, each] as [string, string])),
  )
const bodies = (points: { body: string }[]) => points.map(({ body }) => body)

describe('a raw note', () => {
  test('is written on the theme’s page or among all notes, without JavaScript', async () => {
    const { consultant, path, note } = await draft()
    expect((await consultant.get(`${path}/theme/3a`)).text).toContain('Kladdenoter til tema 3a')
    const answer = await consultant.post(
      `${path}/notes/3a`,
      form({ body: 'Tiden\r\nfylder.', version: '0', from: 'theme' }),
    )
    expect([answer.status, answer.headers.get('location')]).toEqual([303, `${path}/theme/3a#note-3a`])
    expect(await note()).toEqual({ theme: '3a', body: 'Tiden\nfylder.', version: 1 })
    const { text } = await consultant.get(`${path}/notes`)
    expect(text).toContain('Tiden\nfylder.</textarea>')
    expect(text.match(/data-note-start/g)).toHaveLength(8)
  })

  test('of two who write at once holds what both wrote', async () => {
    const { consultant, colleague, path, write, note } = await draft()
    await write('Tiden fylder.')
    await consultant.post(`${path}/notes/3a`, form({ body: 'Tiden fylder.\n\nDer er ro.', version: '1' }))
    await colleague.post(`${path}/notes/3a`, form({ body: 'Tiden fylder meget.', version: '1' }))
    expect((await note()).body).toBe('Tiden fylder meget.\n\nDer er ro.')
    expect((await colleague.get(`${path}/notes`)).text).toContain('flettet sammen')
  })

  test('leaves a plan a plan, until something of it becomes a point', async () => {
    const { consultant, api, note, write } = await draft()
    await write('- først')
    expect((await consultant.get(api)).body.status).toBe('planned')
    const { version } = await note()
    const piece = { start: 0, end: 7 }
    await consultant.post(`${api}/notes/3a/sort`, { box: 'grey', pieces: [piece] }, { 'if-match': `"${version}"` })
    expect((await consultant.get(api)).body.status).toBe('draft')
  })

  test('that cannot be saved comes back as it was typed', async () => {
    const { consultant, id, path, note } = await draft()
    const html = await consultant.post(`${path}/notes/3a`, form({ body: 'se <b>her</b>', version: '0' }))
    expect(html.status).toBe(422)
    expect(html.text).toContain('se &lt;b&gt;her&lt;/b&gt;</textarea>')
    await app().db.updateTable('visit').set({ status: 'published' }).where('id', '=', id).execute()
    const closed = await consultant.post(`${path}/notes/3a`, form({ body: 'for sent', version: '0' }))
    expect(closed.status).toBe(409)
    expect(closed.text).toContain('for sent')
    expect((await note()).body).toBe('')
  })
})

describe('sorting a note', () => {
  test('makes ticked paragraphs points of a box, and takes them out of the note, in one step', async () => {
    const { consultant, path, write, note, points } = await draft()
    await write('- tid\n- ro\n\nEt afsnit om nætterne.')
    const { text } = await consultant.get(`${path}/theme/3a`)
    const passages = [...text.matchAll(/name="passage" value="([^"]+)"/g)].map(([, value]) => value)
    expect(passages).toEqual(['- tid', '- ro', 'Et afsnit om nætterne.'])
    const sent = { body: (await note()).body, version: '1', from: 'theme', step: 'purple' }
    const answer = await consultant.post(
      `${path}/notes/3a`,
      form({ ...sent, passage: ['- ro', 'Et afsnit om nætterne.'] }),
    )
    expect(answer.status).toBe(303)
    expect(await points()).toMatchObject([
      { theme: '3a', box: 'purple', body: 'ro', saidOnTheDay: true },
      { theme: '3a', box: 'purple', body: 'Et afsnit om nætterne.' },
    ])
    expect((await note()).body).toBe('- tid')
    const after = await consultant.get((answer.headers.get('location') ?? '').split('#')[0] ?? '')
    expect(after.text).toContain('2 fokuspunkter fra noten står nu i temaets bokse')
  })

  test('saves what was typed in the same form first', async () => {
    const { consultant, path, write, note, points } = await draft()
    await write('- tid\n- ro')
    const body = '- tid\n- ro\n- mere'
    await consultant.post(`${path}/notes/3a`, form({ body, version: '1', step: 'grey', passage: '- ro' }))
    expect(bodies(await points())).toEqual(['ro'])
    expect((await note()).body).toBe('- tid\n\n- mere')
  })

  test('writes nothing when something of it cannot be done', async () => {
    const { consultant, path, write, note, points } = await draft()
    await write('- tid\n- ro')
    const version = `${(await note()).version}`
    const body = '- tid\n- ro'
    for (const fields of [{}, { passage: 'findes ikke' }, { passage: ['- ro', '- ro'] }] as Record<string, string>[]) {
      const answer = await consultant.post(`${path}/notes/3a`, form({ body, version, step: 'grey', ...fields }))
      expect([409, 422]).toContain(answer.status)
      expect(answer.text).toContain('- tid\n- ro</textarea>')
    }
    expect(await points()).toEqual([])
    expect((await note()).body).toBe(body)
  })

  test('by a program keeps to the version that it read, and to ids that it chose', async () => {
    const { consultant, api, write, note, points } = await draft()
    await write('tid\nro')
    const sort = (version: number, body: object) =>
      consultant.post(`${api}/notes/3a/sort`, body, { 'if-match': `"${version}"` })
    const id = '01890000-0000-7000-8000-00000000aaaa'
    const done = await sort(1, { box: 'yellow', pieces: [{ start: 4, end: 6, id }] })
    expect(done.status).toBe(200)
    expect(done.body.note).toEqual({ theme: '3a', body: 'tid', version: 2 })
    expect(done.body.points).toMatchObject([{ id, box: 'yellow', body: 'ro' }])
    const stale = await sort(1, { box: 'yellow', pieces: [{ start: 0, end: 3 }] })
    expect([stale.status, stale.body.current.body]).toEqual([412, 'tid'])
    for (const pieces of [[], [{ start: 0, end: 99 }], [{ start: 2, end: 2 }]])
      expect((await sort(2, { box: 'grey', pieces })).status).toBe(422)
    expect((await consultant.patch(`${api}/notes/99`, 0, { body: 'x' })).status).toBe(404)
    expect((await note()).body).toBe('tid')
    expect(bodies(await points())).toEqual(['ro'])
  })

  test('can be undone: the note’s history has every text', async () => {
    const { consultant, path, write, note } = await draft()
    await write('tid\nro')
    await consultant.post(`${path}/notes/3a`, form({ body: 'tid\nro', version: '1', step: 'grey', passage: 'tid\nro' }))
    expect((await note()).body).toBe('')
    const { text } = await consultant.get(`${path}/history?note=3a`)
    expect(text).toContain('Kladdenoter til tema 3a')
    const revision = /name="revision" value="([^"]+)"/.exec(text)?.[1] ?? ''
    const answer = await consultant.post(`${path}/history`, form({ revision }))
    expect(answer.headers.get('location')).toBe(`${path}/history?note=3a`)
    expect((await note()).body).toBe('tid\nro')
  })
})

describe('raw notes are the consultants’ own', () => {
  async function written() {
    const all = await draft()
    await all.write(`Leder sagde ${SECRET}.`)
    await all.write(`Leder sagde ${SECRET} igen.`)
    const point = { theme: '3a', box: 'purple', body: 'Et fokuspunkt.' }
    await all.consultant.post(`${all.api}/points`, point)
    const people = {
      stranger: await app().person('consultant'),
      leader: await app().person('leader', [all.tilbud.id]),
      administrator: await app().person('administrator'),
    }
    return { ...all, people }
  }

  test.each(['draft', 'hearing', 'published'] as const)(
    'a visit that is %s: for all others they do not exist',
    async status => {
      const { id, api, path, people, consultant } = await written()
      const { items } = (await consultant.get(`${api}/history`)).body
      const revision = items.find((item: { field: string }) => item.field === 'note')
      await app().db.updateTable('visit').set({ status }).where('id', '=', id).execute()
      for (const [role, person] of Object.entries(people) as [string, Person][]) {
        const refused = role === 'leader' ? 403 : 404
        for (const address of [`${path}/notes`, `${api}/notes`, `${api}/notes/3a`, `${path}/history?note=3a`])
          expect([role, address, (await person.get(address)).status]).toEqual([role, address, refused])
        expect((await person.patch(`${api}/notes/3a`, 2, { body: 'x' })).status).not.toBe(200)
        expect((await person.post(`${path}/notes/3a`, form({ body: 'x', version: '2' }))).status).toBe(refused)
        const sorting = { box: 'grey', pieces: [{ start: 0, end: 5 }] }
        expect((await person.post(`${api}/notes/3a/sort`, sorting, { 'if-match': '"2"' })).status).not.toBe(200)
        expect((await person.post(`${api}/history/${revision.id}/restore`)).status).not.toBe(200)
        expect((await person.post(`${path}/history`, form({ revision: revision.id }))).status).toBe(refused)
      }
      expect((await consultant.get(`${api}/notes/3a`)).body.body).toContain(SECRET)
    },
  )

  test('no page, answer, report, finding, comparison or search of anybody else holds a word of them', async () => {
    const { id, api, path, people, consultant } = await written()
    await app().db.updateTable('visit').set({ status: 'published' }).where('id', '=', id).execute()
    const addresses = [
      ...[path, `${path}/theme/3a`, `${path}/history`, `${path}/room`, `${path}/brief`, `${path}/bin`, `${path}/proof`],
      ...[`${path}/report`, api, `${api}/points`, `${api}/history?limit=200`, `${api}/proof`, `${api}/report.html`],
      ...[`${api}/copy`, `${api}/bin`, `${api}/brief`, '/api/v1/compare', '/compare', '/compare/theme/3a'],
      ...[`/search?q=${SECRET}`, `/api/v1/search?q=${SECRET}`, '/api/v1/log?limit=200', '/log'],
    ]
    for (const person of Object.values(people))
      for (const address of addresses)
        expect([
          address,
          (await person.get(address)).text.replaceAll(`q=${SECRET}`, '').includes(`sagde ${SECRET}`),
        ]).toEqual([address, false])
    // What is printed and searched holds none of them for the consultants either.
    for (const address of [`${path}/report`, `${api}/report.html`, `${api}/proof`, `/api/v1/search?q=${SECRET}`, api])
      expect([address, (await consultant.get(address)).text.includes(`sagde ${SECRET}`)]).toEqual([address, false])
    expect((await consultant.get(`${path}/theme/3a`)).text).toContain(SECRET)
  })

  test('an administrator who writes together with them gets none', async () => {
    const { api, people, consultant } = await written()
    const device = '01890000-0000-7000-8000-00000000bbbb'
    const ask = { device, changes: [], texts: [{ text: 'note/3a' }] }
    expect((await consultant.post(`${api}/sync`, ask)).body.texts[0]).toMatchObject({ outcome: 'same' })
    const { texts } = (await people.administrator.post(`${api}/sync`, ask)).body
    expect(texts).toEqual([{ text: 'note/3a', outcome: 'missing' }])
  })
})
