// Planning and strategy in front of a real browser: many visits in one form and one of them called off, a strategy's file
// of three levels, an action of a development plan, and what nobody has touched, with the texts behind a number and the
// half-year note in two files. Each page on the way is looked through for what keeps somebody from it.
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { checkPdfUa } from '../src/pdf/check.ts'
import { type Person, useApp } from './support/app.ts'
import { faults } from './support/axe.ts'
import { useBrowser, type Visitor } from './support/browser.ts'
import { pdfPages, squeezed } from './support/pdf.ts'
import { publishUnprinted } from './support/thread.ts'

const app = useApp({ printer: true, now: () => new Date('2026-11-26T10:00:00+01:00') })
const visitor = useBrowser()

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'plan-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

/** In front of a browser of his or her own, logged in. */
async function inFrontOf({ email }: Person) {
  const at = await visitor(app().url)
  await at.logIn(email)
  return at
}

/** Nothing keeps anybody from the page, on a wide screen and on a phone. */
async function lookThrough(at: Visitor) {
  for (const width of [1280, 390]) {
    await at.page.setViewport({ width, height: 900 })
    expect(await faults(at), `${at.page.url()} at ${width}`).toEqual([])
  }
  await at.page.setViewport({ width: 1280, height: 900 })
}

const pressWords = async (at: Visitor, words: string) => {
  await Promise.all([at.page.waitForNavigation(), at.page.locator(`main ::-p-text(${words})`).click()])
}

const setDate = (at: Visitor, selector: string, day: string) =>
  at.page.$eval(
    selector,
    (field, value) => {
      ;(field as HTMLInputElement).value = value
    },
    day,
  )

/** Presses the label of a box to tick. */
const tick = (at: Visitor, words: string, within: string) =>
  at.page.$$eval(
    `${within} label`,
    (labels, wanted) => {
      const found = labels.find(it => it.textContent?.trim() === wanted)
      if (!found) throw new Error(`no label says ${wanted}`)
      ;(found as HTMLElement).click()
    },
    words,
  )

/** The browser complained of nothing but of answers with one of these statuses. */
const done = async (at: Visitor, ...statuses: number[]) => {
  const told = at.complaints.map(words => Number(/status of (\d+)/.exec(words)?.[1] ?? words))
  expect([...new Set(told)]).toEqual(statuses) // how often a device asks for what is gone is its own affair
  await at.close()
}

test('an administrator plans many visits in one form, and one of them is called off', async () => {
  const administrator = await app().person('administrator')
  const [anna, bo] = [await app().person('consultant'), await app().person('consultant')]
  const tilbud = [await app().tilbud('Elmehuset'), await app().tilbud('Fyrtårnet'), await app().tilbud('Gården')]
  const at = await inFrontOf(administrator)
  await at.go('/year')
  await lookThrough(at)
  for (const { id } of tilbud) await at.page.click(`label[for="tilbud-${id}"]`)
  await pressWords(at, 'Planlæg de valgte')
  await lookThrough(at)
  for (const { name } of [anna, bo]) await tick(at, name, '.year-same')
  await pressWords(at, 'Sæt på alle')
  // One day is missing: nothing is planned, and what was typed stands.
  const days = ['2027-02-02', '2027-02-03', '']
  for (const [i, day] of days.entries()) await setDate(at, `#visitedOn-${tilbud[i]?.id}`, day)
  await at.press('button[value="plan"]')
  await lookThrough(at)
  expect(await at.text()).toContain('Gården')
  expect(await at.page.$eval(`#visitedOn-${tilbud[0]?.id}`, field => (field as HTMLInputElement).value)).toBe(days[0])
  await setDate(at, `#visitedOn-${tilbud[2]?.id}`, '2027-02-04')
  await at.press('button[value="plan"]')
  expect(new URL(at.page.url()).pathname).toBe('/year')
  for (const day of ['2. februar 2027', '3. februar 2027', '4. februar 2027']) await at.waitForText(day)
  await at.go('/year/calendar?year=2027')
  await lookThrough(at)

  await at.go('/year')
  await pressWords(at, '3. februar 2027')
  await pressWords(at, 'Aflys besøget')
  await lookThrough(at)
  await at.page.type('main textarea, main input[name="reason"]', 'Huset bygger om.')
  await at.press('main form button[type="submit"], main form button:not([type])')
  await at.go('/year')
  await at.waitForText('Huset bygger om.')
  await lookThrough(at)
  const planned = async (tilbudId: string) =>
    (await administrator.get(`/api/v1/visits?tilbudId=${tilbudId}`)).body.items.length
  expect(await Promise.all(tilbud.map(({ id }) => planned(id)))).toEqual([1, 0, 1])
  // The form with a day missing; and the device's copy of the visit, which is gone with it.
  await done(at, 422, 404)

  const mine = await inFrontOf(anna)
  await mine.go('/year/feed')
  await lookThrough(mine)
  await done(mine)
})

const LEVELS = `Nøgle;Navn;Tekst;Nøgleord
1;Mennesket først;Vi begynder hos borgeren.;Medbestemmelse | Øjenhøjde
1.1;Høre efter;Vi spørger, før vi beslutter.;
1.1.1;Husmøder, der fører til noget;Forslag fra husmødet får et svar.;
1.1.2;Spørgsmål i billeder;Alle kan svare.;
1.2;Egne valg;Borgeren vælger selv.;
2;Et hus, der holder;Rammerne passer til behovene.;Bygninger
2.1;Tilgængelige boliger;Boligerne kan bruges af alle.;
2.2;Ro om natten;Natten er tryg.;
`

