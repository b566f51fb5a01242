// The threads that finish prints: they keep the server free, hold their time, and a bad document harms no other.
import { PDFDocument } from '@cantoo/pdf-lib'
import { afterEach, describe, expect, test } from 'vitest'
import { PrintFailed } from '../src/pdf/errors.ts'
import { createFinisher } from '../src/pdf/finisher.ts'
import { openPdf } from '../src/pdf/read-file.ts'
import { TimeUp } from '../src/pdf/time-limit.ts'

const open: ReturnType<typeof createFinisher>[] = []
function finisher(options: Parameters<typeof createFinisher>[0] = {}) {
  const made = createFinisher(options)
  open.push(made)
  return made
}
afterEach(async () => {
  await Promise.all(open.splice(0).map(each => each.close()))
})

async function document(title: string, pages = 1) {
  const pdf = await PDFDocument.create()
  pdf.setTitle(title)
  for (let page = 0; page < pages; page++) pdf.addPage()
  return pdf.save({ useObjectStreams: false })
}

describe('finishing', () => {
  test('many at once, each gets its own', async () => {
    const { finish } = finisher()
    const titles = Array.from({ length: 6 }, (_, index) => `Rapport ${index}`)
    const finished = await Promise.all(titles.map(async title => finish(await document(title), 20_000)))
    expect(await Promise.all(finished.map(async bytes => (await openPdf(bytes)).getTitle()))).toEqual(titles)
  })

  test('the server goes on meanwhile', async () => {
    const { finish } = finisher()
    const long = await document('Lang', 3_000)
    let ticks = 0
    const clock = setInterval(() => ticks++, 5)
    await finish(long, 20_000)
    clearInterval(clock)
    expect(ticks).toBeGreaterThan(5)
  })

  test('what takes too long is given up, and the next comes out', async () => {
    const { finish } = finisher()
    await expect(finish(await document('Lang', 3_000), 1)).rejects.toThrow(TimeUp)
    expect((await finish(await document('Kort'), 20_000)).length).toBeGreaterThan(0)
  })

  test('what is no PDF is refused in Danish, and the next comes out', async () => {
    const { finish } = finisher()
    await expect(finish(Buffer.from('Hej'), 20_000)).rejects.toThrow(PrintFailed)
    await expect(finish(Buffer.from('Hej'), 20_000)).rejects.toThrow('kunne ikke gøres tilgængelig')
    expect((await finish(await document('Kort'), 20_000)).length).toBeGreaterThan(0)
  })

  test('a thread that has done its share is exchanged, unnoticed', async () => {
    const { finish } = finisher({ renewAfter: 1 })
    for (const title of ['En', 'To', 'Tre'])
      expect((await openPdf(await finish(await document(title), 20_000))).getTitle()).toBe(title)
  })

  test('closing ends what is under way', async () => {
    const { finish, close } = finisher()
    const underWay = expect(finish(await document('Lang', 3_000), 20_000)).rejects.toThrow()
    await close()
    await underWay
    await expect(finish(await document('Kort'), 20_000)).rejects.toThrow()
  })
})
