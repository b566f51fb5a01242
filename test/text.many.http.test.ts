// Eight who write at once in four points, over sync, the API and old forms, with random delays: what was acknowledged is
// there, once; and no two were told that they made the same version. MANY_EDITS for more of them (10,000 were run).
import { expect, test } from 'vitest'
import { type Person, useApp } from './support/app.ts'
import { createWriter } from './support/writer.ts'

const app = useApp()

const EDITS = Number(process.env.MANY_EDITS ?? (process.env.TEST_DATABASE_URL ? 1200 : 400))
const WRITERS = 8
const POINTS = 4

/** Random numbers that are the same in every run. */
function createRandom(seed: number) {
  let state = seed
  return (below: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

type Told = { sentence: string; point: string; version: number | null; way: string }

test(`of ${EDITS} edits by ${WRITERS} writers none is missing, none stands twice, and no chain forks`, {
  timeout: 1_800_000,
}, async () => {
  const people = await Promise.all(Array.from({ length: WRITERS }, () => app().person('consultant')))
  const [first] = people as [Person]
  const tilbud = await app().tilbud()
  const visit = await app().visit(first, tilbud.id, { consultantIds: people.map(({ id }) => id) })
  const path = `/api/v1/visits/${visit.id}`
  const ids: string[] = []
  for (let number = 0; number < POINTS; number += 1)
    ids.push((await first.post(`${path}/points`, { theme: '3a', box: 'grey', body: `Punkt ${number}.` })).body.id)

  const told: Told[] = []
  const refused = { stale: 0 }
  let left = EDITS

  async function work(person: Person, number: number) {
    const random = createRandom(number + 1)
    const writer = createWriter(person, visit.id)
    for (const id of ids) await writer.open(`point/${id}`)
    for (let edit = 0; left > 0; edit += 1) {
      left -= 1
      const id = ids[random(POINTS)] ?? ''
      const text = `point/${id}`
      const sentence = `${'abcdefgh'[number]}-${edit.toString(36)}.`
      const way = ['sync', 'sync', 'patch', 'form'][random(4)] ?? 'sync'
      const tell = (version: number | null) => told.push({ sentence, point: id, version, way })
      await new Promise(resolve => setTimeout(resolve, random(15)))
      if (way === 'sync') {
        writer.add(text, ` ${sentence}`)
        const done = await writer.push(text)
        expect(done.outcome, JSON.stringify(done)).toBe('saved')
        tell(done.version)
      } else if (way === 'patch') {
        let { version, body } = (await person.get(`${path}/points/${id}`)).body
        for (;;) {
          const answer = await person.patch(`${path}/points/${id}`, version, { body: `${body} ${sentence}` })
          if (answer.status === 200) {
            tell(answer.body.version)
            break
          }
          expect(answer.status).toBe(412)
          refused.stale += 1
          ;({ version, body } = answer.body.current)
        }
      } else {
        const { version, body } = (await person.get(`${path}/points/${id}`)).body
        await new Promise(resolve => setTimeout(resolve, random(30)))
        const fields = { version: String(version), heading: '', body: `${body}\n\n${sentence}`, saidOnTheDay: 'yes' }
        const form = new URLSearchParams({ ...fields, step: 'save' })
        const answer = await person.post(`/visit/${visit.id}/point/${id}`, form)
        expect(answer.status).toBe(303)
        tell(null)
      }
    }
  }
  const began = Date.now()
  await Promise.all(people.map(work))
  const seconds = (Date.now() - began) / 1000

  const [missing, twice]: [Told[], Told[]] = [[], []]
  for (const id of ids) {
    const { body } = (await first.get(`${path}/points/${id}`)).body
    const count = new Map<string, number>()
    for (const [sentence] of body.matchAll(/\b[a-h]-[0-9a-z]+\./g)) count.set(sentence, (count.get(sentence) ?? 0) + 1)
    for (const edit of told) {
      if (edit.point !== id) continue
      if (!count.has(edit.sentence)) missing.push(edit)
      if ((count.get(edit.sentence) ?? 0) > 1) twice.push(edit)
    }
  }
  const made = told.flatMap(({ point, version }) => (version === null ? [] : [`${point} ${version}`]))
  const stored = await app().db.selectFrom('textUpdate').select(['text', 'version']).execute()
  const forks =
    made.length - new Set(made).size + stored.length - new Set(stored.map(row => `${row.text} ${row.version}`)).size
  console.log(
    `${told.length} edits acknowledged in ${seconds.toFixed(0)} s (${told.filter(({ way }) => way === 'sync').length} sync, ` +
      `${told.filter(({ way }) => way === 'patch').length} API after ${refused.stale} × 412, ` +
      `${told.filter(({ way }) => way === 'form').length} forms): ${missing.length} missing, ${twice.length} twice, ${forks} forks`,
  )
  expect({ edits: told.length, missing, twice, forks }).toEqual({ edits: EDITS, missing: [], twice: [], forks: 0 })
})
