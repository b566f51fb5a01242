// The proof-reader over HTTP: who sees what it finds, what it stops, and how a warning is answered.
import { describe, expect, test } from 'vitest'
import { type Person, useApp } from './support/app.ts'

const app = useApp({ printer: true })

const CPR = '010190-1234'

/** A visit of a consultant that is in order but for what its one grey point says. */
async function visitSaying(body: string) {
  const consultant = await app().person('consultant')
  const tilbud = await app().tilbud()
  const visit = await app().visit(consultant, tilbud.id)
  const point = await consultant.post(`/api/v1/visits/${visit.id}/points`, { theme: '1', box: 'grey', body })
  return { consultant, tilbud, visit, point: point.body, proof: `/api/v1/visits/${visit.id}/proof` }
}

// biome-ignore lint/suspicious/noExplicitAny: answers are checked by the contract
type Found = any

const findingOf = async (person: Person, proof: string, rule: string): Promise<Found> =>
  (await person.get(proof)).body.items.find((item: Found) => item.rule === rule)

describe('the findings of a visit', () => {
  test('say what, where, why and what to do, what blocks first', async () => {
    const { consultant, point, proof } = await visitSaying(`Det gik godt.. Nummeret er ${CPR}.`)
    const { status, body } = await consultant.get(proof)
    expect(status).toBe(200)
    expect(body.items[0]).toMatchObject({
      rule: 'cprNumber',
      severity: 'blocks',
      where: { pointId: point.id, field: 'body', theme: '1', box: 'grey', quote: CPR, start: 27, end: 38 },
      answer: null,
    })
    expect(body.items[0].message).toMatch(/^Tema 1, »Vi talte om«, punkt 1: .* CPR-nummer\. .* Slet nummeret\./)
    const severities = body.items.map((item: Found) => item.severity)
    expect(severities).toEqual([...severities].sort())
    expect(body.items).toContainEqual(expect.objectContaining({ rule: 'doubledSign', severity: 'warns' }))
    expect(body.items).toContainEqual(
      expect.objectContaining({
        rule: 'emptyFact',
        where: expect.objectContaining({ field: 'conclusion', quote: '' }),
      }),
    )
  })

  test('are for those who write the visit, and for administrators', async () => {
    const { consultant, tilbud, visit, proof } = await visitSaying('Det gik godt..')
    const leader = await app().person('leader', [tilbud.id])
    const other = await app().person('consultant')
    const administrator = await app().person('administrator')
    await consultant.post(`/api/v1/visits/${visit.id}/hearing`)
    expect((await leader.get(`/api/v1/visits/${visit.id}`)).status).toBe(200)
    for (const [person, status] of [
      [consultant, 200],
      [administrator, 200],
      [leader, 404],
      [other, 404],
      [app().client(), 401],
    ] as const) {
      expect((await person.get(proof)).status).toBe(status)
      const page = (await person.get(`/visit/${visit.id}/proof`)).status
      expect(page).toBe(status === 401 ? 303 : status)
    }
    const { key } = await findingOf(consultant, proof, 'doubledSign')
    for (const person of [leader, other])
      expect((await person.post(`${proof}/${key}/answer`, { reason: 'Nej.' })).status).toBe(404)
  })
})

describe('what blocks', () => {
  test('stops the hearing and the publication and names the place, until it is corrected', async () => {
    const { consultant, visit, point } = await visitSaying(`Nummeret er ${CPR}.`)
    const here = `/api/v1/visits/${visit.id}`
    const skipHearing = { reason: 'Aftalt.' }
    for (const [path, body] of [
      ['hearing', {}],
      ['publication', { skipHearing }],
    ] as const) {
      const refused = await consultant.post(`${here}/${path}`, body)
      expect(refused.status).toBe(409)
      expect(refused.text).toContain('Tema 1, »Vi talte om«, punkt 1')
      expect(refused.text).not.toContain(CPR)
    }
    const onPage = await consultant.post(`/visit/${visit.id}/hearing`, new URLSearchParams({ deadline: '' }))
    expect(onPage.status).toBe(409)
    expect(onPage.text).toContain('Tema 1, »Vi talte om«, punkt 1')
    expect((await consultant.get(here)).body.status).toBe('draft')

    await consultant.patch(`${here}/points/${point.id}`, 1, { body: 'Nummeret er slettet.' })
    expect((await consultant.post(`${here}/hearing`)).status).toBe(200)
    expect((await consultant.post(`${here}/hearing/close`)).status).toBe(200)
    expect((await consultant.post(`${here}/publication`)).status).toBe(201)
  })

  test('cannot be answered away', async () => {
    const { consultant, proof } = await visitSaying('Vi besøgte (tilbuddets navn).')
    const { key } = await findingOf(consultant, proof, 'placeholder')
    expect((await consultant.post(`${proof}/${key}/answer`, { reason: 'Det er fint.' })).status).toBe(409)
    expect(await findingOf(consultant, proof, 'placeholder')).toMatchObject({ answer: null })
  })
})

