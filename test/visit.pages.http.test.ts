// The pages where a visit is planned and written, as a browser without JavaScript asks for them.
import { describe, expect, test } from 'vitest'
import { type Person, useApp } from './support/app.ts'

const app = useApp()

const form = (fields: Record<string, string | string[]>) =>
  new URLSearchParams(
    Object.entries(fields).flatMap(([name, value]) => [value].flat().map(each => [name, each] as [string, string])),
  )

async function draft() {
  const tilbud = await app().tilbud()
  const consultant = await app().person('consultant')
  const { id } = await app().visit(consultant, tilbud.id)
  const path = `/visit/${id}`
  const point = async (fields: object) =>
    (await consultant.post(`/api/v1/visits/${id}/points`, { theme: '3a', box: 'grey', body: 'Tekst', ...fields })).body
  return { tilbud, consultant, id, path, point }
}

const points = async (person: Person, id: string) => (await person.get(`/api/v1/visits/${id}/points`)).body.items

describe('the list of visits', () => {
  test("holds a consultant's own visits by what they want, and nobody else's", async () => {
    const { tilbud, consultant } = await draft()
    const other = await draft()
    const { text } = await consultant.get('/visit')
    expect(text).toContain('Planlagt')
    expect(text).toContain(tilbud.name)
    expect(text).toContain('Ikke begyndt')
    expect(text).not.toContain(other.tilbud.name)
  })

  test('shows an administrator all visits, and those of one status or centre', async () => {
    const { tilbud } = await draft()
    const other = await draft()
    const administrator = await app().person('administrator')
    expect((await administrator.get('/visit')).text).toContain(tilbud.name)
    expect((await administrator.get('/visit?status=published')).text).not.toContain(tilbud.name)
    const ofCentre = await administrator.get(`/visit?centreId=${tilbud.centreId}`)
    expect(ofCentre.text).toContain(tilbud.name)
    expect(ofCentre.text).not.toContain(other.tilbud.name)
  })

  test('is not for leaders', async () => {
    expect((await (await app().person('leader')).get('/visit')).status).toBe(403)
  })
})

describe('a new visit', () => {
  test('is planned with tilbud, date and consultants', async () => {
    const tilbud = await app().tilbud()
    const consultant = await app().person('consultant')
    const fields = { tilbudId: tilbud.id, visitedOn: '2026-05-12', consultantIds: consultant.id }
    const answer = await consultant.post('/visit/new', form(fields))
    expect(answer.status).toBe(303)
    expect((await consultant.get(answer.headers.get('location') ?? '')).text).toContain('12. maj 2026')
  })

  test('that lacks something comes back with what was typed and what to do', async () => {
    const consultant = await app().person('consultant')
    const { status, text } = await consultant.post('/visit/new', form({ visitedOn: '2026-05-12' }))
    expect(status).toBe(422)
    expect(text).toContain('Vælg et tilbud.')
    expect(text).toContain('value="2026-05-12"')
  })
})

describe('the pages of a visit', () => {
  test('answer 404 to consultants who are not on it, to broken ids and to unknown themes', async () => {
    const { consultant, path } = await draft()
    const stranger = await app().person('consultant')
    for (const part of ['', '/theme/3a', '/facts', '/impression', '/conclusion', '/report', '/hearing', '/publication'])
      expect([part, (await stranger.get(path + part)).status]).toEqual([part, 404])
    expect((await consultant.get(`${path}/theme/99`)).status).toBe(404)
    for (const broken of ['/visit/ikke-et-id', '/visit/%00', '/report/1', '/visit/1/theme/3a'])
      expect((await consultant.get(broken)).status).toBeLessThan(500)
    expect((await consultant.get('/visit/ikke-et-id/theme/3a')).status).toBe(404)
  })

  test('say how far each theme is, in words', async () => {
    const { consultant, path, point } = await draft()
    const purple = await point({ box: 'purple' })
    await point({ box: 'yellow', answers: [purple.id] })
    await point({ box: 'yellow' })
    const { text } = await consultant.get(path)
    expect(text).toContain('1 fokuspunkt\u00a0· 2 forslag')
    expect(text).toContain('ikke begyndt')
  })
})

