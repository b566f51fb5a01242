// The built stylesheet and script: complete, small in demands, and not built twice.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { beforeAll, describe, expect, test } from 'vitest'
import { buildAssets } from '../src/command/build.ts'
import { ASSETS, assetUrls } from '../src/http/assets.ts'

const MANIFEST = join(ASSETS, 'manifest.json')
const onDisk = (url: string) => join(ASSETS, url.replace('/assets/', ''))

beforeAll(buildAssets, 30_000)

describe('the build', () => {
  test('names every file by its content, and the addresses lead to files', () => {
    const { css, js } = assetUrls()
    expect(css).toMatch(/^\/assets\/site\.[A-Z0-9]{8}\.css$/)
    expect(js).toMatch(/^\/assets\/main\.[A-Z0-9]{8}\.js$/)
    expect([css, js].map(onDisk).every(existsSync)).toBe(true)
  })

  test('lies compressed beside itself, in both ways', () => {
    const words = readdirSync(ASSETS).filter(file => /\.[A-Z0-9]{8}\.(css|js)$/.test(file))
    const whole = (file: string) => readFileSync(join(ASSETS, file))
    expect(words.length).toBeGreaterThan(3)
    for (const file of words) {
      expect(brotliDecompressSync(whole(`${file}.br`)).equals(whole(file))).toBe(true)
      expect(gunzipSync(whole(`${file}.gz`)).equals(whole(file))).toBe(true)
    }
  })

  test('does nothing when nothing changed', async () => {
    const before = statSync(MANIFEST).mtimeMs
    await buildAssets()
    expect(statSync(MANIFEST).mtimeMs).toBe(before)
  })

  test('leaves no file of an earlier build', () => {
    const named = readdirSync(ASSETS).filter(file => !file.startsWith('chunk.')) // of those a build has several
    const kinds = named.map(file => file.replace(/\.[A-Z0-9]{8}\./, '.'))
    expect(kinds.length).toBe(new Set(kinds).size)
  })
})

describe('the stylesheet', () => {
  const css = () => readFileSync(onDisk(assetUrls().css), 'utf8')

  test('asks for nothing but our own fonts', () => {
    const urls = [...css().matchAll(/url\(['"]?([^'")]+)/g)].map(match => match[1] ?? '')
    const outside = urls.filter(url => !url.startsWith('data:image/svg+xml') && !existsSync(join(ASSETS, url)))
    expect(outside).toEqual([])
    expect(urls.filter(url => url.endsWith('.woff2')).length).toBeGreaterThan(4)
  })

  test.each(['grey', 'purple', 'yellow', 'success', 'info', 'error'])('%s ink on its tint is at least 4.5:1', color => {
    expect(contrast(colorOf(css(), `${color}-ink`), colorOf(css(), `${color}-tint`))).toBeGreaterThanOrEqual(4.5)
  })

  test.each([
    ['ink-faint', 'grey-tint'],
    ['ink-faint', 'ground-soft'],
    ['primary', 'primary-tint'],
    ['primary', 'yellow-tint'],
  ])('%s on %s is at least 4.5:1', (ink, ground) => {
    expect(contrast(colorOf(css(), ink), colorOf(css(), ground))).toBeGreaterThanOrEqual(4.5)
  })
})

function colorOf(css: string, name: string) {
  const hex = css.match(new RegExp(`--${name}:\\s*#([0-9a-f]{3,6})`))?.[1] ?? ''
  const full = hex.length === 3 ? [...hex].map(digit => digit + digit).join('') : hex
  return [0, 2, 4].map(at => Number.parseInt(full.slice(at, at + 2), 16))
}

// WCAG 2.1, relative luminance
function luminance(color: number[]) {
  const [r = 0, g = 0, b = 0] = color.map(part => {
    const share = part / 255
    return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

function contrast(one: number[], other: number[]) {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b)
  return (light + 0.05) / (dark + 0.05)
}