test('a strategy of three levels is seen through and taken in; a leader acts on it; coverage says what nobody touched', async () => {
  const administrator = await app().person('administrator')
  const consultant = await app().person('consultant')
  const tilbud = await app().tilbud('Havnehuset')
  const leader = await app().person('leader', [tilbud.id])
  const file = join(folder, 'retning.csv')
  writeFileSync(file, `\uFEFF${LEVELS.replaceAll('\n', '\r\n')}`)

  // The file.
  const at = await inFrontOf(administrator)
  await at.go('/strategy/import')
  await lookThrough(at)
  const field = await at.page.$('input[type="file"]')
  await (field as unknown as { uploadFile: (path: string) => Promise<void> }).uploadFile(file)
  await pressWords(at, 'Se strategien igennem')
  await at.waitForText('Intet er gemt endnu.')
  await at.waitForText('Husmøder, der fører til noget')
  await lookThrough(at)
  expect((await administrator.get('/api/v1/strategies')).text).not.toContain('Husmøder')
  for (const [name, words] of [
    ['name', 'Retning 2030'],
    ['owner', 'Havnbjerg Kommune'],
    ['version', '1'],
    ['id', 'retning-2030'],
  ] as const) {
    await at.page.$eval(`#${name}`, input => {
      ;(input as HTMLInputElement).value = ''
    })
    await at.page.type(`#${name}`, words)
  }
  await pressWords(at, 'Tilføj strategien')
  await at.waitForText('Retning 2030 er tilføjet.')
  await lookThrough(at)

  // A visit touches one goal, an action another.
  const visit = await app().visit(consultant, tilbud.id, { visitedOn: '2026-10-12' })
  const points = `/api/v1/visits/${visit.id}/points`
  const goalKeys = ['retning-2030/1.1.1']
  await consultant.post(points, { theme: '3b', box: 'purple', body: 'husmødet savner svar.', goalKeys })
  await publishUnprinted(app(), visit.id, '2026-11-10')
  const acting = await inFrontOf(leader)
  await acting.go('/plan?strategyId=retning-2030')
  await lookThrough(acting)
  await pressWords(acting, 'Ny handling')
  await acting.page.type('#title', 'Ramper ved alle døre')
  await acting.page.type('#text', 'Boligerne skal kunne bruges med kørestol.')
  await pressWords(acting, 'Foreslå mål ud fra teksten')
  await acting.waitForText('Tilgængelige boliger', '.goal-suggestions')
  await lookThrough(acting)
  await acting.press('.goal-suggestions button[value="retning-2030/2.1"]')
  await pressWords(acting, 'Gem handlingen')
  await acting.go('/plan?strategyId=retning-2030')
  await acting.waitForText('Ramper ved alle døre', '.plan-actions')
  await lookThrough(acting)
  await done(acting)

  // What nobody touched, the texts behind a number, and the note.
  await at.go('/coverage?strategyId=retning-2030&from=2026-07-01&to=2026-12-31')
  await at.waitForText('3 af 6 mål er ikke rørt')
  await lookThrough(at)
  const untouched = await at.page.$eval('.coverage-untouched', it => it.textContent)
  for (const goal of ['Spørgsmål i billeder', 'Egne valg', 'Ro om natten']) expect(untouched).toContain(goal)
  for (const goal of ['Husmøder', 'Tilgængelige boliger']) expect(untouched).not.toContain(goal)
  await at.press('.coverage-table a[href*="/coverage/node/1.1.1"]')
  await at.waitForText('husmødet savner svar.')
  await lookThrough(at)
  await pressWords(at, 'Tilbage til strategien')

  const devtools = await at.page.createCDPSession()
  const context = at.page.browserContext().id
  await devtools.send('Browser.setDownloadBehavior', {
    behavior: 'allow',
    downloadPath: folder,
    ...(context && { browserContextId: context }),
  })
  for (const words of ['Halvårsnotat', 'Hent CSV']) await at.page.locator(`main ::-p-text(${words})`).click()
  const files = () => readdirSync(folder).filter(name => /^Strategi i praksis.*\.(?:pdf|csv)$/.test(name))
  await expect.poll(files, { timeout: 20_000 }).toHaveLength(2)
  const read = (ending: string) => readFileSync(join(folder, files().find(name => name.endsWith(ending)) ?? ''))
  const csv = read('.csv').toString()
  expect(csv).toContain('1.1.1;3;Husmøder, der fører til noget;1;0;under 3;ja')
  expect(csv).toContain('2.2;2;Ro om natten;0;0;0;nej')
  const pdf = new Uint8Array(read('.pdf'))
  expect(await checkPdfUa(pdf)).toEqual([])
  const words = squeezed((await pdfPages(pdf)).join(' '))
  for (const text of ['3 af 6 mål er ikke rørt', 'Ro om natten', 'under 3']) expect(words).toContain(squeezed(text))
  for (const text of ['Havnehuset', 'husmødet savner svar']) expect(words).not.toContain(squeezed(text))
  await done(at)
})