describe('a theme', () => {
  test('shows the three boxes with their headings, numbers and what an empty one will say', async () => {
    const { consultant, path, point } = await draft()
    await point({ box: 'purple', heading: 'Sparring', alsoThemes: ['4'] })
    const { text } = await consultant.get(`${path}/theme/3a`)
    for (const heading of ['Vi talte om', 'Dette peger på at …', 'Ledere og medarbejdere peger på …'])
      expect(text).toContain(heading)
    expect(text).toContain('<span class="sr-only">Fokuspunkt </span>1')
    expect(text).toContain('også i tema 4')
    expect(text).toContain('Står boksen tom, skriver rapporten')
    const other = await consultant.get(`${path}/theme/4`)
    expect(other.text).toContain('Sparring')
    expect(other.text).toContain('(tema 3a, fokuspunkt 1)')
    expect(other.text).toContain('se tema 3a.')
  })

  test('takes a new point, and a suggestion with what it answers', async () => {
    const { consultant, id, path, point } = await draft()
    const purple = await point({ box: 'purple' })
    const fields = { box: 'yellow', heading: '', body: 'En fredet time', answers: purple.id }
    const answer = await consultant.post(`${path}/theme/3a`, form(fields))
    const [, yellow] = await points(consultant, id)
    expect(answer.headers.get('location')).toBe(`${path}/theme/3a#point-${yellow.id}`)
    expect(yellow).toMatchObject({ body: 'En fredet time', heading: null, answers: [purple.id] })
  })

  test('gives an empty or refused new point back with its text', async () => {
    const { consultant, path } = await draft()
    expect((await consultant.post(`${path}/theme/3a`, form({ box: 'grey', body: ' ' }))).text).toContain(
      'Skriv en tekst.',
    )
    const { status, text } = await consultant.post(`${path}/theme/3a`, form({ box: 'grey', body: 'Et <b>tegn</b>' }))
    expect(status).toBe(422)
    expect(text).toContain('Et &lt;b&gt;tegn&lt;/b&gt;')
  })
})

