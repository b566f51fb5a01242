// The history of what was written: who, when, which words; and an earlier text brought back.
import { v7 as uuidv7 } from 'uuid'
import { describe, expect, test } from 'vitest'
import { type Person, useApp } from './support/app.ts'

const app = useApp()

async function draft() {
  const tilbud = await app().tilbud()
  const [consultant, colleague] = [await app().person('consultant'), await app().person('consultant')]
  const { id } = await app().visit(consultant, tilbud.id, { consultantIds: [consultant.id, colleague.id] })
  const api = `/api/v1/visits/${id}`
  const point = async (fields: object) =>
    (await consultant.post(`${api}/points`, { theme: '3a', box: 'grey', body: 'Tekst', ...fields })).body
  const change = async (who: Person, pointId: string, fields: object) => {
    const path = `${api}/points/${pointId}`
    const { version } = (await who.get(path)).body
    return who.patch(path, version, fields)
  }
  return { tilbud, consultant, colleague, id, api, path: `/visit/${id}/history`, point, change }
}

const form = (fields: Record<string, string>) => new URLSearchParams(fields)
const page = async (who: Person, path: string) => {
  const { status, text } = await who.get(path)
  return { status, text: text.replaceAll('&#x3D;', '=').replaceAll('&amp;', '&') }
}
const revisionsIn = (text: string) => [...text.matchAll(/name="revision" value="([^"]+)"/g)].map(([, id]) => id ?? '')
/** The page as it is read: without tags, white space as one space. */
const read = (html: string) => html.replaceAll(/<[^>]+>/g, '').replaceAll(/\s+/g, ' ')

