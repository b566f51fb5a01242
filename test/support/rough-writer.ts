// A consultant in front of a real browser who writes, deletes and moves without mercy, on a network that comes and goes,
// in a tab that is killed.
import type { Page } from 'puppeteer'
import { createTurns } from '../../src/lib/in-turn.ts'
import type { Chance } from './chance.ts'
import type { Network } from './network.ts'
import { sentence, sentencesIn } from './sentences.ts'
import { bodyIn } from './writing.ts'

const WEIGHTS = { append: 50, type: 14, paragraph: 16, takeAway: 6, newPoint: 7, move: 4, remove: 2 }

export type Seen = { state: string; text: string; id: string }
export type RoughWriter = ReturnType<typeof roughWriter>

/** `page` may change with every killed tab; `name` is a letter, which all words of this writer begin with. */
export function roughWriter(
  { page: first, line, path, name, chance }: { page: Page; line: Network; path: string; name: string; chance: Chance },
  /** In these points only one writes, letter by letter: such a sentence stays whole only where nobody takes half of it away. */
  { own, others }: { own: string; others: readonly string[] },
) {
  let page = first
  let count = 0
  const typed = new Set<string>()
  /** What happened to this writer, in order: to see what became of a sentence that is lost. */
  const story: string[] = []
  /** Typed when the tab was killed, and never said to be kept. */
  const unpromised = new Set<string>()
  const done: Record<string, number> = {}

  // A person looks at the screen between two edits, not in the middle of one.
  const inTurn = createTurns()
  const turn = <Result>(work: () => Promise<Result>) => inTurn(name, work)

  const points = () =>
    page.$$eval('.point-row .point-form', forms => forms.flatMap(({ id }) => (id.startsWith('point-') ? [id] : [])))

  const next = () => `${name}${String(count++).padStart(4, '0')}`

  async function toEnd(place: string) {
    await page.focus(bodyIn(place))
    // Until the editor has settled its caret; who goes to the end need not wait longer.
    await new Promise(done => setTimeout(done, 60))
    await page.keyboard.down('Control')
    await page.keyboard.press('End')
    await page.keyboard.up('Control')
  }

  /** What has come into the page counts as typed, and nothing else does. */
  async function note(word: string) {
    const there = await page.evaluate(
      wanted => document.querySelector('.theme-boxes')?.textContent.includes(wanted),
      word,
    )
    if (there) typed.add(word)
    return there === true
  }

  const press = (place: string, step: string) =>
    page.evaluate(
      (form, value) => document.querySelector<HTMLElement>(`${form} [name="step"][value="${value}"]`)?.click(),
      place,
      step,
    )

  const WAYS: Record<keyof typeof WEIGHTS, (place: string) => Promise<boolean>> = {
    async append(place) {
      const word = next()
      await toEnd(place)
      await page.keyboard.sendCharacter(` ${sentence(word)}`)
      return note(word)
    },
    async type() {
      const word = next()
      await toEnd(`#point-${own}`)
      await page.keyboard.type(` ${sentence(word)}`)
      return note(word)
    },
    async paragraph(place) {
      const word = next()
      await toEnd(place)
      await page.keyboard.press('Enter')
      await page.keyboard.sendCharacter(sentence(word))
      return note(word)
    },
    /** The last paragraph, whoever wrote it; a colleague may be writing in it. */
    async takeAway(place) {
      await toEnd(place)
      await page.keyboard.down('Shift')
      await page.keyboard.press('Home')
      await page.keyboard.up('Shift')
      await page.keyboard.press('Backspace')
      return true
    },
    async newPoint() {
      const box = chance.oneOf(['grey', 'purple', 'yellow']) ?? 'grey'
      const word = next()
      await page.focus(bodyIn(`#new-${box}`))
      await page.keyboard.sendCharacter(sentence(word))
      const there = await note(word)
      await page.evaluate(
        form => document.querySelector<HTMLElement>(`${form} button[type="submit"]`)?.click(),
        `#new-${box}`,
      )
      return there
    },
    async move(place) {
      await press(place, chance.oneOf(['up', 'down']) ?? 'up')
      return true
    },
    async remove(place) {
      if ((await points()).length < 8) return false
      await press(place, 'delete')
      return true
    },
  }

  /** One edit; a point that a colleague deleted just then makes it none. */
  async function edit() {
    const place = chance.oneOf((await points()).filter(id => !others.includes(id.replace('point-', ''))))
    const way = chance.weighed(WEIGHTS)
    if (!place) return false
    const happened = await WAYS[way](`#${place}`).catch((error: Error) => {
      if (/Target closed|Session closed|detached/i.test(error.message)) throw error
      return false
    })
    if (happened) done[way] = (done[way] ?? 0) + 1
    story.push(`${way} ${place.slice(6, 14)} ${happened ? `${name}${count - 1}` : 'not'}`)
    return happened
  }

  /** Every point as it is on screen, between two edits: what is said about saving it, and what stands in it. */
  const seen = (): Promise<Seen[]> =>
    page.evaluate(async () => {
      // What a frame is to show is only whole when the frame has come.
      await new Promise(done => requestAnimationFrame(() => setTimeout(done)))
      return [...document.querySelectorAll<HTMLElement>('.point-row .point-form, .new-point')].map(form => ({
        // A new point is written at the foot of its box until it is left.
        id: form.dataset.point ?? form.id.replace(/^point-/, ''),
        state: form.querySelector('[data-save-state]')?.textContent ?? '',
        text: [...form.querySelectorAll('.editor-field [contenteditable], .editor-field textarea')]
          .map(field => field.textContent)
          .join('\n'),
      }))
    })

  async function open() {
    await page.goto(line.url + path)
    await page.waitForSelector('.point-row [data-live].editor', { timeout: 30_000 })
  }

  return {
    name,
    typed,
    unpromised,
    done,
    story,
    line,
    edit: () => turn(edit),
    seen,
    open,
    page: () => page,
    /** The sentences that the screen says the server has. */
    saidToBeSaved: async () =>
      (await turn(seen)).filter(({ state }) => state.startsWith('Gemt kl.')).flatMap(({ text }) => sentencesIn(text)),
    /** The tab dies and another one is opened, whatever the network is like. */
    killTab: () => turn(killTab),
  }

  async function killTab() {
    for (const { state, text } of await seen())
      if (state !== '' && !/^(Gemt kl\.|Ikke sendt\. Gemt på)/.test(state))
        for (const word of sentencesIn(text)) unpromised.add(word)
    const fresh = await page.browserContext().newPage()
    await fresh.setViewport({ width: 1280, height: 900 })
    await page.close()
    page = fresh
    story.push('the tab dies')
    await open()
  }
}