describe('a point', () => {
  const written = (point: { version: number }, fields: object = {}) => ({
    version: String(point.version),
    heading: '',
    body: 'Ny tekst',
    saidOnTheDay: 'yes',
    step: 'save',
    ...fields,
  })

  test('is saved with its text, themes, topics and source', async () => {
    const { consultant, id, path, point } = await draft()
    const purple = await point({ box: 'purple' })
    const fields = written(purple, { alsoThemes: ['1', '4'], topics: 'Tid, Rum', source: 'observation' })
    expect((await consultant.post(`${path}/point/${purple.id}`, form(fields as never))).status).toBe(303)
    const [saved] = await points(consultant, id)
    expect(saved).toMatchObject({
      body: 'Ny tekst',
      alsoThemes: ['1', '4'],
      topics: ['Tid', 'Rum'],
      source: 'observation',
      saidOnTheDay: true,
    })
  })

  test("is merged with the colleague's text when the colleague was first, and says so", async () => {
    const { consultant, id, path, point } = await draft()
    const grey = await point({ body: 'Vi talte om mad. Vi talte om ro.' })
    const save = (version: number, body: string) =>
      consultant.post(`${path}/point/${grey.id}`, form(written({ version }, { body }) as never))
    await consultant.patch(`/api/v1/visits/${id}/points/${grey.id}`, 1, {
      heading: 'Hverdag',
      body: 'Vi talte længe om mad. Vi talte om ro.',
    })
    expect((await save(1, 'Vi talte om mad. Vi talte om ro. Og om ture.')).status).toBe(303)
    const [merged] = await points(consultant, id)
    expect(merged).toMatchObject({ heading: 'Hverdag', body: 'Vi talte længe om mad. Vi talte om ro. Og om ture.' })
    expect((await consultant.get(`${path}/theme/3a`)).text).toContain('Din tekst er flettet sammen med din kollegas.')
    // Sent again, as a browser does that got no answer: nothing stands twice.
    expect((await save(1, 'Vi talte om mad. Vi talte om ro. Og om ture.')).status).toBe(303)
    expect((await points(consultant, id))[0].body).toBe(merged.body)
    for (const version of ['', '0', '99', '1.5', 'x'])
      expect((await save(version as never, 'Noget helt andet')).status).toBe(412)
  })

  test('merges ticks and topics with those of the colleague, and asks when both changed the same', async () => {
    const { consultant, id, path, point } = await draft()
    const purple = await point({ box: 'purple', topics: ['Tid'] })
    const { text } = await consultant.get(`${path}/theme/3a`)
    const base = (/name="base" value="([^"]*)"/.exec(text)?.[1] ?? '').replaceAll('&quot;', '"')
    await consultant.patch(`/api/v1/visits/${id}/points/${purple.id}`, 1, {
      alsoThemes: ['4'],
      topics: ['Tid', 'Ro'],
      source: 'website',
    })
    const fields = { base, body: 'Tekst', alsoThemes: ['5'], topics: 'Mad', source: '' }
    const send = (more: object) =>
      consultant.post(`${path}/point/${purple.id}`, form(written(purple, { ...fields, ...more }) as never))
    expect((await send({ source: 'observation' })).status).toBe(412)
    expect((await send({})).status).toBe(303)
    expect((await points(consultant, id))[0]).toMatchObject({
      ...{ alsoThemes: ['4', '5'], topics: ['Ro', 'Mad'], source: 'website' },
    })
  })

  test('is moved up, and to another box and theme with what it can take along', async () => {
    const { consultant, id, path, point } = await draft()
    const [first, second] = [await point({ box: 'purple' }), await point({ box: 'purple', body: 'Andet' })]
    await consultant.post(`${path}/point/${second.id}`, form(written(second, { step: 'up' }) as never))
    expect((await points(consultant, id)).map((point: { id: string }) => point.id)).toEqual([second.id, first.id])

    const move = written(first, { step: 'move', place: '4/yellow', source: 'website', alsoThemes: ['4', '5'] })
    const answer = await consultant.post(`${path}/point/${first.id}`, form(move as never))
    expect((await consultant.get(answer.headers.get('location') ?? '')).text).toContain('er flyttet til tema 4')
    const moved = (await points(consultant, id)).find((point: { id: string }) => point.id === first.id)
    expect(moved).toMatchObject({ theme: '4', box: 'yellow', source: null, alsoThemes: ['5'] })
  })

  test("is moved without writing old links or text over a colleague's", async () => {
    const { consultant, id, path, point } = await draft()
    const [first, second] = [await point({ box: 'purple' }), await point({ box: 'purple', body: 'Linje\nto' })]
    const sent = (step: string, fields: object = {}) =>
      consultant.post(
        `${path}/point/${second.id}`,
        form(written(second, { body: 'Linje\r\nto', step, ...fields }) as never),
      )
    const colleague = { alsoThemes: ['4'], topics: ['Tid'], source: 'observation' }
    await consultant.patch(`/api/v1/visits/${id}/points/${second.id}`, 1, colleague)
    expect((await sent('save')).status).toBe(412)
    expect((await sent('up')).status).toBe(303)
    const [moved] = await points(consultant, id)
    expect(moved).toMatchObject({ id: second.id, ...colleague })

    await consultant.patch(`/api/v1/visits/${id}/points/${second.id}`, moved.version, { body: 'Kollegaens' })
    expect((await sent('down')).status).toBe(303)
    expect((await sent('move', { place: '4/grey' })).status).toBe(303)
    const [stayed, gone] = await points(consultant, id)
    expect(stayed.id).toBe(first.id)
    expect(gone).toMatchObject({ theme: '4', box: 'grey', body: 'Kollegaens', topics: ['Tid'], alsoThemes: [] })
    expect((await sent('up', { body: 'Min egen' })).status).toBe(412)
  })

  test('is deleted and brought back', async () => {
    const { consultant, id, path, point } = await draft()
    const grey = await point({ heading: 'Tid' })
    const answer = await consultant.post(`${path}/point/${grey.id}`, form(written(grey, { step: 'delete' }) as never))
    const page = await consultant.get(answer.headers.get('location') ?? '')
    expect(page.text).toContain('»Tid« er slettet.')
    expect(await points(consultant, id)).toEqual([])
    const undo = /action="([^"]+\/restore)"/.exec(page.text)?.[1] ?? ''
    expect((await consultant.post(undo, form({ theme: '3a' }))).status).toBe(303)
    expect((await points(consultant, id))[0].heading).toBe('Tid')

    const { version } = (await points(consultant, id))[0]
    await consultant.patch(`/api/v1/visits/${id}/points/${grey.id}`, version, { heading: 'Mere tid' })
    const again = await consultant.post(undo, form({ theme: '3a' }))
    expect((await consultant.get(again.headers.get('location') ?? '')).text).toContain(
      '»Mere tid« er allerede hentet tilbage.',
    )
    expect((await points(consultant, id))[0].heading).toBe('Mere tid')
  })

  test('is deleted also with a text that could not be saved', async () => {
    const { consultant, id, path, point } = await draft()
    const grey = await point({})
    const sent = form(written(grey, { body: '<b>nej</b>', step: 'delete' }) as never)
    expect((await consultant.post(`${path}/point/${grey.id}`, sent)).status).toBe(303)
    expect(await points(consultant, id)).toEqual([])
  })

  test('that is deleted is told of only to those who write the visit', async () => {
    const { consultant, id, path, point } = await draft()
    await point({})
    const secret = await point({ heading: 'Fortroligt' })
    const answer = await consultant.post(
      `${path}/point/${secret.id}`,
      form(written(secret, { step: 'delete' }) as never),
    )
    const address = answer.headers.get('location') ?? ''
    await app().db.updateTable('visit').set({ status: 'published' }).where('id', '=', id).execute()
    const { status, text } = await (await app().person('consultant')).get(address)
    expect(status).toBe(200)
    expect(text).not.toContain('Fortroligt')
  })

  test('that comes back keeps ticks, source and topics as they were typed, with those of the colleague in words', async () => {
    const { consultant, id, path, point } = await draft()
    const purple = await point({ box: 'purple' })
    const typed = { alsoThemes: ['7'], source: 'website', topics: 'Rum, Mad,', saidOnTheDay: '' }
    const kept = (text: string) => {
      expect(text).toMatch(/value="7" checked/)
      expect(text).toContain('<option value="website" selected>')
      expect(text).toContain('value="Rum, Mad,"')
      expect(text).not.toMatch(/name="saidOnTheDay"[^>]* checked/)
    }
    const action = `${path}/point/${purple.id}`
    const refused = await consultant.post(action, form(written(purple, { ...typed, body: '<b>nej</b>' }) as never))
    expect(refused.status).toBe(422)
    kept(refused.text)
    await consultant.patch(`/api/v1/visits/${id}/points/${purple.id}`, 1, { alsoThemes: ['4'], topics: ['Tid'] })
    const stale = await consultant.post(action, form(written(purple, typed) as never))
    expect(stale.status).toBe(412)
    kept(stale.text)
    expect(stale.text).toContain('Kollegaens temaer og emner: også i tema 4, sagt på dagen og Tid')
  })

  test('that a colleague deleted meanwhile hands its text back on the page of its theme', async () => {
    const { consultant, id, path, point } = await draft()
    const grey = await point({})
    await consultant.delete(`/api/v1/visits/${id}/points/${grey.id}`, 1)
    const sent = form(written(grey, { heading: 'Min overskrift', theme: '3a' }) as never)
    const { status, text } = await consultant.post(`${path}/point/${grey.id}`, sent)
    expect(status).toBe(409)
    expect(text).toContain('En kollega har slettet punktet imens. Teksten står her')
    expect(text).toContain('Min overskrift</strong>')
    expect(text).toContain('Ny tekst</span>')
    const other = await draft()
    expect((await other.consultant.post(`${other.path}/point/${grey.id}`, sent)).status).toBe(404)
    expect((await consultant.post(`${path}/point/1`, sent)).status).toBe(404)
  })

  test('whose visit was sent to hearing meanwhile is not saved, and its text is handed back', async () => {
    const { consultant, id, path, point } = await draft()
    const grey = await point({})
    await consultant.post(`/api/v1/visits/${id}/hearing`)
    const { status, text } = await consultant.post(`${path}/point/${grey.id}`, form(written(grey) as never))
    expect(status).toBe(409)
    expect(text).toContain('Din tekst er ikke gemt')
    expect(text).toContain('Ny tekst')
  })
})

