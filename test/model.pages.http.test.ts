// The pages about quality models: read, taken out as a file, and a new one brought in.
import { describe, expect, test } from 'vitest'
import { type Person, useApp } from './support/app.ts'

const app = useApp()
const SHIPPED = '/model/kvalitetsmodel-3.0'

function upload(by: Person, content: string) {
  const body = new FormData()
  body.append('file', new File([content], 'model.json'))
  return by.post('/model/import', body)
}

test('an administrator reads a model whole', async () => {
  const administrator = await app().person('administrator')
  expect((await administrator.get('/model')).text).toContain(`href="${SHIPPED}"`)
  const { status, text } = await administrator.get(SHIPPED)
  expect(status).toBe(200)
  for (const words of [
    'Uddannelse og beskæftigelse',
    '3b',
    'Værdier',
    'Dokumentation',
    'Læsevejledning',
    'Fra 1. januar 2020',
  ])
    expect(text).toContain(words)
  expect(text).toContain('<li><strong>Vi talte om</strong>')
})

describe('a model from a file', () => {
  const edited = async (by: Person, change: object) =>
    JSON.stringify({ ...JSON.parse((await by.get(`${SHIPPED}/download`)).text), ...change })

  test('begins from the one there is, and is added', async () => {
    const administrator = await app().person('administrator')
    const download = await administrator.get(`${SHIPPED}/download`)
    expect(download.headers.get('content-disposition')).toBe('attachment; filename="kvalitetsmodel-3.0.json"')
    expect(download.text.split('\n').length).toBeGreaterThan(20)
    const change = { id: 'model-4.0', version: '4.0', validFrom: '2027-01-01', name: 'Model <4>' }
    const answer = await upload(administrator, await edited(administrator, change))
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/model/model-4.0'])
    const { text } = await administrator.get('/model/model-4.0')
    expect(text).toContain('Model &lt;4&gt; er tilføjet.')
  })

  test('is refused with the place of what is wrong', async () => {
    const administrator = await app().person('administrator')
    const bad = await upload(administrator, await edited(administrator, { id: 'x', name: '', themes: [] }))
    expect(bad.status).toBe(422)
    expect(bad.text).toContain('name: Udfyld feltet.')
    expect(bad.text).toContain('themes: En model har mindst ét tema.')
    const none = await upload(administrator, '{\n"id": }')
    expect([none.status, none.text.includes('linje 2, tegn 7')]).toEqual([422, true])
  })

  test('is refused when its id, or its name and version, are taken', async () => {
    const administrator = await app().person('administrator')
    const sameId = await upload(administrator, await edited(administrator, {}))
    expect([sameId.status, sameId.text.includes('allerede en model med id kvalitetsmodel-3.0')]).toEqual([409, true])
    const sameName = await upload(administrator, await edited(administrator, { id: 'another' }))
    expect([sameName.status, sameName.text.includes('med det navn og den version')]).toEqual([409, true])
  })

  test('that is no file is asked for again', async () => {
    const administrator = await app().person('administrator')
    expect((await upload(administrator, '')).status).toBe(422)
    expect((await administrator.post('/model/import', new URLSearchParams())).status).toBe(422)
  })
})

test.each(['/model/x', '/model/X%00', '/model/x/download'])('%s is a 404 page', async path => {
  expect((await (await app().person('administrator')).get(path)).status).toBe(404)
})

test.each(['consultant', 'leader'] as const)('a %s has no business on the pages about models', async role => {
  const person = await app().person(role)
  for (const path of ['/model', '/model/import', SHIPPED, `${SHIPPED}/download`])
    expect((await person.get(path)).status).toBe(403)
  expect((await upload(person, '{}')).status).toBe(403)
})
