// The typeface that the printer's browser has at hand: unpacked whole, and used only when every face of it is there.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { allFaces, faces, inSteps, withFaces, withInstalledFaces } from '../src/pdf/faces.ts'
import { setUnitsPerEm, unpackWoff } from '../src/pdf/font-file.ts'
import { hasInstalledFaces, installFaces, SAMPLE } from '../src/pdf/installed-faces.ts'
import { endBrowser, type RunningBrowser } from '../src/pdf/launch.ts'
import { openPage } from '../src/pdf/print-page.ts'
import { startBrowser } from '../src/pdf/start-browser.ts'

/** The sum of a table's words, as a font file has it for each. */
function sumOf(table: Buffer) {
  let sum = 0
  for (let at = 0; at < table.length; at += 4) sum = (sum + table.readUInt32BE(at)) >>> 0
  return sum
}

describe('a font file', () => {
  test.each(faces.map(face => [face.name, face] as const))(
    'is unpacked as it was packed: %s',
    (_, { woff, inside }) => {
      const font = setUnitsPerEm(unpackWoff(woff()), 1024)
      const tables = Array.from({ length: font.readUInt16BE(4) }, (_, index) => {
        const entry = 12 + index * 16
        const [sum = 0, from = 0, length = 0] = [4, 8, 12].map(at => font.readUInt32BE(entry + at))
        const tag = font.toString('latin1', entry, entry + 4)
        return { tag, sum, bytes: font.subarray(from, from + Math.ceil(length / 4) * 4) }
      })
      expect(tables.map(({ tag }) => tag)).toEqual(expect.arrayContaining(['cmap', 'glyf', 'head', 'hmtx', 'name']))
      for (const { tag, sum, bytes } of tables) {
        // The head's own sum counts a field of it as nothing.
        const counted = tag === 'head' ? Buffer.from(bytes).fill(0, 8, 12) : bytes
        expect(sumOf(counted), tag).toBe(sum)
      }
      expect(tables.find(({ tag }) => tag === 'head')?.bytes.readUInt16BE(18)).toBe(1024)
      expect(Buffer.from(font).swap16().toString('utf16le')).toContain(inside)
    },
  )

  test('of another kind is refused', () => {
    const woff2 = readFileSync('node_modules/@fontsource/ibm-plex-sans/files/ibm-plex-sans-latin-400-normal.woff2')
    expect(() => unpackWoff(woff2)).toThrow('no WOFF')
  })
})

describe('a document', () => {
  const document =
    '<html><head><style>p{color:red}</style></head><body><p>Et <em>Łódź</em> <strong>!</strong></p></body></html>'

  test('carries its faces, and is lighter with those of the browser', () => {
    const carrying = withFaces(document)
    expect(carrying).toBe(document.replace('<style>', () => `<style>${allFaces.carried}`))
    expect(withInstalledFaces(carrying)).toBe(document.replace('<style>', () => `<style>${allFaces.installed}`))
  })

  test('without them stays as it is', () => {
    expect(withInstalledFaces(document)).toBe(document)
  })
})

describe('sizes of letters', () => {
  test.each([
    ['p{font-size: 0.85rem;}', 'p{font-size: round(0.85rem, 0.244140625px);}'],
    ['p{font-size: calc(0.6 * var(--title));}', 'p{font-size: round(calc(0.6 * var(--title)), 0.244140625px);}'],
    [
      'p{font:\n400 9.3pt / 1.42 Plex,\nsans-serif;}',
      'p{font:\n400 round(9.3pt, 0.244140625px) / 1.42 Plex,\nsans-serif;}',
    ],
    ['p{font-weight: 600; width: 9pt;}', 'p{font-weight: 600; width: 9pt;}'],
  ])('%s', (css, stepped) => expect(inSteps(css)).toBe(stepped))
})

describe('a browser', () => {
  let browser: RunningBrowser
  beforeAll(async () => {
    browser = await startBrowser(
      { cacheFolder: 'node_modules/.cache/kvalitetsbesoeg/browser' },
      new AbortController().signal,
    )
  })
  afterAll(() => endBrowser(browser))

  test('has every face at hand', async () => {
    const page = await openPage(browser.root)
    expect(hasInstalledFaces(await page.print(SAMPLE))).toBe(true)
  })

  test.each(['Kvalitetsbesoeg', '600-italic-latin"'])('that lacks %s is found out', async name => {
    const page = await openPage(browser.root)
    const lacking = SAMPLE.replaceAll(name, `Findes-ikke-${name}`)
    expect(lacking).not.toBe(SAMPLE)
    expect(hasInstalledFaces(await page.print(lacking))).toBe(false)
  })

  test('keeps the fonts with its profile, which goes with it', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'faces-'))
    const { FONTCONFIG_FILE = '' } = await installFaces(folder, '/findes/ikke')
    expect(readFileSync(FONTCONFIG_FILE, 'utf8')).toContain('/findes/ikke/fonts.conf')
    expect(readdirSync(join(folder, 'faces')).length).toBe(faces.length)
    expect(readdirSync(join(browser.profile, 'faces')).length).toBe(faces.length)
    rmSync(folder, { recursive: true })
  })
})