describe('facts and texts', () => {
  test('are saved from their forms', async () => {
    const { consultant, id, path } = await draft()
    const facts = form({
      version: '1',
      visitedOn: '2026-05-13',
      consultantIds: consultant.id,
      employeesTotal: '14',
      count: ['4', '1', ''],
      group: ['medarbejdere', 'leder', ''],
      topics: 'Tid, Rum',
    })
    expect((await consultant.post(`${path}/facts`, facts)).status).toBe(303)
    const conclusion = form({ version: '2', conclusion: 'Vi konkluderer' })
    expect((await consultant.post(`${path}/conclusion`, conclusion)).status).toBe(303)
    const { body } = await consultant.get(`/api/v1/visits/${id}`)
    expect(body).toMatchObject({ visitedOn: '2026-05-13', topics: ['Tid', 'Rum'], conclusion: 'Vi konkluderer' })
    expect(body.participants).toEqual({
      employeesTotal: 14,
      met: [
        { group: 'medarbejdere', count: 4 },
        { group: 'leder', count: 1 },
      ],
    })
  })

  test('come back with what was typed when it cannot be read, and when a colleague was first', async () => {
    const { consultant, path } = await draft()
    const facts = {
      version: '1',
      visitedOn: '2026-05-13',
      consultantIds: consultant.id,
      count: 'fire',
      group: 'ansatte',
    }
    const refused = await consultant.post(`${path}/facts`, form(facts))
    expect(refused.status).toBe(422)
    expect(refused.text).toContain('value="fire"')
  })

  test('do not stand in each other’s way: each is saved from its own old page', async () => {
    const { consultant, id, path } = await draft()
    const page = await consultant.get(`${path}/facts`)
    const base = (/name="base" value="([^"]*)"/.exec(page.text)?.[1] ?? '').replaceAll('&quot;', '"')
    const send = (part: string, fields: Record<string, string>) => consultant.post(`${path}/${part}`, form(fields))
    const old = { version: '1' }
    expect((await send('impression', { ...old, overallImpression: 'En god dag.' })).status).toBe(303)
    expect((await send('conclusion', { ...old, conclusion: 'Vi konkluderer.' })).status).toBe(303)
    expect((await send('impression', { ...old, overallImpression: 'Kollegaens indtryk.' })).status).toBe(303)
    await consultant.patch(`/api/v1/visits/${id}`, 4, { topics: ['Tid'] })
    const facts = { ...old, base, visitedOn: '2026-05-13', consultantIds: consultant.id, topics: 'Ro' }
    expect((await send('facts', facts)).status).toBe(303)
    const { body } = await consultant.get(`/api/v1/visits/${id}`)
    expect(body).toMatchObject({ conclusion: 'Vi konkluderer.', visitedOn: '2026-05-13', topics: ['Tid', 'Ro'] })
    for (const words of ['En god dag.', 'Kollegaens indtryk.'])
      expect(body.overallImpression.split(words)).toHaveLength(2)
    const page2 = await send('facts', { ...facts, visitedOn: '2026-05-14' })
    expect(page2.status).toBe(412)
  })
})

