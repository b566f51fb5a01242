// The loop in front of a real browser: a focus point, its half-yearly status by keyboard alone, and what the next visit says.
import { expect, test } from 'vitest'
import { checkPdfUa } from '../src/pdf/check.ts'
import { type Person, useApp } from './support/app.ts'
import { faults } from './support/axe.ts'
import { useBrowser } from './support/browser.ts'
import { pdfPages, squeezed } from './support/pdf.ts'

const app = useApp({ printer: true, now: () => new Date('2028-05-01T10:00:00Z') })
const visitor = useBrowser()

async function write(consultant: Person, tilbudId: string, visitedOn: string, focusPoints: string[]) {
  const visit = await app().visit(consultant, tilbudId, {
    visitedOn,
    participants: { employeesTotal: 12, met: [{ group: 'medarbejdere', count: 6 }] },
    overallImpression: 'Huset er åbent. Alle hilser.',
    conclusion: 'Vi konkluderer.',
  })
  const api = `/api/v1/visits/${visit.id}`
  const points = []
  for (const heading of focusPoints)
    points.push(
      (await consultant.post(`${api}/points`, { theme: '3a', box: 'purple', heading, body: `Se på ${heading}.` })).body,
    )
  return { id: visit.id, api, points }
}

const publish = async (consultant: Person, api: string) => {
  const answer = await consultant.post(`${api}/publication`, { skipHearing: { reason: 'Prøve.' } })
  expect(answer.status, answer.text).toBe(201)
}

test('from a focus point by keyboard to its status, and in two clicks to the next visit', async () => {
  const tilbud = await app().tilbud()
  const consultant = await app().person('consultant')
  const leader = await app().person('leader', [tilbud.id])
  const first = await write(consultant, tilbud.id, '2026-05-12', ['pauserne', 'målene'])
  await publish(consultant, first.api)

  const at = await visitor(app().url)
  await at.logIn(leader.email)
  await at.go('/thread/status')
  const { keyboard } = at.page
  const focused = () => at.page.evaluate(() => document.activeElement?.getAttribute('name') ?? '')
  const tabTo = async (name: RegExp) => {
    for (let i = 0; i < 40; i += 1) {
      await keyboard.press('Tab')
      if (name.test(await focused())) return
    }
    throw new Error(`no ${name} to tab to`)
  }
  let keys = 0
  for (const [steps, sentence] of [
    [1, 'Vi er begyndt.'],
    [2, 'Det virker.'],
  ] as const) {
    await tabTo(/^status-/)
    for (let i = 0; i < steps; i += 1) await keyboard.press('ArrowRight')
    await keyboard.press('Tab')
    expect(await focused()).toMatch(/^note-/)
    await keyboard.type(sentence)
    keys += steps + 2
  }
  // Enter in the last sentence saves all.
  await Promise.all([at.page.waitForNavigation(), keyboard.press('Enter')])
  expect(keys).toBeLessThan(20)
  expect(await at.text()).toContain('Tak, status er gemt')
  const { items } = (await leader.get('/api/v1/threads')).body
  expect(
    items.map((one: { status: string; updates: { note: string }[] }) => [one.status, one.updates[0]?.note]).sort(),
  ).toEqual([
    ['tried', 'Det virker.'],
    ['underway', 'Vi er begyndt.'],
  ])

  const second = await write(consultant, tilbud.id, '2028-05-02', ['de nye pauser', 'haven'])
  const writing = await visitor(app().url)
  await writing.logIn(consultant.email)
  await writing.go(`/visit/${second.id}/brief`)
  expect(await writing.text()).toMatch(/I gang \(1\. maj 2028\): Vi er begyndt\./)
  await writing.go(`/visit/${second.id}/theme/3a`)
  await writing.waitForText('Fra sidste besøg')
  const thread = (pointId: string | undefined) =>
    items.find((one: { pointId: string }) => one.pointId === pointId) as { id: string }
  const [pauses, goals] = [thread(first.points[0]?.id), thread(first.points[1]?.id)]
  await writing.page.select(`[id="point-${pauses.id}"]`, second.points[0]?.id)
  await writing.page.click(`[id="mark-${goals.id}-closed"]`)
  await writing.page.type(`[id="because-${goals.id}"]`, 'Målene er skrevet om.')
  await writing.press('#earlier form button[type="submit"]')
  await writing.waitForText('Gemt. Det gælder, når rapporten er udgivet.')
  await writing.go(`/visit/${second.id}/since`)
  expect(await faults(writing)).toEqual([])
  await publish(consultant, second.api)

  // Two clicks, from the first report.
  await at.go(`/report/${first.id}`)
  await at.press(`#punkt-${first.points[0]?.id} a.thread-link`)
  expect(new URL(at.page.url()).pathname).toBe(`/thread/${pauses.id}`)
  expect(await faults(at)).toEqual([])
  await at.press(`a[href="/report/${second.id}#punkt-${second.points[0]?.id}"]`)
  expect(await at.text()).toContain('de nye pauser')

  const pdf = (await leader.get(`${second.api}/report.pdf`)).body
  expect(await checkPdfUa(pdf)).toEqual([])
  const pages = await pdfPages(pdf)
  const since = pages.find(
    page => squeezed(page).includes(squeezed('Siden sidst')) && squeezed(page).includes('Gårigen'),
  )
  for (const words of ['Nyt', 'Går igen', 'Lukket', 'Målene er skrevet om.', 'haven'])
    expect(squeezed(since ?? '')).toContain(squeezed(words))
  expect([...at.complaints, ...writing.complaints]).toEqual([])
  await at.close()
  await writing.close()
}, 180_000)
