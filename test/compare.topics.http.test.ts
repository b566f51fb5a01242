// Many topics on the page that compares: those of several visits stand openly, the rest behind one line.
import { expect, test } from 'vitest'
import { useApp } from './support/app.ts'

const app = useApp()

test('topics of several visits stand openly, those of one are folded away unless chosen', async () => {
  const [consultant, tilbud] = [await app().person('consultant'), await app().tilbud()]
  const published = async (topics: string[]) => {
    const { id } = await app().visit(consultant, tilbud.id, { topics })
    await app().db.updateTable('visit').set({ status: 'published', topics }).where('id', '=', id).execute()
  }
  await published(['Tid', 'Sjældent emne', 'Endnu et'])
  await published(['tid'])
  const parts = async (path: string) => {
    const { text } = await consultant.get(path)
    const [open = '', folded = ''] = text.slice(text.indexOf('Emner i perioden')).split('<details class="compare-more"')
    const topicsIn = (html: string) =>
      [...html.matchAll(/class="compare-topic"[^>]*>([^<]+)/g)].map(([, topic = '']) => topic.trim().toLowerCase())
    return { open: topicsIn(open), folded: topicsIn(folded), text }
  }
  const all = '/compare?from=2026-01-01&to=2026-12-31'
  const { open, folded, text } = await parts(all)
  expect([open, folded.toSorted()]).toEqual([['tid'], ['endnu et', 'sjældent emne']])
  expect(text).toContain('<summary>Alle emner (3)</summary>')
  expect((await parts(`${all}&topic=endnu+et`)).open.toSorted()).toEqual(['endnu et', 'tid'])
})
