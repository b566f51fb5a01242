// The API describes itself, and keeps to it: test/support/contract.ts holds every answer of every HTTP test to this document.
import { execFile } from 'node:child_process'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { v7 as uuidv7 } from 'uuid'
import { describe, expect, test } from 'vitest'
import { type Answer, useApp } from './support/app.ts'
import { png } from './support/picture.ts'
import { watch } from './support/writer.ts'

const app = useApp({ printer: true })

describe('the OpenAPI document', () => {
  test('is version 3.1 and without faults', async () => {
    const { body } = await app().client().get('/api/v1/openapi.json')
    expect(body.openapi).toMatch(/^3\.1\./)
    const file = join(mkdtempSync(join(tmpdir(), 'openapi-')), 'openapi.json')
    writeFileSync(file, JSON.stringify(body))
    const root = join(import.meta.dirname, '..')
    const spectral = join(root, 'node_modules/@stoplight/spectral-cli/dist/index.js')
    // Not in this process's way: the server and its browser live here, too.
    await promisify(execFile)(process.execPath, [
      spectral,
      'lint',
      '--fail-severity=warn',
      '--ruleset',
      join(root, '.spectral.yaml'),
      file,
    ])
  }, 90_000)

  test('can be read on a page', async () => {
    const page = await app().client().get('/api/docs/')
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8'])
  })

  test('names every field as the contract does', async () => {
    const { body } = await app().client().get('/api/v1/openapi.json')
    const fields = (name: string) => Object.keys(body.components.schemas[name].properties).sort()
    expect(fields('Point')).toEqual(
      [
        'id',
        'visitId',
        'theme',
        'box',
        'heading',
        'body',
        'alsoThemes',
        'answers',
        'source',
        'saidOnTheDay',
        'topics',
        'goalKeys',
        'position',
        'version',
        'updatedAt',
        'updatedBy',
      ].sort(),
    )
    expect(fields('Visit')).toEqual(
      expect.arrayContaining([
        'id',
        'tilbudId',
        'modelId',
        'visitedOn',
        'consultantIds',
        'participants',
        'topics',
        'overallImpression',
        'conclusion',
        'status',
        'version',
        'points',
      ]),
    )
    expect(fields('Tilbud')).toEqual(
      expect.arrayContaining(['id', 'name', 'shortNames', 'type', 'centreId', 'selfGoverning', 'employees', 'active']),
    )
  })

  test('is believed by a checker that can say no', () => {
    const { fault } = app().contract
    const answer = (status: number, body: unknown, contentType = 'application/json') => ({ status, body, contentType })
    expect(fault('GET', '/api/v1/session', answer(200, {}))).toMatch(/must have required property/)
    expect(fault('GET', '/api/v1/session', answer(204, ''))).toMatch(/not documented/)
    expect(fault('GET', '/api/v1/centres', answer(200, 'x', 'text/plain'))).toMatch(/came as/)
    expect(fault('GET', '/api/v1/secret', answer(200, {}))).toMatch(/not documented/)
  })
})

