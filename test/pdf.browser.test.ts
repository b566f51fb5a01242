// Where the browser comes from: what is looked for, how it is unpacked, and what it needs on a bare machine.
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { describeBrowser, packagedEnvironment } from '../src/pdf/browser.ts'
import { endBrowser, launchBrowser } from '../src/pdf/launch.ts'
import { type PackagedBrowser, packagedBrowser, unpackBrowser } from '../src/pdf/unpack.ts'

const hasPackage = process.platform === 'linux' && process.arch === 'x64'

test('a configured program comes before the package, and the package before what the machine has', () => {
  const places = describeBrowser({ cacheFolder: 'cache', executablePath: process.execPath })
  expect(places[0]).toEqual({ source: 'configured', path: process.execPath, usable: true })
  if (hasPackage) expect(places[1]).toMatchObject({ source: 'package', usable: true })
  expect(places.at(-1)?.source).toBe('machine')
})

test('a configured program that is missing, or is a folder, is not usable', () => {
  for (const executablePath of ['/findes/ikke', tmpdir()]) {
    const places = describeBrowser({ cacheFolder: 'cache', executablePath, sources: ['configured'] })
    expect(places).toEqual([{ source: 'configured', path: executablePath, usable: false }])
  }
})

describe.runIf(hasPackage)('the packaged browser', () => {
  let cacheFolder = ''
  let browser: PackagedBrowser

  beforeAll(async () => {
    cacheFolder = await mkdtemp(join(tmpdir(), 'pdf-unpack-'))
    browser = packagedBrowser(cacheFolder) as PackagedBrowser
  })
  afterAll(() => rm(cacheFolder, { recursive: true }))

  test('a start that is broken off leaves nothing half unpacked', async () => {
    const stop = new AbortController()
    const unpacking = expect(unpackBrowser(browser, stop.signal)).rejects.toThrow()
    setTimeout(() => stop.abort(), 300)
    await unpacking
    expect(await readdir(cacheFolder)).toEqual([])
  })

  test('two servers that start at once end up with one whole browser', async () => {
    const { signal } = new AbortController()
    const server = async () => {
      await unpackBrowser(browser, signal)
      return (await stat(browser.executable)).size
    }
    const [one, other] = await Promise.all([server(), server()])
    expect(one).toBe(other)
    expect(one).toBe((await stat(browser.executable)).size)
    expect(await readdir(cacheFolder)).toEqual([expect.stringMatching(/^chromium-\d/)])
    const before = performance.now()
    await unpackBrowser(browser, signal)
    expect(performance.now() - before).toBeLessThan(50)
  }, 30_000)

  test('it brings its own libraries and fonts only where the machine has none, and starts with them', async () => {
    expect(packagedEnvironment(browser, [browser.libraries], tmpdir())).toEqual({})
    const environment = packagedEnvironment(browser, ['/findes/ikke'], '/findes/ikke')
    expect(environment).toEqual({ LD_LIBRARY_PATH: browser.libraries, FONTCONFIG_PATH: browser.fonts })
    const program = { executable: browser.executable, environment, sandbox: process.getuid?.() !== 0 }
    const running = await launchBrowser(program, new AbortController().signal)
    const page = await running.session.newPage()
    await page.setContent('<p style="font-family: sans-serif">Hej</p>')
    const pdf = Buffer.from(await page.pdf()).toString('latin1')
    await endBrowser(running)
    expect(pdf).toMatch(/FontName \/\w+\+OpenSans/)
  }, 30_000)
})
