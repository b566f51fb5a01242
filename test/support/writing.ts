// What a person does in the fields of a visit's page, whether they are editors or, without JavaScript, plain boxes.
import type { Page } from 'puppeteer'
import type { Visitor } from './browser.ts'

const FIELDS = ['.editor-field [contenteditable]', '.editor-field textarea', 'textarea[name="body"]']

/** The field of a text's body within `place`. */
export const bodyIn = (place: string) => FIELDS.map(field => `${place} ${field}`).join(', ')

export const headingIn = (place: string) => `${place} .point-input-heading`

/** Waits until the text in `place` is shared: from then on what is typed is kept. */
export const ready = ({ page }: Visitor, place = '') => page.waitForSelector(`${place} [data-live].editor`, { timeout: 20_000 }) // biome-ignore format: one line

/**
 * Goes into a field as a person does: nobody presses a key at once. The editor is made when its field is first gone into, and for 200 ms
 * after it has got the focus ProseMirror takes a caret that comes to the beginning for a fault of the browser, and puts its own back.
 */
export async function goInto(page: Page, selector: string) {
  await page.focus(selector)
  await new Promise(done => setTimeout(done, 350))
}

/** Types at the end of a text. */
export async function typeIn(at: Visitor, place: string, words: string) {
  await ready(at, place)
  await goInto(at.page, bodyIn(place))
  await at.page.keyboard.down('Control')
  await at.page.keyboard.press('End')
  await at.page.keyboard.up('Control')
  await at.page.keyboard.type(words)
}

/** What stands in the fields of `place`, one after the other. */
export const textsIn = ({ page }: Visitor, place: string) =>
  page.$$eval(bodyIn(place), fields =>
    fields.map(field => (field instanceof HTMLTextAreaElement ? field.value : (field.textContent ?? ''))),
  )