describe('every documented operation', () => {
  test('succeeds once, with an answer that validates', async () => {
    const administrator = await app().person('administrator')
    const consultant = await app().person('consultant')
    const ok = async (answer: Promise<Answer>) => {
      const { status, text, body } = await answer
      expect(status, text).toBeLessThan(300)
      return body
    }
    const { get, post, patch, put, delete: remove } = consultant
    const api = '/api/v1'

    await ok(administrator.get(`${api}/municipality`))
    await ok(administrator.patch(`${api}/municipality`, 1, { name: 'Prøve Kommune' }))
    const picture = { 'content-type': 'image/png', 'if-match': '"2"' }
    await ok(administrator.send('PUT', `${api}/municipality/logo`, png(), picture))
    await ok(administrator.get(`${api}/municipality/logo`))
    await ok(administrator.delete(`${api}/municipality/logo`, 3))
    const centre = await ok(administrator.post(`${api}/centres`, { name: 'Center Prøve' }))
    await ok(administrator.patch(`${api}/centres/${centre.id}`, 1, { name: 'Center Prøven' }))
    const tilbud = await ok(
      administrator.post(`${api}/tilbud`, { name: 'Prøven', type: 'Botilbud', centreId: centre.id }),
    )
    await ok(
      administrator.patch(`${api}/tilbud/${tilbud.id}`, 1, { employees: { count: 3, confirmedOn: '2026-01-01' } }),
    )
    const leader = { name: 'Leder', email: `${uuidv7()}@eksempel.dk`, role: 'leader', password: 'en lang adgangskode' }
    const user = await ok(administrator.post(`${api}/users`, { ...leader, tilbudIds: [tilbud.id] }))
    await ok(administrator.patch(`${api}/users/${user.id}`, 1, { name: 'Ny leder' }))
    for (const path of ['users', `users/${user.id}`, 'log']) await ok(administrator.get(`${api}/${path}`))
    for (const path of [
      'session',
      'centres',
      `centres/${centre.id}`,
      'tilbud',
      `tilbud/${tilbud.id}`,
      'models',
      'strategies',
    ])
      await ok(get(`${api}/${path}`))
    const model = await ok(get(`${api}/models/kvalitetsmodel-3.0`))
    await ok(
      administrator.post(`${api}/models`, { ...model, id: 'prove-4.0', version: '4.0', validFrom: '2030-01-01' }),
    )
    const strategy = await ok(get(`${api}/strategies/norddjurs-socialomraadet`))
    await ok(administrator.post(`${api}/strategies`, { ...strategy, id: 'prove' }))

    // The same again, with an id chosen by the client: a retry is safe.
    const again = async (path: string, content: object, other: object) => {
      const sent = { id: uuidv7(), ...content }
      const answers = [sent, sent, { ...sent, ...other }].map(body => () => administrator.post(`${api}/${path}`, body))
      const statuses = []
      for (const send of answers) statuses.push((await send()).status)
      expect(statuses, path).toEqual([201, 200, 409])
    }
    await again('centres', { name: 'Center Igen' }, { name: 'Center Andet' })
    await again('tilbud', { name: 'Igen', type: 'Botilbud', centreId: centre.id }, { type: 'Værested' })
    await again('users', { ...leader, email: `${uuidv7()}@eksempel.dk` }, { name: 'En anden' })
    await again('models', { ...model, id: 'prove-5.0', version: '5.0' }, { name: 'Andet' })
    await again('strategies', { ...strategy, id: 'prove-igen' }, { owner: 'Andre' })

    const visit = await ok(post(`${api}/visits`, { tilbudId: tilbud.id, visitedOn: '2026-05-01' }))
    const here = `${api}/visits/${visit.id}`
    await ok(get(`${api}/year`))
    await ok(get(`${api}/year/calendar?year=2026`))
    const colleague = await app().person('consultant')
    const coming = { tilbudId: tilbud.id, visitedOn: '2199-05-01', consultantIds: [consultant.id, colleague.id] }
    const { items: plannedVisits } = await ok(administrator.post(`${api}/year/visits`, { visits: [coming] }))
    const calledOff = `${api}/visits/${plannedVisits[0].id}`
    await ok(get(`${calledOff}/visit.ics`))
    await ok(post(`${calledOff}/cancellation`, { reason: 'Aftalt.' }))
    await ok(administrator.send('DELETE', `${calledOff}/cancellation`))
    await ok(consultant.send('PUT', `${api}/year/feed`))
    await ok(get(`${api}/year/feed`))
    await ok(consultant.send('DELETE', `${api}/year/feed`))
    await ok(get(`${api}/visits`))
    await ok(patch(here, 1, { conclusion: 'Til sidst.' }))
    const purple = await ok(post(`${here}/points`, { theme: '1', box: 'purple', body: 'se på tiden' }))
    const grey = await ok(post(`${here}/points`, { theme: '1', box: 'grey', body: 'Tiden er knap.' }))
    const suggested = { theme: '1', box: 'yellow', body: 'Hold gåmøder.', answers: [purple.id] }
    const yellow = await ok(post(`${here}/points`, suggested))
    await ok(patch(`${here}/points/${purple.id}`, 1, { body: 'se på roen' }))
    for (const path of ['', '/copy', '/points', `/points/${purple.id}`, '/history', '/bin', '/brief', '/past'])
      await ok(get(here + path))
    await ok(patch(`${here}/notes/1`, 0, { body: 'ro\ntid' }))
    for (const path of ['/notes', '/notes/1']) await ok(get(here + path))
    const sorting = { box: 'grey', pieces: [{ start: 0, end: 2 }] }
    await ok(post(`${here}/notes/1/sort`, sorting, { 'if-match': '"1"' }))
    const long = await ok(post(`${here}/points`, { theme: '6', box: 'grey', body: 'Et.\n\nTo.' }))
    const split = `${here}/points/${long.id}/split`
    const { items: halves } = await ok(post(split, { paragraph: 2 }, { 'if-match': '"1"' }))
    await ok(post(`${here}/points/${halves[1].id}/join`, undefined, { 'if-match': '"1"' }))
    const writing = { device: uuidv7(), theme: '1', text: null }
    await ok(post(`${here}/presence`, writing))
    await ok(post(`${here}/sync`, { device: writing.device, texts: [{ text: 'conclusion' }] }))
    const stream = await watch(app().url, consultant.cookie(), `${here}/events`)
    const contentType = stream.response.headers.get('content-type') ?? ''
    expect(app().contract.fault('GET', `${here}/events`, { status: 200, contentType, body: '' })).toBe(null)
    stream.end()
    const { version } = await ok(get(here))
    await ok(put(`${here}/points/order`, version, [{ id: grey.id, theme: '2', box: 'grey', position: 1 }]))
    await ok(remove(`${here}/points/${grey.id}`, 2))
    const { items } = await ok(get(`${here}/history`))
    await ok(post(`${here}/history/${items[0].id}/restore`))
    const { items: findings } = await ok(get(`${here}/proof`))
    await ok(post(`${here}/proof/${findings[0].key}/answer`, { reason: 'Det er aftalt.' }))
    const { version: settings } = await ok(administrator.get(`${api}/proof/settings`))
    await ok(administrator.put(`${api}/proof/settings`, settings, { items: [] }))
    await ok(administrator.get(`${api}/mails`))
    await ok(get(`${api}/mails/setting`))
    await ok(put(`${api}/mails/setting`, 0, { frequency: 'daily' }))
    await ok(get(`${here}/description`))
    await ok(post(`${here}/hearing`, { deadline: '2199-06-01' }))
    await ok(patch(`${here}/hearing`, 1, { deadline: '2199-06-02' }))
    await ok(get(`${here}/hearing`))
    const heard = await app().person('leader', [tilbud.id])
    const remarked = { kind: 'fact', textKey: 'conclusion', body: 'Nej.' }
    const comment = await ok(heard.post(`${here}/hearing/comments`, remarked))
    await ok(heard.put(`${here}/hearing/remark`, 2, { text: 'Tak.' }))
    const own = `${api}/tilbud/${tilbud.id}`
    const facts = { employees: { count: 4 } }
    await ok(heard.put(`${own}/confirmation`, (await ok(heard.get(own))).version, facts))
    await ok(heard.put(`${own}/quality-description`, 0, { themes: [{ theme: '1', text: 'Ro.' }] }))
    for (const path of ['', '/versions']) await ok(heard.get(`${own}/quality-description${path}`))
    await ok(heard.post(`${here}/hearing/no-remarks`))
    await ok(get(`${here}/hearing/comments`))
    await ok(get(`${here}/hearing/comments.pdf`))
    await ok(patch(`${here}/hearing/comments/${comment.id}`, 1, { answer: 'corrected' }))
    await ok(consultant.send('DELETE', `${here}/hearing`))
    await ok(post(`${here}/hearing`))
    await ok(post(`${here}/hearing/close`))
    await ok(consultant.send('DELETE', `${here}/hearing`))
    const { sha256 } = await ok(post(`${here}/publication`, { skipHearing: { reason: 'Aftalt.' } }))
    for (const path of [
      'report.html',
      'report.pdf',
      'conclusion.html',
      'conclusion.pdf',
      'poster.html',
      'poster.pdf',
      'publication',
    ])
      await ok(get(`${here}/${path}`))
    const plan = await ok(get(`${here}/release`))
    await ok(put(`${here}/release`, plan.version, { leader: plan.leader, staff: plan.leader }))
    await ok(post(`${here}/release/link`))
    await ok(heard.send('DELETE', `${here}/release/link`))
    await ok(get(`${api}/verify/${sha256}`))
    for (const path of ['coverage', 'coverage/texts', 'coverage.csv', 'coverage.pdf'])
      await ok(get(`${api}/${path}?strategyId=norddjurs-socialomraadet`))
    const { items: threads } = await ok(heard.get(`${api}/threads`))
    const thread = `${api}/threads/${threads[0].id}`
    await ok(heard.get(thread))
    await ok(heard.patch(thread, 1, { role: 'Koordinatoren' }))
    await ok(heard.post(`${thread}/updates`, { status: 'underway', note: 'Vi er begyndt.' }))
    await ok(heard.send('PUT', `${thread}/suggestions/${yellow.id}`, { shared: true }))
    await ok(get(`${api}/ideas`))
    for (const path of ['compare', 'compare/points?theme=1', 'compare.csv', 'compare.xlsx', 'search?q=roen'])
      await ok(get(`${api}/${path}`))
    const goalKeys = ['norddjurs-socialomraadet/2.2']
    const planned = { tilbudId: null, strategyId: 'norddjurs-socialomraadet', goalKeys, title: 'Et møde' }
    const action = await ok(administrator.post(`${api}/actions`, planned))
    for (const path of ['actions', `actions/${action.id}`]) await ok(get(`${api}/${path}`))
    await ok(administrator.patch(`${api}/actions/${action.id}`, 1, { status: 'underway' }))
    await ok(post(`${here}/correction`, { reason: 'En fejl.' }))
    await ok(consultant.send('DELETE', `${here}/correction`))
    await ok(post(`${here}/correction`, { reason: 'En fejl.' }))
    await ok(post(`${here}/publication`, { skipHearing: { reason: 'Aftalt.' } }))
    const other = await ok(post(`${api}/visits`, { tilbudId: tilbud.id, visitedOn: '2026-05-20' }))
    await ok(post(`${api}/visits/${other.id}/points`, { theme: '1', box: 'grey', body: 'Ny dag.' }))
    const { items: earlier } = await ok(get(`${api}/visits/${other.id}/threads`))
    await ok(put(`${api}/visits/${other.id}/threads/${earlier[0].id}`, 0, { mark: 'closed', because: 'Løst.' }))
    await ok(post(`${api}/visits/${other.id}/publication`, { skipHearing: { reason: 'Aftalt.' } }))
    await ok(post(`${here}/replacement`, { replacedBy: other.id }))
    const device = uuidv7()
    await ok(administrator.send('PUT', `${api}/devices/${device}`, {}))
    await ok(administrator.get(`${api}/devices`))
    await ok(administrator.send('DELETE', `${api}/devices/${device}`))
    await ok(consultant.send('DELETE', `${api}/session`))

    const { operations, succeeded } = app().contract
    expect(operations.filter(operation => !succeeded.has(operation))).toEqual(
      ['logIn'].filter(name => !succeeded.has(name)),
    )
  }, 120_000)
})
