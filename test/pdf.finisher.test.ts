// The processes that finish prints: they keep the server free, hold their time, and a bad document harms no other.
import { readFileSync } from 'node:fs'
import { PDFDocument } from '@cantoo/pdf-lib'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { PrintFailed } from '../src/pdf/errors.ts'
import { createFinisher } from '../src/pdf/finisher.ts'
import { openPdf } from '../src/pdf/read-file.ts'
import { TimeUp } from '../src/pdf/time-limit.ts'
import { alive, finishers, nicenesses } from './support/processes.ts'

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

  test('a process that has done its share is exchanged, unnoticed', async () => {
    const { finish } = finisher({ renewAfter: 1 })
    for (const title of ['En', 'To', 'Tre'])
      expect((await openPdf(await finish(await document(title), 20_000))).getTitle()).toBe(title)
  })

  test.runIf(process.platform === 'linux')(
    'one that dies harms its own document only, and the next comes out',
    async () => {
      const { finish } = finisher({ processes: 1 })
      const hit = expect(finish(await document('Lang', 3_000), 20_000)).rejects.toThrow('the process ended')
      const [pid = 0] = await vi.waitUntil(() => (finishers().length > 0 ? finishers() : null))
      process.kill(pid, 'SIGKILL')
      await hit
      expect((await finish(await document('Kort'), 20_000)).length).toBeGreaterThan(0)
    },
  )

  test.runIf(process.platform === 'linux')(
    'stands back with all its threads, knows no secret, and leaves nothing',
    async () => {
      vi.stubEnv('DATABASE_PASSWORD', 'HEMMELIGHED')
      const { finish, close } = finisher({ processes: 1 })
      await finish(await document('Lang', 500), 20_000)
      vi.unstubAllEnvs()
      const [pid = 0] = finishers()
      expect(nicenesses(pid).length).toBeGreaterThan(4)
      expect(new Set(nicenesses(pid))).toEqual(new Set([10]))
      expect(readFileSync(`/proc/${pid}/environ`, 'latin1')).not.toContain('HEMMELIGHED')
      await close()
      expect(alive(pid)).toBeNull()
    },
  )

  test('closing ends what is under way', async () => {
    const { finish, close } = finisher()
    const underWay = expect(finish(await document('Lang', 3_000), 20_000)).rejects.toThrow()
    await close()
    await underWay
    await expect(finish(await document('Kort'), 20_000)).rejects.toThrow()
  })
})
