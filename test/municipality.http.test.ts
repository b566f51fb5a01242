// The municipality's name, colour and logo: who sets them, what is refused, and where they stand.
import { beforeAll, describe, expect, test } from 'vitest'
import { type Person, useApp } from './support/app.ts'
import { jpeg, png } from './support/picture.ts'

const app = useApp()
const PATH = '/api/v1/municipality'

let administrator: Person
let consultant: Person
let leader: Person

beforeAll(async () => {
  administrator = await app().person('administrator')
  consultant = await app().person('consultant')
  leader = await app().person('leader')
})

const version = async () => (await administrator.get(PATH)).body.version as number

const put = async (person: Person, bytes: Uint8Array, type = 'image/png', of?: number) =>
  person.send('PUT', `${PATH}/logo`, bytes, { 'content-type': type, 'if-match': `"${of ?? (await version())}"` })

describe('over the API', () => {
  test('it has no name, colour or logo until somebody says so', async () => {
    const { body, headers } = await leader.get(PATH)
    expect(body).toEqual({ name: null, colour: null, logo: null, monthsBetweenVisits: 24, version: 1 })
    expect(headers.get('etag')).toBe('"1"')
    expect((await leader.get(`${PATH}/logo`)).status).toBe(404)
  })

  test('only an administrator changes it, and with the version that was read', async () => {
    const change = { name: 'Prøve Kommune' }
    for (const person of [consultant, leader]) {
      expect((await person.patch(PATH, 1, change)).status).toBe(403)
      expect((await put(person, png(), 'image/png', 1)).status).toBe(403)
      expect((await person.delete(`${PATH}/logo`, 1)).status).toBe(403)
    }
    expect((await app().client().get(PATH)).status).toBe(401)
    expect((await administrator.send('PATCH', PATH, change)).status).toBe(428)
    const stale = await administrator.patch(PATH, 7, change)
    expect([stale.status, stale.body.current.version]).toEqual([412, 1])
  })

  test('a logo or a colour needs a name first', async () => {
    expect((await put(administrator, png())).status).toBe(409)
    expect((await administrator.patch(PATH, await version(), { colour: '#1d5d4b' })).status).toBe(422)
  })

  test('a colour that cannot be read on paper is refused, and the nearest that can is named', async () => {
    const refused = await administrator.patch(PATH, await version(), { name: 'Prøve Kommune', colour: '#FFCC00' })
    expect(refused.status).toBe(422)
    expect(refused.body.errors[0].message).toMatch(/for lys.*Den nærmeste, der kan, er #[0-9a-f]{6}\./)
    const nearest = /#[0-9a-f]{6}/.exec(refused.body.errors[0].message)?.[0]
    const saved = await administrator.patch(PATH, await version(), { name: ' Prøve Kommune ', colour: nearest })
    expect(saved.body).toMatchObject({ name: 'Prøve Kommune', colour: nearest, version: 2 })
    for (const colour of ['red', '#fff', '#12345g', 'url(x)', '#123456;}body{display:none'])
      expect((await administrator.patch(PATH, 2, { colour })).status, colour).toBe(422)
  })

  test('a logo is a PNG or a JPEG by its bytes, whatever it is called', async () => {
    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')
    expect((await put(administrator, svg, 'image/svg+xml')).status).toBe(415)
    const lying = await put(administrator, svg)
    expect([lying.status, lying.body.errors[0].message]).toEqual([422, expect.stringContaining('PNG- eller JPEG')])
    expect((await put(administrator, Buffer.alloc(3_000_000))).status).toBe(413)
    expect((await put(administrator, jpeg(), 'image/png')).body.logo).toMatchObject({ type: 'image/jpeg' })
    const bytes = png()
    expect((await put(administrator, bytes)).body.logo).toMatchObject({ type: 'image/png', bytes: bytes.length })
    const logo = await fetch(`${app().url}${PATH}/logo`, { headers: { cookie: leader.cookie() } })
    expect(logo.headers.get('content-type')).toBe('image/png')
    expect(Buffer.from(await logo.arrayBuffer())).toEqual(bytes)
    // Without a name nobody could say what the picture is.
    expect((await administrator.patch(PATH, await version(), { name: null, colour: null })).status).toBe(422)
  })

  test('it stands on the draft, with its name as the words for the picture, and the log tells who set it', async () => {
    const { id: tilbudId } = await app().tilbud()
    const visit = await app().visit(consultant, tilbudId)
    for (const document of ['report', 'conclusion']) {
      const { text } = await consultant.get(`/api/v1/visits/${visit.id}/${document}.html`)
      expect(text).toMatch(/<img src="data:image\/png;base64,[^"]+" alt="Prøve Kommune">/)
      expect(text).toMatch(/html \{ --green: #[0-9a-f]{6}; \}\s*<\/style>/)
    }
    expect((await administrator.delete(`${PATH}/logo`, await version())).body.logo).toBeNull()
    const { text } = await consultant.get(`/api/v1/visits/${visit.id}/report.html`)
    expect(text).toContain('<p class="brand">Prøve Kommune</p>')
    const { items } = (await administrator.get('/api/v1/log?limit=50')).body
    const lines = items.filter(({ subject }: { subject: string }) => subject === 'municipality')
    expect(lines.length).toBeGreaterThan(3)
    expect(lines[0]).toMatchObject({ action: 'change', userId: administrator.id })
  })
})

describe('on its page', () => {
  const form = (fields: object) => new URLSearchParams(Object.entries(fields))
  const logoForm = (bytes: Buffer) => {
    const data = new FormData()
    data.set('file', new Blob([new Uint8Array(bytes)]), 'logo.png')
    return data
  }

  test('an administrator sets name, colour and logo, and sees the cover; others do not come in', async () => {
    for (const person of [consultant, leader]) {
      expect((await person.get('/municipality')).status).toBe(403)
      expect((await person.post('/municipality', form({ name: 'x' }))).status).toBe(403)
    }
    const saved = await administrator.post(
      '/municipality',
      form({ name: 'Ny Kommune', colour: '', version: await version() }),
    )
    expect([saved.status, saved.headers.get('location')]).toEqual([303, '/municipality'])
    const page = (await administrator.get('/municipality')).text
    expect(page).toContain('value="Ny Kommune"')
    expect(page).toContain('Gemt. Navn og farve står på kladder nu')
    expect((await administrator.post(`/municipality/logo?version=${await version()}`, logoForm(png()))).status).toBe(
      303,
    )
    expect((await administrator.get('/municipality')).text).toContain('<image href="data:image/png;base64,')
    expect((await administrator.post(`/municipality/logo/delete?version=${await version()}`, form({}))).status).toBe(
      303,
    )
    expect((await administrator.get('/municipality')).text).not.toContain('<image ')
  })

  test('a refusal shows what was written, and what to do', async () => {
    const refused = await administrator.post(
      '/municipality',
      form({ name: 'Anden Kommune', colour: '#ffee00', version: await version() }),
    )
    expect(refused.status).toBe(422)
    expect(refused.text).toContain('value="Anden Kommune"')
    expect(refused.text).toContain('value="#ffee00"')
    expect(refused.text).toContain('Den nærmeste, der kan, er')
    const svg = await administrator.post(
      `/municipality/logo?version=${await version()}`,
      logoForm(Buffer.from('<svg/>')),
    )
    expect([svg.status, svg.text.includes('hel PNG- eller JPEG-fil')]).toEqual([422, true])
    expect((await administrator.post('/municipality', form({ name: 'x', colour: '', version: 1 }))).status).toBe(412)
    expect((await administrator.post('/municipality/logo?version=1', form({}))).status).toBe(422)
  })
})
