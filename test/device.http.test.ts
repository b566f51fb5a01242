// The devices on which people write: who sees and shuts out which, and what one that was shut out is told.
import { v7 as uuidv7 } from 'uuid'
import { describe, expect, test } from 'vitest'
import { deviceName } from '../src/device/device-name.ts'
import { useApp } from './support/app.ts'

const app = useApp()
const TABLET =
  'Mozilla/5.0 (Linux; Android 15; SM-X200) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36'
const REVOKED = 'urn:kvalitetsbesoeg:device-revoked'

async function onTablet(role: 'consultant' | 'leader' | 'administrator' = 'consultant') {
  const person = await app().person(role)
  const device = uuidv7()
  const save = () => person.send('PUT', `/api/v1/devices/${device}`, {}, { 'user-agent': TABLET })
  expect((await save()).body).toMatchObject({ id: device, name: 'Chrome på Android-tablet', revokedAt: null })
  return { person, device, save }
}

describe('a device', () => {
  test('is listed for its user, once, and for administrators', async () => {
    const { person, device, save } = await onTablet()
    await save()
    expect((await person.get('/api/v1/devices')).body.items.map(({ id }: { id: string }) => id)).toEqual([device])
    const administrator = await app().person('administrator')
    expect((await administrator.get(`/api/v1/devices?userId=${person.id}`)).body.items.length).toBe(1)
    const page = (await person.get('/device')).text
    expect(page).toContain('Chrome på Android-tablet')
    expect(page).toContain('Denne enhed')
    expect((await administrator.get(`/device?userId=${person.id}`)).text).toContain(`Enheder: ${person.name}`)
  })

  test("is nobody else's to see or to shut out", async () => {
    const { person, device } = await onTablet()
    const other = await app().person('consultant')
    expect((await other.get(`/api/v1/devices?userId=${person.id}`)).status).toBe(404)
    expect((await other.get(`/device?userId=${person.id}`)).status).toBe(404)
    expect((await other.send('DELETE', `/api/v1/devices/${device}?userId=${person.id}`)).status).toBe(404)
    expect((await other.send('DELETE', `/api/v1/devices/${device}`)).status).toBe(404)
    const form = new URLSearchParams({ userId: person.id })
    expect((await other.post(`/device/${device}/revoke`, form)).status).toBe(404)
    expect((await person.get('/api/v1/session')).status).toBe(200)
  })

  test('that was shut out is told so at its next contact, also after its login has ended', async () => {
    const { person, device } = await onTablet()
    const administrator = await app().person('administrator')
    const cookie = `${person.cookie()}; kvalitetsbesoeg-device=${device}`
    const form = new URLSearchParams({ userId: person.id })
    expect((await administrator.post(`/device/${device}/revoke`, form)).status).toBe(303)
    // The login itself has ended, with or without the name of the device.
    expect((await person.get('/api/v1/session')).status).toBe(401)
    for (const path of ['/api/v1/session', '/api/v1/visits']) {
      const answer = await app().client().get(path, { cookie })
      expect([answer.status, answer.body.type]).toEqual([401, REVOKED])
    }
    const page = await app().client().get('/visit', { cookie })
    expect(page.headers.get('location')).toBe('/login?revoked=yes')
    expect((await app().client().get('/login?revoked=yes', { cookie })).text).toContain('Enheden er lukket ude')
    const rows = await app().db.selectFrom('log').select('subjectId').where('action', '=', 'revoke').execute()
    expect(rows.map(({ subjectId }) => subjectId)).toContain(device)
  })

  test('leaves the logins on other devices alone', async () => {
    const { person, device } = await onTablet()
    const desk = app().client()
    await desk.post('/api/v1/session', { email: person.email, password: 'en lang adgangskode' })
    expect((await desk.send('DELETE', `/api/v1/devices/${device}`)).status).toBe(204)
    expect((await desk.get('/api/v1/session')).status).toBe(200)
    expect((await person.get('/api/v1/session')).status).toBe(401)
  })

  test.each([
    [
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0',
      'Edge på Windows-computer',
    ],
    ['Mozilla/5.0 (iPad; CPU OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Safari/604.1', 'Safari på iPad'],
    ['Mozilla/5.0 (Android 15; Mobile; rv:143.0) Gecko/143.0 Firefox/143.0', 'Firefox på Android-telefon'],
    ['', 'En browser på en enhed'],
  ])('is called by what its browser says: %s', (agent, name) => {
    expect(deviceName(agent)).toBe(name)
  })
})

describe("a visit's copy", () => {
  test('holds all that its pages print, for those who work on it, and answers 304 while nothing changes', async () => {
    const { id: tilbudId, name } = await app().tilbud()
    const [consultant, other] = [await app().person('consultant'), await app().person('consultant')]
    const visit = await app().visit(consultant, tilbudId)
    const path = `/api/v1/visits/${visit.id}/copy`
    const copy = await consultant.get(path)
    expect(copy.body).toMatchObject({
      user: { id: consultant.id },
      visit: { id: visit.id, points: [] },
      tilbud: { id: tilbudId, name },
      people: [{ id: consultant.id, name: consultant.name }],
      offlineDays: 7,
    })
    const tag = copy.headers.get('etag') ?? ''
    expect((await consultant.get(path, { 'if-none-match': tag })).status).toBe(304)
    await consultant.post(`/api/v1/visits/${visit.id}/points`, { theme: '1', box: 'grey', body: 'Nyt' })
    expect((await consultant.get(path, { 'if-none-match': tag })).body.visit.points.length).toBe(1)
    expect((await other.get(path)).status).toBe(404)
  })
})
