// Marking a passage and answering it, in front of a real browser; the pages are for everybody, also on a phone.
import { expect, test } from 'vitest'
import { checkPdfUa } from '../src/pdf/check.ts'
import { useApp } from './support/app.ts'
import { faults } from './support/axe.ts'
import { useBrowser, type Visitor } from './support/browser.ts'
import { pdfPages, squeezed } from './support/pdf.ts'

const app = useApp({ printer: true })
const visitor = useBrowser()

async function inHearing() {
  const tilbud = await app().tilbud()
  const consultant = await app().person('consultant')
  const leader = await app().person('leader', [tilbud.id])
  const visit = await app().visit(consultant, tilbud.id, {
    participants: { employeesTotal: 12, met: [{ group: 'medarbejdere', count: 6 }] },
    overallImpression: 'Huset er **åbent**. Alle hilser.',
    conclusion: 'Vi konkluderer.',
  })
  const point = (
    await consultant.post(`/api/v1/visits/${visit.id}/points`, {
      ...{ theme: '3a', box: 'purple', heading: 'Pauser', body: 'Der er otte ansatte. Pauserne er korte.' },
    })
  ).body
  expect((await consultant.post(`/api/v1/visits/${visit.id}/hearing`)).status).toBe(200)
  return { consultant, leader, visit, point, api: `/api/v1/visits/${visit.id}` }
}

/** Marks words in a text as a hand would. */
const mark = ({ page }: Visitor, key: string, words: string) =>
  page.evaluate(
    (textKey, wanted) => {
      const text = [...document.querySelectorAll<HTMLElement>('[data-text-key]')].find(
        it => it.dataset.textKey === textKey,
      )
      const walker = document.createTreeWalker(text as Node, NodeFilter.SHOW_TEXT)
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const at = node.textContent?.indexOf(wanted) ?? -1
        if (at === -1) continue
        const range = document.createRange()
        range.setStart(node, at)
        range.setEnd(node, at + wanted.length)
        getSelection()?.removeAllRanges()
        getSelection()?.addRange(range)
      }
    },
    key,
    words,
  )

test('a leader marks words and comments, a consultant corrects and answers, the leader sees both texts', async () => {
  const { consultant, leader, visit, point, api } = await inHearing()
  const reading = await visitor(app().url)
  await reading.logIn(leader.email)
  await reading.go(`/hearing/${visit.id}`)
  await mark(reading, `point/${point.id}`, 'otte ansatte')
  await reading.page.waitForSelector('.mark-button:not([hidden])')
  await reading.page.click('.mark-button')
  expect(await reading.page.$eval('#quote', field => (field as HTMLTextAreaElement).value)).toBe('otte ansatte')
  expect(await reading.page.$eval('#textKey', field => (field as HTMLSelectElement).value)).toBe(`point/${point.id}`)
  await reading.page.type('#body', 'Vi er ni.')
  // Nothing typed is lost by going away and coming back.
  await reading.go('/report')
  await reading.go(`/hearing/${visit.id}`)
  expect(await reading.page.$eval('#body', field => (field as HTMLTextAreaElement).value)).toBe('Vi er ni.')
  expect(await reading.page.$eval('#quote', field => (field as HTMLTextAreaElement).value)).toBe('otte ansatte')
  await reading.page.click('label[for="kind-0"]')
  await reading.press('[data-comment-form] button[type="submit"]')
  await reading.waitForText('Bemærkningen er sendt')
  expect(await reading.page.$eval('mark.commented', it => it.textContent)).toBe('otte ansatte')

  const answering = await visitor(app().url)
  await answering.logIn(consultant.email)
  await consultant.patch(`${api}/points/${point.id}`, 1, { body: 'Der er ni ansatte. Pauserne er korte.' })
  await answering.go(`/visit/${visit.id}/hearing`)
  await answering.waitForText('Vi er ni.')
  await answering.page.click('label[for$="-0"][for^="answer-"]')
  await answering.press('.hearing-reply button[type="submit"]')
  await answering.waitForText('Alle bemærkninger er besvaret')

  await reading.go(`/hearing/${visit.id}`)
  await reading.waitForText('Rettet siden')
  expect(await reading.page.$$eval('.hearing-texts ins', found => found.map(it => it.textContent?.trim()))).toContain(
    'ni',
  )
  for (const at of [reading, answering]) {
    expect([await faults(at), at.complaints]).toEqual([[], []])
    await at.page.setViewport({ width: 390, height: 800 })
    expect(await faults(at)).toEqual([])
    await at.close()
  }
}, 120_000)