describe('facts that could not be saved', () => {
  const facts = (consultant: Person) =>
    form({
      version: '1',
      visitedOn: '2026-05-13',
      consultantIds: consultant.id,
      employeesTotal: '14',
      count: ['4', ''],
      group: ['medarbejdere', ''],
      topics: 'Tid, Rum',
    })

  test("come back beside the colleague's where the two differ", async () => {
    const { consultant, id, path } = await draft()
    const met = [{ group: 'borgere', count: 3 }]
    const participants = { employeesTotal: 14, met }
    await consultant.patch(`/api/v1/visits/${id}`, 1, { participants, topics: ['Mad'] })
    const { status, text } = await consultant.post(`${path}/facts`, facts(consultant))
    expect(status).toBe(412)
    expect(text).toContain('value="medarbejdere"')
    for (const theirs of ['12. maj 2026', '3 borgere', 'Mad']) expect(text).toContain(`Kollegaens: ${theirs}<`)
    expect(text.match(/Kollegaens: /g)).toHaveLength(3)
    expect(text).toContain('Kun de valgte kan skrive i besøget.')
    expect((await consultant.get(`/api/v1/visits/${id}`)).body.topics).toEqual(['Mad'])
  })

  test('because the visit went to hearing are handed back', async () => {
    const { consultant, id, path, point } = await draft()
    await point({})
    await consultant.post(`/api/v1/visits/${id}/hearing`)
    const { status, text } = await consultant.post(`${path}/facts`, facts(consultant))
    expect(status).toBe(409)
    expect(text).toContain('Dine rettelser er ikke gemt')
    expect(text).toContain('Træk det tilbage fra høringen først. Det, du skrev')
    for (const typed of ['13. maj 2026', '14', '4 medarbejdere', 'Tid, Rum'])
      expect(text).toContain(`<dd>${typed}</dd>`)
  })
})

