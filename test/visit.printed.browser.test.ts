// A tablet prints a visit's pages with the server's own views and templates: the same data gives the same HTML.
import { beforeAll, describe, expect, test } from 'vitest'
import { readBrief } from '../src/brief/brief.reading.ts'
import type { Source } from '../src/browser/page/visit-pages.ts'
import { DEMO, seedDemo } from '../src/command/seed-demo.ts'
import { descriptionAtVisit } from '../src/description/description.reading.ts'
import { findModel } from '../src/model/model.queries.ts'
import { readEarlier } from '../src/thread/thread.reading.ts'
import { findTilbud } from '../src/tilbud/tilbud.queries.ts'
import { described } from '../src/visit/described.schema.ts'
import { confirmationOf } from '../src/visit/facts.view.ts'
import { listNotes } from '../src/visit/note.reading.ts'
import { consultantNames } from '../src/visit/open-visit.ts'
import { readPast } from '../src/visit/past.reading.ts'
import { findFactsOf, findVisit, listPossibleConsultants } from '../src/visit/visit.queries.ts'
import { takesNotes } from '../src/visit/visit.rules.ts'
import { useApp } from './support/app.ts'
import { useBrowser, type Visitor } from './support/browser.ts'
import { bundle } from './support/bundle.ts'

const app = useApp()
const visitor = useBrowser()
let script: string

beforeAll(async () => {
  script = await bundle('page/visit-pages.ts', 'pages')
  await seedDemo(app().db)
}, 60_000)

async function sourceOf(visitedOn: string, email: string): Promise<Source> {
  const { db } = app()
  const { id } = await db.selectFrom('visit').select('id').where('visitedOn', '=', visitedOn).executeTakeFirstOrThrow()
  const {
    id: userId,
    name,
    role,
  } = await db.selectFrom('user').selectAll().where('email', '=', email).executeTakeFirstOrThrow()
  const user = { id: userId, name, email, role, tilbudIds: [] }
  const visit = await findVisit(db, user, id)
  const tilbud = visit && (await findTilbud(db, user, visit.tilbudId))
  const model = visit && (await findModel(db, visit.modelId))
  if (!visit || !tilbud || !model) throw new Error('no such visit')
  const names = await consultantNames(db, [visit])
  const notes = takesNotes(user, visit) ? await listNotes(db, visit) : null
  return {
    user,
    visit,
    tilbud,
    model,
    names,
    possible: await listPossibleConsultants(db),
    notes,
    last: await readBrief(db, user, visit, model),
    threads: await readEarlier(db, visit),
    description: described(await descriptionAtVisit(db, visit, model.themes)),
    confirmation: confirmationOf(await findFactsOf(db, visit.id)),
    past: { at: Date.now(), revisions: await readPast(db, user, visit) },
  }
}

// What stands beside the text only where there is a connection: what the proof-reader finds, and what is marked so. And what
// only a device says: since when it knows the past.
const main = ({ page }: Visitor, html: string) =>
  page.evaluate(text => {
    const found = new DOMParser().parseFromString(text, 'text/html').querySelector('main')
    for (const online of found?.querySelectorAll(
      '[data-online], [data-offline], .proof-jump, .proof-panel, .from-device',
    ) ?? [])
      online.remove()
    return found?.innerHTML
      .replaceAll(/ data-region="(history|bin)"/g, '')
      .replaceAll(/\s+/g, ' ')
      .replaceAll('> <', '><')
  }, html)

describe('the pages of a visit', () => {
  test.each([
    ['2026-11-03', ''],
    ['2026-11-03', 'facts'],
    ['2026-11-03', 'impression'],
    ['2026-11-03', 'conclusion'],
    ['2026-11-03', 'theme/3a'],
    ['2026-11-03', 'theme/7'],
    ['2026-11-03', 'notes'],
    ['2026-11-03', 'brief'],
    ['2026-11-03', 'room'],
    ['2026-11-03', 'history'],
    ['2026-11-03', 'bin'],
    ['2026-11-10', 'theme/3a'],
    ['2026-05-12', 'notes'],
    ['2026-05-12', ''],
    ['2026-05-12', 'theme/4'],
    ['2026-05-12', 'conclusion'],
  ])('of %s are the same on the tablet as from the server: "%s"', async (visitedOn, part) => {
    const [email = ''] = DEMO.users.map(user => user.email)
    const source = await sourceOf(visitedOn, email)
    const at = await visitor(app().url)
    await at.logIn(email, DEMO.password)
    const path = `/visit/${source.visit.id}${part && `/${part}`}`
    const answer = await at.page.goto(app().url + path)
    const fromServer = (await answer?.text()) ?? ''
    // A page of its own: no script of the app has touched it, and its rules forbid nothing that we need here.
    await at.page.goto('about:blank')
    await at.page.addScriptTag({ content: script })
    const json = JSON.stringify({ ...source, names: [...source.names] })
    const printed = await at.page.evaluate(
      (given, wanted) => {
        const read = JSON.parse(given)
        // biome-ignore lint/suspicious/noExplicitAny: the script that this test brought
        const { printPage } = (window as any).pages
        return printPage({ ...read, names: new Map(read.names) }, wanted, { css: '', js: '' })
      },
      json,
      part,
    )
    const shown = await main(at, printed)
    expect(shown).toBe(await main(at, fromServer))
    expect(shown?.length).toBeGreaterThan(500)
    await at.close()
  })
})
