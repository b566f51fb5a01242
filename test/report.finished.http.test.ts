// What is printed is looked through once more: names and the model's texts come from elsewhere than the visit.
import { beforeEach, describe, expect, test } from 'vitest'
import { readTexts } from '../src/pdf/reader.ts'
import { type Person, useApp } from './support/app.ts'

const app = useApp({ printer: true })

const CPR = '010190-1234'

let consultant: Person
let administrator: Person
let tilbud: { id: string; name: string; centreId: string }
let here: string

beforeEach(async () => {
  consultant = await app().person('consultant')
  administrator = await app().person('administrator')
  tilbud = await app().tilbud()
  const visit = await app().visit(consultant, tilbud.id)
  here = `/api/v1/visits/${visit.id}`
  await consultant.post(`${here}/points`, { theme: '1', box: 'grey', body: 'Vi talte om tid.' })
})

const publish = () => consultant.post(`${here}/publication`, { skipHearing: { reason: 'Aftalt.' } })

const rename = (name: string) => app().db.updateTable('user').set({ name }).where('id', '=', consultant.id).execute()

async function withReadingGuide(readingGuide: string) {
  const { db } = app()
  const id = 'kvalitetsmodel-3.0'
  const before = await db.selectFrom('model').select('readingGuide').where('id', '=', id).executeTakeFirstOrThrow()
  await db.updateTable('model').set({ readingGuide }).where('id', '=', id).execute()
  try {
    return await publish()
  } finally {
    await db.updateTable('model').set(before).where('id', '=', id).execute()
  }
}

const listVersions = async () => (await administrator.get(`${here}/publication`)).status

describe('publishing stops, and says where, at', () => {
  test('a CPR number in a consultant’s name, until it is mended', async () => {
    await rename(`Signe ${CPR}`)
    const refused = await publish()
    expect([refused.status, refused.body.title]).toEqual([
      409,
      'En konsulents navn (side 1 i rapporten): Her står noget, der ligner et CPR-nummer. Bed en administrator om at rette navnet.',
    ])
    expect(await listVersions()).toBe(404)
    await rename('Signe Strand')
    expect((await publish()).status).toBe(201)
  })

  test.each([
    ['a CPR number', `Spørg Anders, **${CPR}**.`, 'Her står noget, der ligner et CPR-nummer.'],
    ['a CPR number without its hyphen', 'Sagen er 0101901234.', 'Her står noget, der ligner et CPR-nummer.'],
    ['a placeholder', 'Velkommen til (tilbuddets navn).', '»(tilbuddets navn)« ser ud til at vente på'],
    ['an arrow of a symbol font', 'Ro \u00c6 trivsel.', '»Æ« ser ud til at være et punkttegn eller en pil'],
  ])('%s in the model’s reading guide', async (_name, guide, words) => {
    const refused = await withReadingGuide(`Sådan læses rapporten.\n\n- Først\n- Dernæst\n\n${guide}`)
    expect([refused.status, refused.body.title]).toEqual([
      409,
      expect.stringContaining(`Kvalitetsmodellens læsevejledning (side 2 i rapporten): ${words}`),
    ])
    expect(refused.text).not.toContain(CPR)
  })

  test('a CPR number in a tilbud’s name, also on the page of a form', async () => {
    await app()
      .db.updateTable('tilbud')
      .set({ name: `Huset ${CPR}` })
      .where('id', '=', tilbud.id)
      .execute()
    const form = new URLSearchParams({ reason: 'Aftalt.' })
    const refused = await consultant.post(`${here.replace('/api/v1/visits', '/visit')}/publication`, form)
    expect(refused.status).toBe(409)
    expect(refused.text).toContain('Tilbuddets navn (side 1 i rapporten)')
  })
})

describe('publishing goes on with', () => {
  test('what an administrator lets stand, but never with a CPR number', async () => {
    const settings = '/api/v1/proof/settings'
    const decide = async (rule: string, severity: string) =>
      administrator.put(settings, (await administrator.get(settings)).body.version, { items: [{ rule, severity }] })
    expect((await decide('placeholder', 'warns')).status).toBe(200)
    const published = await withReadingGuide('Velkommen til (tilbuddets navn).')
    await decide('placeholder', 'blocks')
    expect(published.status).toBe(201)
    for (const severity of ['warns', 'off']) expect((await decide('cprNumber', severity)).status).toBe(422)
  })

  test('a sign in the visit’s own text, which the proof-reader has only warned of', async () => {
    await consultant.post(`${here}/points`, { theme: '1', box: 'grey', body: 'Æ Mere tid' })
    expect((await publish()).status).toBe(201)
  })
})

test('the words of a print are read page by page, margins and all', async () => {
  await consultant.post(`${here}/points`, { theme: '2', box: 'grey', body: 'Ærø, Ølgod og »Åen« – 100 %.' })
  const { body } = await consultant.get(`${here}/report.pdf`)
  const [pages = []] = await readTexts([body])
  expect(pages[0]).toContain(tilbud.name)
  expect(pages.slice(1).every(texts => texts.some(text => text.includes(`Kvalitetsbesøg · ${tilbud.name}`)))).toBe(true)
  expect(pages.flat().map(text => text.replaceAll(/\s/g, ' '))).toContain('Ærø, Ølgod og »Åen« – 100 %.')
  await expect(readTexts([Buffer.from('Kære alle')])).rejects.toThrow()
})
