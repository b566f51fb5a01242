// Every page with demo content in it, on a wide screen and on a phone: WCAG 2.1 AA as far as axe can tell, nothing
// wider than the screen, and no complaint from the browser under the strict Content-Security-Policy.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { beforeAll, describe, expect, test } from 'vitest'
import { DEMO, publishDemo, seedDemo } from '../src/command/seed-demo.ts'
import { createPress } from '../src/report/press.ts'
import { useApp } from './support/app.ts'
import { useBrowser, type Visitor } from './support/browser.ts'

const app = useApp({ printer: true })
const visitor = useBrowser()
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

let draft: string
let published: string
let point: string
let tilbud: string
let planned: string[]
let described: string

beforeAll(async () => {
  const { app: fastify, workshop, db } = app()
  await seedDemo(db)
  const at = (visitedOn: string) =>
    db.selectFrom('visit').select('id').where('visitedOn', '=', visitedOn).executeTakeFirstOrThrow()
  draft = (await at('2026-11-03')).id
  published = (await at('2026-05-12')).id
  const { tilbudId } = await db
    .selectFrom('visit')
    .select('tilbudId')
    .where('id', '=', published)
    .executeTakeFirstOrThrow()
  tilbud = tilbudId
  const points = db.selectFrom('point').select('id').where('visitId', '=', draft).where('box', '=', 'purple')
  point = (await points.executeTakeFirstOrThrow()).id
  const own = db.selectFrom('tilbud').select('id').where('name', '=', 'Åhuset')
  described = (await own.executeTakeFirstOrThrow()).id
  planned = (await db.selectFrom('tilbud').select('id').limit(3).execute()).map(({ id }) => id)
  await publishDemo(
    db,
    createPress((template, data) => fastify.view(template, data), workshop),
    1,
  )
}, 60_000)

async function faults({ page }: Visitor): Promise<string[]> {
  await page.evaluate(AXE)
  return page.evaluate(async () => {
    // biome-ignore lint/suspicious/noExplicitAny: axe puts itself on the window
    const { violations } = await (window as any).axe.run({
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'],
    })
    const wide = document.documentElement.scrollWidth > innerWidth ? ['something is wider than the screen'] : []
    return [
      ...violations.flatMap((violation: { id: string; nodes: { target: string[] }[] }) =>
        violation.nodes.map(node => `${violation.id}: ${node.target}`),
      ),
      ...wide,
    ]
  })
}

const PAGES: Record<string, () => string[]> = {
  nobody: () => ['/login', '/verify', '/nothing'],
  'konsulent1@eksempel.dk': () => [
    '/visit',
    '/visit/new',
    ...[
      '',
      '/theme/3a',
      '/theme/7',
      '/facts',
      '/impression',
      '/conclusion',
      '/proof',
      '/hearing',
      '/publication',
      '/report',
      '/history',
      '/bin',
      '/brief',
      '/since',
      '/room',
      '/notes',
      `/point/${point}/goals`,
    ].map(part => `/visit/${draft}${part}`),
    ...['', '/theme/4', '/correction'].map(part => `/visit/${published}${part}`),
    '/idea',
    '/search?q=pauser',
    '/user/password',
    '/year',
    '/year/calendar',
    '/year/feed',
  ],
  'leder@eksempel.dk': () => [
    '/description',
    `/description/${described}`,
    '/report',
    `/report/${published}`,
    `/report/${published}?document=conclusion`,
    `/report/${published}?document=poster`,
    '/search',
    '/plan',
    `/plan/new?tilbudId=${tilbud}&goal=2.2`,
    '/thread',
    '/thread/status',
    '/idea',
  ],
  'admin@eksempel.dk': () => [
    '/year',
    '/year/calendar?year=2026',
    `/year/plan?${planned.map(id => `tilbudId=${id}`).join('&')}`,
    '/visit',
    '/compare',
    '/compare/theme/3a',
    '/coverage?strategyId=norddjurs-socialomraadet',
    '/coverage/node/2?strategyId=norddjurs-socialomraadet',
    '/plan',
    '/user',
    '/user/new',
    '/tilbud',
    '/tilbud/new',
    '/tilbud/import',
    '/model',
    '/model/kvalitetsmodel-3.0',
    '/model/import',
    '/strategy',
    '/strategy/faxe-voksensocial',
    '/strategy/norddjurs-ledestjerner',
    '/strategy/import',
    '/proof/settings',
    '/municipality',
    '/mail',
    '/mail/setting',
    '/log',
  ],
}

describe('every page', () => {
  test.each([1280, 390].flatMap(width => Object.keys(PAGES).map(who => [who, width] as const)))(
    'of %s, %i pixels wide, can be used by everybody',
    async (who, width) => {
      const at = await visitor(app().url, { width })
      if (who !== 'nobody') await at.logIn(who, DEMO.password)
      const found: string[] = []
      for (const path of PAGES[who]?.() ?? []) {
        await at.go(path)
        found.push(...(await faults(at)).map(fault => `${path} ${fault}`))
      }
      const complaints = at.complaints.filter(complaint => !complaint.includes('404'))
      await at.close()
      expect([...found, ...complaints]).toEqual([])
    },
  )

  test('would be caught: a picture without words, a button without a name', async () => {
    const at = await visitor(app().url)
    await at.go('/login')
    await at.page.evaluate(() =>
      document.querySelector('main')?.insertAdjacentHTML('beforeend', '<button></button><img src="data:,">'),
    )
    expect((await faults(at)).join()).toMatch(/button-name.*image-alt/)
    await at.close()
  })
})