describe('the history of a point', () => {
  test('tells who changed which words, told without colour', async () => {
    const { consultant, colleague, path, point, change } = await draft()
    const { id } = await point({ box: 'purple', body: 'finde en ramme for sparring' })
    await change(colleague, id, { body: 'finde en fast ramme for faglig sparring' })
    const { status, text } = await consultant.get(`${path}?point=${id}`)
    expect(status).toBe(200)
    expect(text).toContain('Tema 3a · fokuspunkt 1')
    expect(text).toContain(colleague.name)
    expect(text).toMatch(/<ins><span class="sr-only">\[tilføjet: <\/span>fast <span class="sr-only">\]<\/span><\/ins>/)
    expect(read(text)).toContain('finde en [tilføjet: fast ]ramme for [tilføjet: faglig ]sparring')
  })

  test('groups what one person wrote on one day, the newest first', async () => {
    const { consultant, colleague, path, point, change } = await draft()
    const { id } = await point({ body: 'en' })
    for (const [who, body] of [
      [consultant, 'to'],
      [colleague, 'tre'],
      [consultant, 'fire'],
    ] as const)
      await change(who, id, { body })
    const { text } = await consultant.get(`${path}?point=${id}`)
    const headings = [...text.matchAll(/<h2 id="group[^>]*>([^<]+)</g)].map(([, heading]) => heading?.split(',')[0])
    expect(headings).toEqual([consultant.name, colleague.name, consultant.name])
    expect(read(text).indexOf('[tilføjet: fire')).toBeLessThan(read(text).indexOf('[tilføjet: tre'))
  })

  test('keeps its order when another server’s clock was an hour ahead', async () => {
    const { consultant, id: visitId, path, point, change } = await draft()
    const { id } = await point({ body: 'en' })
    const ahead = uuidv7({ msecs: Date.now() + 3_600_000 })
    const revision = { id: ahead, visitId, field: 'point', pointId: id, version: 1, body: 'to' } as const
    await app()
      .db.insertInto('revision')
      .values({ ...revision, writtenBy: consultant.id })
      .execute()
    for (const body of ['tre', 'fire']) await change(consultant, id, { body })
    const text = read((await consultant.get(`${path}?point=${id}`)).text)
    const places = ['fire', 'tre', 'to'].map(word => text.indexOf(`[tilføjet: ${word}`))
    expect(places).toEqual([...places].sort((one, other) => one - other))
    expect(places).not.toContain(-1)
  })

  test('brings any earlier text back as a new revision, once', async () => {
    const { consultant, path, point, change } = await draft()
    const { id } = await point({ heading: 'Tid', body: 'Den første tekst.' })
    await change(consultant, id, { heading: null, body: 'Den anden.' })
    await change(consultant, id, { body: 'Den tredje.' })
    const revisions = revisionsIn((await consultant.get(`${path}?point=${id}`)).text)
    expect(revisions).toHaveLength(2)
    const answer = await consultant.post(path, form({ revision: revisions[1] ?? '' }))
    expect([answer.status, answer.headers.get('location')]).toEqual([303, `${path}?point=${id}`])
    const { text } = await consultant.get(`${path}?point=${id}`)
    expect(text).toContain('Teksten er gendannet')
    expect(text.match(/Står der nu/g)).toHaveLength(2)
    const api = path.replace('/visit/', '/api/v1/visits/').replace('/history', '')
    const there = (await consultant.get(`${api}/points/${id}`)).body
    expect([there.heading, there.body]).toEqual(['Tid', 'Den første tekst.'])
    expect((await consultant.get(`${api}/history?pointId=${id}`)).body.items).toHaveLength(4)
    await consultant.post(path, form({ revision: revisions[1] ?? '' }))
    expect((await consultant.get(`${api}/history?pointId=${id}`)).body.items).toHaveLength(4)
  })

  test('tells of a deletion and brings the point back with an older text', async () => {
    const { consultant, api, path, point, change } = await draft()
    const { id } = await point({ body: 'Den ældste.' })
    await change(consultant, id, { body: 'Den nyeste.' })
    const { version } = (await consultant.get(`${api}/points/${id}`)).body
    await consultant.delete(`${api}/points/${id}`, version)
    const { text } = await consultant.get(`${path}?point=${id}`)
    expect(text).toContain('slettede punktet')
    expect(text).toContain('(slettet)')
    const oldest = revisionsIn(text).at(-1) ?? ''
    await consultant.post(path, form({ revision: oldest }))
    expect((await consultant.get(`${api}/points/${id}`)).body.body).toBe('Den ældste.')
    expect((await consultant.get(`${path}?point=${id}`)).text).toContain('hentede punktet tilbage')
  })

  test('shows what was typed as text, never as code', async () => {
    const { consultant, path, point, change } = await draft()
    const { id } = await point({ body: 'a < b & "c"' })
    await change(consultant, id, { body: 'a < b & {{d}}' })
    const { text } = await consultant.get(`${path}?point=${id}`)
    expect(text).toContain('a &lt; b &amp; ')
    expect(text).toContain('{{d}}')
  })

  test('is reached from the point’s menu and from the visit', async () => {
    const { consultant, id, path, point } = await draft()
    const written = await point({})
    const { text } = await page(consultant, `/visit/${id}/theme/3a`)
    expect(text).toContain(`href="${path}?point=${written.id}"`)
    expect(text).toContain(`href="${path}"`)
  })
})

describe('the history of a visit', () => {
  test('holds points, impression and conclusion, each named, and restores them', async () => {
    const { consultant, id, api, path, point } = await draft()
    await point({ heading: 'Ro', body: 'Der er ro.' })
    for (const conclusion of ['Et første bud.', 'Et andet bud.']) {
      const { version } = (await consultant.get(api)).body
      await consultant.patch(api, version, { conclusion })
    }
    const { version } = (await consultant.get(api)).body
    await consultant.patch(api, version, { overallImpression: 'Der var liv.' })
    const { text } = await consultant.get(path)
    for (const name of ['Tema 3a · punkt 1', 'Samlede indtryk', 'Konklusion']) expect(text).toContain(name)
    const [older = ''] = revisionsIn((await consultant.get(`${path}?field=conclusion`)).text)
    await consultant.post(path, form({ revision: older }))
    expect((await consultant.get(api)).body.conclusion).toBe('Et første bud.')
    expect((await page(consultant, `/visit/${id}/conclusion`)).text).toContain(`href="${path}?field=conclusion"`)
  })

  test('comes in pages', async () => {
    const { consultant, path, point, change } = await draft()
    const { id } = await point({ body: 'tekst 0' })
    for (let number = 1; number <= 51; number++) await change(consultant, id, { body: `tekst ${number}` })
    const first = await page(consultant, path)
    const older = /href="([^"]+after=[^"]+)"/.exec(first.text)?.[1] ?? ''
    const second = await consultant.get(older)
    expect(first.text.match(/class="history-entry"/g)).toHaveLength(50)
    expect(second.text.match(/class="history-entry"/g)).toHaveLength(2)
    expect(second.text).toContain('skrev et nyt punkt')
    expect(second.text).toContain('Nyeste')
  })

  test('can be read but not restored while the visit is in hearing', async () => {
    const { consultant, api, id, path, point, change } = await draft()
    const written = await point({ body: 'Første.' })
    await change(consultant, written.id, { body: 'Anden.' })
    const [revision = ''] = revisionsIn((await consultant.get(path)).text)
    await app().db.updateTable('visit').set({ status: 'hearing' }).where('id', '=', id).execute()
    expect(revisionsIn((await consultant.get(path)).text)).toEqual([])
    await consultant.post(path, form({ revision }))
    expect((await consultant.get(`${path}?point=${written.id}`)).text).toContain('sendt i høring')
    expect((await consultant.get(`${api}/points/${written.id}`)).body.body).toBe('Anden.')
  })

  test('does not exist for others, for unknown texts, nor for texts of another visit', async () => {
    const { tilbud, consultant, id, path } = await draft()
    const other = await draft()
    const foreign = await other.point({})
    const [stranger, leader, administrator] = [
      await app().person('consultant'),
      await app().person('leader', [tilbud.id]),
      await app().person('administrator'),
    ]
    await app().db.updateTable('visit').set({ status: 'published' }).where('id', '=', id).execute()
    expect((await stranger.get(path)).status).toBe(404)
    expect((await stranger.post(path, form({ revision: 'x' }))).status).toBe(404)
    expect((await leader.get(path)).status).toBe(403)
    expect((await administrator.get(path)).status).toBe(200)
    for (const query of ['point=1', `point=${foreign.id}`, 'field=body', 'field=note', 'after=1'])
      expect([query, (await consultant.get(`${path}?${query}`)).status]).toEqual([query, 404])
    const [revision] = (await other.consultant.get(`${other.api}/history`)).body.items
    expect((await consultant.post(path, form({ revision: revision.id }))).status).toBe(404)
  })
})
