// Searching: Danish words, hits marked as parts, and nothing of what is not yours.
import { beforeAll, describe, expect, test } from 'vitest'
import { HIT, likeAnywhere, markName, searchText, splitHits } from '../src/search/search.rules.ts'
import type { Found } from '../src/search/search.schema.ts'
import { type Person, useApp } from './support/app.ts'

const app = useApp()

let people: Record<'consultant' | 'colleague' | 'leader' | 'otherLeader' | 'administrator', Person>
let visits: Record<string, string>
let tilbud: { id: string; name: string }

const find = async (who: Person, q: string, more = '') =>
  (await who.get(`/api/v1/search?q=${encodeURIComponent(q)}${more}`)).body.items as Found[]

beforeAll(async () => {
  tilbud = await app().tilbud('Åhuset 100%_sikkert')
  const other = await app().tilbud('Nabohuset')
  people = {
    consultant: await app().person('consultant'),
    colleague: await app().person('consultant'),
    leader: await app().person('leader', [tilbud.id]),
    otherLeader: await app().person('leader', [other.id]),
    administrator: await app().person('administrator'),
  }
  const { consultant } = people
  visits = {}
  const write = async (name: string, status: string, fields: object, points: object[]) => {
    const { id } = await app().visit(consultant, tilbud.id, fields)
    for (const point of points) await consultant.post(`/api/v1/visits/${id}/points`, { theme: '3a', ...point })
    await app()
      .db.updateTable('visit')
      .set({ status: status as 'draft' })
      .where('id', '=', id)
      .execute()
    visits[name] = id
  }
  await write('published', 'published', { visitedOn: '2025-01-01', conclusion: 'Huset har en stærk pædagogik.' }, [
    {
      box: 'purple',
      heading: 'Faglig sparring',
      body: 'Medarbejderne har brug for **tid** & ro. Se [planen](https://eksempel.dk/plan).',
    },
    { box: 'grey', body: 'giraf <3 fodbold' },
  ])
  await write('hearing', 'hearing', { visitedOn: '2026-01-01', overallImpression: 'Giraffen i haven.' }, [])
  await write('draft', 'draft', { visitedOn: '2026-02-01' }, [{ box: 'yellow', body: 'En giraf i kladden' }])
  await write('planned', 'planned', { visitedOn: '2026-12-01', conclusion: 'Planlagt giraf' }, [])
  const deleted = await app().visit(consultant, tilbud.id)
  const path = `/api/v1/visits/${deleted.id}/points`
  const point = await consultant.post(path, { theme: '1', box: 'grey', body: 'En slettet flodhest' })
  await consultant.delete(`${path}/${point.body.id}`, 1)
})

describe('what is found', () => {
  test.each([
    ['medarbejder', 'Medarbejderne'],
    ['MEDARBEJDEREN', 'Medarbejderne'],
    ['"brug for"', 'brug'],
    ['behov or brug', 'brug'],
  ])('%s finds %s', async (q, hit) => {
    const [item] = await find(people.consultant, q)
    expect(item).toMatchObject({ kind: 'point', visitId: visits.published, theme: '3a', box: 'purple' })
    expect(item?.highlight.filter(part => part.hit).map(part => part.text)).toContain(hit)
  })

  test('is plain text without the signs of Markdown', async () => {
    const [item] = await find(people.consultant, 'sparring')
    expect(item?.heading).toBe('Faglig sparring')
    expect(item?.highlight.map(part => part.text).join('')).toBe('Medarbejderne har brug for tid & ro. Se planen.')
  })

  test('is also what stands on the visit itself', async () => {
    const [item] = await find(people.consultant, 'pædagogikken')
    expect(item).toMatchObject({ kind: 'visit', pointId: null, heading: 'Konklusion', tilbudName: tilbud.name })
  })

  test.each(['åhu', '100%_', 'ÅHUSET'])('is a tilbud by part of its name: %s', async q => {
    const [item] = await find(people.leader, q)
    expect(item).toMatchObject({ kind: 'tilbud', tilbudId: tilbud.id, visitId: null, visitedOn: null })
    expect(item?.highlight.some(part => part.hit)).toBe(true)
  })

  test('excludes words with a minus, and texts that were deleted', async () => {
    expect(await find(people.consultant, 'giraf -fodbold -haven -kladden -planlagt')).toEqual([])
    expect(await find(people.administrator, 'flodhest')).toEqual([])
  })

  test('comes newest first when asked, and page by page', async () => {
    const all = await find(people.consultant, 'giraf', '&sort=newest')
    expect(all.map(item => item.visitedOn)).toEqual(['2026-12-01', '2026-02-01', '2026-01-01', '2025-01-01'])
    const first = (await people.consultant.get('/api/v1/search?q=giraf&sort=newest&limit=3')).body
    const second = await find(people.consultant, 'giraf', `&sort=newest&limit=3&cursor=${first.nextCursor}`)
    expect([...first.items, ...second]).toEqual(all)
  })
})

