// The editor in a real browser: what a person types, presses and pastes, and what becomes of it.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { useBrowser, type Visitor } from './support/browser.ts'
import type * as Editing from './support/editor-entry.ts'
import { useEditorPage } from './support/editor-page.ts'

declare const editing: typeof Editing

const url = useEditorPage()
const visitor = useBrowser()
let at: Visitor

const THEIRS = '#place-2 [role="textbox"]'

const read = (index = 0) => at.page.evaluate(index => editing.read(index), index)
const body = async () => (await read()).body
const keys = async (...names: string[]) => {
  for (const name of names) {
    const parts = name.split('+')
    const last = parts.pop() as 'Enter'
    for (const part of parts) await at.page.keyboard.down(part as 'Control')
    await at.page.keyboard.press(last)
    for (const part of parts.reverse()) await at.page.keyboard.up(part as 'Control')
  }
}
const type = (words: string) => at.page.keyboard.type(words)

/** The editors with this in them, the caret at the end of the first. */
async function begin(text = '', heading = '') {
  await at.page.goto(url())
  await at.page.evaluate(
    (text, heading) => {
      localStorage.clear()
      editing.write(text, heading)
      editing.mount()
      editing.editors[0]?.focus()
    },
    text,
    heading,
  )
}

beforeAll(async () => {
  at = await visitor(url())
})
afterAll(() => at.close())
beforeEach(() => begin())

describe('writing', () => {
  test('what is typed is in the document, and at the colleague’s, at once', async () => {
    await type('Borgerne spiser sammen.')
    await keys('Enter')
    await type('<b>Menuen</b> vælges *af* dem.')
    expect(await body()).toBe('Borgerne spiser sammen.\n\n\\<b>Menuen\\</b> vælges \\*af\\* dem.')
    expect(await read(1)).toEqual(await read(0))
    expect(await at.page.$eval(THEIRS, field => field.textContent)).toContain('<b>Menuen</b>')
    expect(await at.page.evaluate(() => editing.typed)).toEqual([54, 0])
  })
})