describe('the steps', () => {
  test('are shown only when they can be taken', async () => {
    const { consultant, path, point } = await draft()
    expect((await consultant.get(path)).text).not.toContain('Send i høring')
    expect((await consultant.get(`${path}/hearing`)).status).toBe(409)
    await point({})
    expect((await consultant.get(path)).text).toContain(`href="${path}/hearing"`)
    expect((await consultant.get(`${path}/hearing`)).text).toContain('Når I sender, kan lederen læse udkastet')
    expect((await consultant.post(`${path}/hearing`, form({ deadline: '2199-06-03' }))).status).toBe(303)
    const inHearing = (await consultant.get(path)).text
    expect(inHearing).toContain(`href="${path}/take-back"`)
    expect(inHearing).toContain('Træk det tilbage fra høringen først.')
    expect((await consultant.post(`${path}/take-back`, form({}))).status).toBe(303)
    expect((await consultant.get(path)).text).toContain('Kladde')
  })

  test('publishing without hearing wants a reason', async () => {
    const { consultant, path, point } = await draft()
    await point({})
    const { status, text } = await consultant.post(`${path}/publication`, form({ reason: ' ' }))
    expect(status).toBe(422)
    expect(text).toContain('Skriv, hvorfor høringen springes over.')
  })

  test('publishing without a printer keeps the reason and says what is wrong', async () => {
    const { consultant, path, point } = await draft()
    await point({})
    const { status, text } = await consultant.post(`${path}/publication`, form({ reason: 'Aftalt på dagen' }))
    expect(status).toBe(503)
    expect(text).toContain('value="Aftalt på dagen"')
    expect(text).toContain('browser')
  })
})