describe('who finds what', () => {
  const SEES = {
    consultant: ['draft', 'hearing', 'planned', 'published'],
    colleague: ['published'],
    leader: ['hearing', 'published'],
    otherLeader: [],
    administrator: ['draft', 'hearing', 'planned', 'published'],
  }
  test.each(Object.entries(SEES))('%s: %s', async (who, expected) => {
    const items = await find(people[who as keyof typeof people], 'giraf')
    const names = items.map(item => Object.keys(visits).find(name => visits[name] === item.visitId))
    expect(names.sort()).toEqual(expected)
  })

  test('a leader does not find a visit that is being corrected, nor another tilbud by name', async () => {
    await app()
      .db.updateTable('visit')
      .set({ status: 'draft' })
      .where('id', '=', visits.published as string)
      .execute()
    expect(await find(people.leader, 'medarbejder')).toEqual([])
    await app()
      .db.updateTable('visit')
      .set({ status: 'published' })
      .where('id', '=', visits.published as string)
      .execute()
    expect(await find(people.otherLeader, 'åhuset')).toEqual([])
  })

  test('nobody finds anything', async () => {
    expect((await app().client().get('/api/v1/search?q=giraf')).status).toBe(401)
  })
})

describe('a hostile or empty query', () => {
  test.each([
    '',
    '   ',
    '"',
    '!!! & | :* ()',
    "' or 1=1 --",
    '\\',
    '%',
    '_',
    '<script>alert(1)</script>',
    '\u0000\u0007',
    `${HIT.start}giraf${HIT.end}`,
    '-',
    '- - -',
    '"""" or or',
    'og i at',
    'a'.repeat(200),
    '💥',
    '\u202e',
    '{{7*7}}',
  ])('%j is answered', async q => {
    for (const path of ['/api/v1/search', '/search'])
      expect((await people.administrator.get(`${path}?q=${encodeURIComponent(q)}`)).status).toBe(200)
  })

  test.each(['%E0%A4%A', '%', '%ff'])('as raw bytes: %s', async raw => {
    for (const path of ['/api/v1/search', '/search'])
      expect((await people.administrator.get(`${path}?q=${raw}`)).status).toBeLessThan(500)
  })

  test('too long is refused, and so is a broken page', async () => {
    expect((await people.leader.get(`/api/v1/search?q=${'a'.repeat(201)}`)).status).toBe(422)
    expect((await people.leader.get(`/search?q=${'a'.repeat(201)}`)).status).toBe(422)
    expect((await people.leader.get('/api/v1/search?q=giraf&cursor=x')).status).toBe(422)
    expect((await people.leader.get('/search?q=giraf&page=-1&sort=x')).status).toBe(200)
  })
})

describe('the page', () => {
  test('marks hits and shows everything else as it was typed', async () => {
    const { text } = await people.leader.get('/search?q=fodbold')
    expect(text).toContain('giraf &lt;3 <mark>fodbold</mark>')
  })

  test('leads those who write on the visit to the place, others to the report', async () => {
    const own = await people.consultant.get('/search?q=medarbejder')
    expect(own.text).toMatch(new RegExp(`href="/visit/${visits.published}/theme/3a#punkt-`))
    for (const who of [people.leader, people.colleague, people.administrator]) {
      const { text } = await who.get('/search?q=medarbejder')
      expect(text).toContain(`href="/report/${visits.published}`)
      expect(text).not.toContain('href="/visit/')
    }
  })

  test('says what to do when nothing is found, and nothing before a search', async () => {
    expect((await people.leader.get('/search?q=okapi')).text).toContain('Vi fandt ikke noget')
    expect((await people.leader.get('/search')).text).not.toContain('Vi fandt ikke noget')
  })
})

describe('the rules', () => {
  test.each([
    ['en giraf', [{ text: 'en giraf', hit: false }]],
    [
      `en ${HIT.start}giraf${HIT.end}.`,
      [
        { text: 'en ', hit: false },
        { text: 'giraf', hit: true },
        { text: '.', hit: false },
      ],
    ],
    [
      `${HIT.start}a${HIT.end}${HIT.start}b`,
      [
        { text: 'a', hit: true },
        { text: 'b', hit: true },
      ],
    ],
    [`a${HIT.end}b`, [{ text: 'ab', hit: false }]],
    ['', []],
  ])('parts of %j', (marked, parts) => expect(splitHits(marked)).toEqual(parts))

  test('names, patterns and words', () => {
    expect(markName('Åhuset', 'HUS')).toEqual([
      { text: 'Å', hit: false },
      { text: 'hus', hit: true },
      { text: 'et', hit: false },
    ])
    expect(likeAnywhere('100%_\\')).toBe('%100\\%\\_\\\\%')
    expect(searchText(' a\u0000\n b\uE000 ')).toBe('a b')
  })
})