describe('the answer to a warning', () => {
  test('holds while the text stays, and is gone when it changes', async () => {
    const { consultant, visit, point, proof } = await visitSaying('Det gik godt..')
    const { key } = await findingOf(consultant, proof, 'doubledSign')
    const answered = await consultant.post(`${proof}/${key}/answer`, { reason: 'Et citat.' })
    expect(answered.status).toBe(200)
    expect(answered.body.answer).toMatchObject({ reason: 'Et citat.', by: consultant.name })
    expect(await findingOf(consultant, proof, 'doubledSign')).toMatchObject({ key, answer: { reason: 'Et citat.' } })

    const points = `/api/v1/visits/${visit.id}/points`
    await consultant.patch(`${points}/${point.id}`, 1, { theme: '2' })
    expect(await findingOf(consultant, proof, 'doubledSign')).toMatchObject({ key, answer: { reason: 'Et citat.' } })

    await consultant.patch(`${points}/${point.id}`, 2, { body: 'Det gik meget godt..' })
    expect(await findingOf(consultant, proof, 'doubledSign')).toMatchObject({ answer: null })
    expect((await consultant.post(`${proof}/${key}/answer`, { reason: 'For sent.' })).status).toBe(404)
  })

  test('needs a reason, and a finding that is there', async () => {
    const { consultant, proof } = await visitSaying('Det gik godt..')
    const { key } = await findingOf(consultant, proof, 'doubledSign')
    expect((await consultant.post(`${proof}/${key}/answer`, { reason: ' ' })).status).toBe(422)
    expect((await consultant.post(`${proof}/${'0'.repeat(32)}/answer`, { reason: 'Hvad?' })).status).toBe(404)
    expect((await consultant.post(`${proof}/nonsens/answer`, { reason: 'Hvad?' })).status).toBe(422)
  })

  test('is told in the log, without a word of the report', async () => {
    const { consultant, visit, proof } = await visitSaying('Det gik godt..')
    const { key } = await findingOf(consultant, proof, 'doubledSign')
    await consultant.post(`${proof}/${key}/answer`, { reason: 'En hemmelig grund.' })
    const administrator = await app().person('administrator')
    const { body, text } = await administrator.get('/api/v1/log?limit=200')
    const line = body.items.find((item: Found) => item.action === 'answer' && item.visitId === visit.id)
    expect(line).toMatchObject({ userId: consultant.id, subject: 'finding', detail: { rule: 'doubledSign' } })
    expect(text).not.toContain('hemmelig')
  })

  test('comes no more when the report is published', async () => {
    const { consultant, visit, proof } = await visitSaying('Det gik godt..')
    const { key } = await findingOf(consultant, proof, 'doubledSign')
    await consultant.post(`/api/v1/visits/${visit.id}/publication`, { skipHearing: { reason: 'Aftalt.' } })
    expect((await consultant.post(`${proof}/${key}/answer`, { reason: 'For sent.' })).status).toBe(409)
  })
})