test('without a pointer a sentence is chosen from a list; without scripts the words are pasted', async () => {
  const { leader, visit, point, api } = await inHearing()
  const keyboard = await visitor(app().url)
  await keyboard.logIn(leader.email)
  await keyboard.go(`/hearing/${visit.id}`)
  await keyboard.page.focus(`[data-comment-on="point/${point.id}"]`)
  await keyboard.page.keyboard.press('Enter')
  await keyboard.page.select('#sentence', 'Pauserne er korte.')
  expect(await keyboard.page.$eval('#quote', field => (field as HTMLTextAreaElement).value)).toBe('Pauserne er korte.')
  await keyboard.close()

  const plain = await visitor(app().url, { script: false })
  await plain.logIn(leader.email)
  await plain.go(`/hearing/${visit.id}?text=${encodeURIComponent(`point/${point.id}`)}`)
  await plain.page.type('#quote', 'otte  ansatte')
  await plain.page.type('#body', 'Vi er ni.')
  await plain.page.click('#kind-1')
  await plain.press('[data-comment-form] button[type="submit"]')
  const { items } = (await leader.get(`${api}/hearing/comments`)).body
  expect(items).toMatchObject([{ quote: 'otte ansatte', kind: 'understanding', body: 'Vi er ni.' }])
  await plain.close()
}, 120_000)

test('the draft as it was sent, the comments and the published remark are printed for everybody', async () => {
  const { consultant, leader, visit, point, api } = await inHearing()
  await leader.post(`${api}/hearing/comments`, {
    ...{ textKey: `point/${point.id}`, quote: 'otte ansatte', kind: 'fact', body: 'Vi er ni.\n\nAltid.' },
  })
  await consultant.patch(`${api}/points/${point.id}`, 1, { body: 'Der er ni ansatte.' })
  const sent = await leader.get(`${api}/report.pdf`)
  const pages = await pdfPages(sent.body)
  expect(pages.every(page => page.includes('UDKAST · version 1 · sendt i høring'))).toBe(true)
  expect(squeezed(pages.join(' '))).toContain('otteansatte')
  expect(Buffer.compare(sent.body, (await consultant.get(`${api}/report.pdf?draft=1`)).body)).toBe(0)
  expect((await consultant.get(`${api}/report.pdf?draft=2`)).status).toBe(404)
  expect(squeezed((await pdfPages((await consultant.get(`${api}/report.pdf`)).body)).join(' '))).toContain('niansatte')

  const remark = 'Vi er *ikke* enige  i alt.\n\n1. tak'
  await leader.put(`${api}/hearing/remark`, (await leader.get(`${api}/hearing`)).body.version, { text: remark })
  const [comment] = (await consultant.get(`${api}/hearing/comments`)).body.items
  await consultant.patch(`${api}/hearing/comments/${comment.id}`, 1, { answer: 'corrected' })
  const comments = await leader.get(`${api}/hearing/comments.pdf`)
  expect(await checkPdfUa(comments.body)).toEqual([])
  const words = squeezed((await pdfPages(comments.body)).join(' '))
  for (const part of ['Vierni.', 'Altid.', 'otteansatte', 'niansatte', 'Rettet']) expect(words).toContain(part)

  await leader.post(`${api}/hearing/no-remarks`)
  expect((await consultant.post(`${api}/publication`)).status).toBe(201)
  const published = await leader.get(`${api}/report.pdf`)
  expect(await checkPdfUa(published.body)).toEqual([])
  const text = (await pdfPages(published.body)).join(' ')
  expect(squeezed(text)).toContain(squeezed('Vi er *ikke* enige  i alt.'))
  expect(squeezed(text)).toContain(squeezed('1 bemærkning, besvaret'))
  expect(text).not.toContain('UDKAST')
  expect((await leader.get(`${api}/report.html`)).text).toContain('Vi er *ikke* enige  i alt.')
  expect((await leader.get(`/hearing/${visit.id}`)).text).toContain('Høringen om kvalitetsbesøget')
}, 120_000)