describe('what the rules do', () => {
  const settings = '/api/v1/proof/settings'

  test('is decided by an administrator, for all visits', async () => {
    const { consultant, visit, proof } = await visitSaying('Det gik godt..')
    const administrator = await app().person('administrator')
    const decide = async (severity: string) => {
      const { body } = await administrator.get(settings)
      const changed = await administrator.put(settings, body.version, { items: [{ rule: 'doubledSign', severity }] })
      expect([changed.status, changed.body.version]).toEqual([200, body.version + 1])
    }
    await decide('blocks')
    expect(await findingOf(consultant, proof, 'doubledSign')).toMatchObject({ severity: 'blocks' })
    expect((await consultant.post(`/api/v1/visits/${visit.id}/hearing`)).status).toBe(409)
    await decide('off')
    expect(await findingOf(consultant, proof, 'doubledSign')).toBeUndefined()
    expect((await consultant.post(`/api/v1/visits/${visit.id}/hearing`)).status).toBe(200)
    await decide('warns')
  })

  test('is no matter for others, nor for a stale version or an unknown rule', async () => {
    const administrator = await app().person('administrator')
    const { version } = (await administrator.get(settings)).body
    const items = [{ rule: 'doubledSign', severity: 'off' }]
    for (const role of ['consultant', 'leader'] as const) {
      const person = await app().person(role)
      expect((await person.get(settings)).status).toBe(403)
      expect((await person.put(settings, version, { items })).status).toBe(403)
      expect((await person.get('/proof/settings')).status).toBe(403)
    }
    expect((await administrator.put(settings, version + 1, { items })).body.current.version).toBe(version)
    expect((await administrator.send('PUT', settings, { items })).status).toBe(428)
    const unknown = await administrator.put(settings, version, { items: [{ rule: 'nonsens', severity: 'off' }] })
    expect(unknown.status).toBe(422)
  })

  test('is set on a page, which shows a form that came too late again', async () => {
    const administrator = await app().person('administrator')
    const { version } = (await administrator.get(settings)).body
    const form = (effect: string) => new URLSearchParams({ version: `${version}`, hardToRead: effect })
    expect((await administrator.get('/proof/settings')).text).toContain('CPR-nummer')
    expect((await administrator.post('/proof/settings', form('off'))).status).toBe(303)
    const late = await administrator.post('/proof/settings', form('blocks'))
    expect(late.status).toBe(412)
    expect(late.text).toMatch(/<option value="blocks" selected>/)
    const after = (await administrator.get(settings)).body
    expect(after.items).toContainEqual(expect.objectContaining({ rule: 'hardToRead', severity: 'off' }))
  })
})

describe('the page', () => {
  test('shows each finding with its words and the way to it, and takes answers', async () => {
    const { consultant, visit, point, proof } = await visitSaying(`Det gik godt.. Nummeret er ${CPR}.`)
    const page = `/visit/${visit.id}/proof`
    const { status, text } = await consultant.get(page)
    expect(status).toBe(200)
    expect(text).toContain('Skal rettes først')
    expect(text).toContain(`<mark>${CPR}</mark>`)
    expect(text).toContain(`href="/visit/${visit.id}/theme/1#point-${point.id}"`)
    expect(text).toContain(`href="/visit/${visit.id}/facts#participants"`)

    const { key } = await findingOf(consultant, proof, 'doubledSign')
    const long = 'x'.repeat(501)
    const refused = await consultant.post(`${page}/${key}`, new URLSearchParams({ reason: long }))
    expect(refused.status).toBe(422)
    expect(refused.text).toContain(long)
    const saved = await consultant.post(`${page}/${key}`, new URLSearchParams({ reason: 'Et <b>citat</b>.' }))
    expect([saved.status, saved.headers.get('location')]).toEqual([303, page])
    const after = await consultant.get(page)
    expect(after.text).toContain('Et &lt;b&gt;citat&lt;/b&gt;.')
    expect(after.text).toContain('Besvaret')

    const gone = await consultant.post(`${page}/${'0'.repeat(32)}`, new URLSearchParams({ reason: 'Hvad?' }))
    expect(gone.status).toBe(303)
    expect((await consultant.get(page)).text).toContain('gælder ikke længere')
  })

  test('has friendly words when nothing was found', async () => {
    const { consultant, visit } = await visitSaying('Det gik godt.')
    const here = `/api/v1/visits/${visit.id}`
    const { version } = (await consultant.get(here)).body
    await consultant.patch(here, version, {
      participants: { employeesTotal: 12, met: [{ group: 'medarbejdere', count: 6 }] },
      topics: ['Tid'],
      overallImpression: 'Et godt sted.',
      conclusion: 'Bliv ved.',
    })
    for (const theme of ['2', '3a', '3b', '4', '5', '6', '7'])
      await consultant.post(`${here}/points`, {
        theme,
        box: 'grey',
        body: `Vi så, at tema ${theme} gik fint.`,
      })
    expect((await consultant.get(`${here}/proof`)).body.items).toEqual([])
    expect((await consultant.get(`/visit/${visit.id}/proof`)).text).toContain('klar til at blive læst igennem')
  })
})
