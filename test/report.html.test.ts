import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { ReportSource } from '../src/report/report.source.ts'
import { reportStylesheet, styleSource } from '../src/report/stylesheet.ts'
import { html, point, source } from './report.example.ts'

const seed = (path: string) => JSON.parse(readFileSync(new URL(`../seeds/${path}`, import.meta.url), 'utf8'))

const bodyOf = (rendered: string) => rendered.slice(rendered.indexOf('<body>'))
const textOf = (rendered: string) =>
  bodyOf(rendered)
    .replaceAll(/<br>|<\/(p|li|h\d|dt|dd|div)>/g, '\n')
    .replaceAll(/<[^>]+>/g, '')
    .replaceAll('&quot;', '"')
    .replaceAll('&#x27;', "'")
    .replaceAll('&amp;', '&')
    .replaceAll(/\s+/g, ' ')

function realVisit(): ReportSource {
  const visit = seed('demo/visit/aahuset-2026-05.json')
  const points = visit.points.map((seeded: { key: string }, position: number) => ({
    ...seeded,
    id: seeded.key,
    position,
  }))
  return { ...source(), model: seed('model/kvalitetsmodel-3.0.json'), visit: { id: 'v1', ...visit, points } }
}

const sentences = (markdown: string) =>
  markdown
    .replaceAll(/^(> |- |\d+\. )/gm, '')
    .replaceAll('*', '')
    .split(/\n+|(?<=[.?!]) /)
    .filter(sentence => sentence !== '')

describe('a real report', async () => {
  const report = realVisit()
  const rendered = await html(report)
  const text = textOf(rendered)
  const { points } = report.visit

  test('holds every sentence exactly once, in the order theme by theme, grey, purple, yellow', () => {
    const written = report.model.themes.flatMap(({ key }) =>
      (['grey', 'purple', 'yellow'] as const).flatMap(box =>
        points
          .filter(({ theme, box: its }) => theme === key && its === box)
          .flatMap(({ heading, body }) => [...(heading ? [heading] : []), ...sentences(body)]),
      ),
    )
    let end = 0
    for (const sentence of [
      ...sentences(report.visit.overallImpression),
      ...written,
      ...sentences(report.visit.conclusion),
    ]) {
      const at = text.indexOf(sentence, end)
      expect(at, `missing or out of order: ${sentence}`).toBeGreaterThan(-1)
      end = at + sentence.length
    }
    for (const sentence of written.filter(({ length }) => length > 25))
      expect(text.split(sentence).length, sentence).toBe(2)
  })

  test('leads every link to a part that stands in it, and names no id twice', () => {
    const ids = [...rendered.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id)
    const hrefs = [...bodyOf(rendered).matchAll(/href="#([^"]+)"/g)].map(([, id]) => id)
    expect(new Set(ids).size).toBe(ids.length)
    expect(hrefs.length).toBeGreaterThan(20)
    expect(hrefs.filter(id => !ids.includes(id))).toEqual([])
  })

  test('has one h1 and skips no level of heading', () => {
    const levels = [...bodyOf(rendered).matchAll(/<h(\d)/g)].map(([, level]) => Number(level))
    expect(levels.filter(level => level === 1)).toEqual([1])
    levels.slice(1).forEach((level, index) => {
      expect(level).toBeLessThanOrEqual((levels[index] ?? 0) + 1)
    })
  })

  test('names every theme in its text', () => {
    for (const { name } of report.model.themes) expect(text).toContain(name)
  })

  test('has no double full stop', () => expect(text).not.toMatch(/[^.]\.\.(?!\.)/))
})

describe('words between the boxes', async () => {
  const text = textOf(
    await html(
      source([
        point('a', '1', 'purple', { alsoThemes: ['2'] }),
        point('b', '1', 'purple', { position: 1 }),
        point('s', '1', 'yellow', { answers: ['a', 'b'] }),
        point('t', '1', 'yellow', { answers: ['b'], position: 1 }),
        point('u', '2', 'yellow', { answers: ['a'] }),
      ]),
    ),
  )

  test.each([
    'svarer på alle fokuspunkter',
    'svarer på 2 ',
    'svarer på tema 1, punkt 1 ',
    'Feedback står andre steder: se tema 1.',
    'Ingen forslag.',
    'Det stemmer.',
    'Hører også til tema 2',
    'Se også tema 1, punkt 1',
    'Sagt på dagen 2 af 2 fokuspunkter',
    'Vi talte med 4 medarbejdere',
  ])('"%s"', words => expect(text).toContain(words))
})

describe('references in the texts', async () => {
  const report = source(
    [
      point('a', '1', 'purple', { body: 'Se tema 2, punkt 1 og tema 9.' }),
      point('b', '2', 'purple', { body: 'Som i *temaerne 1 og 3a*.' }),
    ],
    { overallImpression: 'Mest i tema 3a.', conclusion: 'Begynd med tema 1.' },
  )
  const pages = { 'tema-1': 4, 'tema-2': 5, 'punkt-b': 6, 'tema-3a': 12, konklusion: 13 }
  const text = textOf(await html(report, { pages })).replaceAll('\u00a0', ' ')

  test.each([
    'Mest i tema 3a (s. 12).',
    'Se tema 2, punkt 1 (s. 6) og tema 9 (findes ikke).',
    'Som i temaerne 1 (s. 4) og 3a (s. 12).',
    'Begynd med tema 1 (s. 4).',
    'Konklusionen står på side 13.',
    '3a Fundament 12',
  ])('"%s"', words => expect(text).toContain(words))

  test('name no page as long as none is known', async () => {
    const unknown = textOf(await html(report))
    expect(unknown).toContain('Mest i tema 3a.')
    expect(unknown).not.toMatch(/\(s\.|står på side/)
  })
})

describe('hostile text', () => {
  const attack = `</style><script>alert(1)</script><img src=x onerror="alert(1)">"'{{title}}`
  const hostile = source([
    point('"><script>', '1', 'purple', { heading: attack, body: attack, topics: [attack] }),
    point('g', '1', 'grey', { heading: attack, body: attack }),
    point('y', '1', 'yellow', { heading: attack, body: attack, answers: ['"><script>'] }),
  ])
  hostile.tilbud = { name: attack, type: attack, centre: attack }
  hostile.consultants = [attack]
  hostile.visit = { ...hostile.visit, topics: [attack], overallImpression: attack, conclusion: attack }
  hostile.model = { ...hostile.model, readingGuide: attack, themes: [{ key: '1', name: attack, purpose: attack }] }

  test.each(['report', 'conclusion'])('stays text in the %s', async template => {
    const rendered = await html(hostile, { template })
    expect(rendered).not.toMatch(/<script|<img|\sstyle=|<[^>]*\sonerror="/)
    expect(rendered.match(/<style>/g)).toHaveLength(1)
    expect(rendered.match(/<\/style>/g)).toHaveLength(1)
    expect(textOf(rendered.replaceAll('&lt;', '‹').replaceAll('&gt;', '›'))).toContain('alert(1)')
  })
})

describe('the page around it', () => {
  test('a draft says so, a published report its version', async () => {
    expect(textOf(await html(source()))).toContain('Udkast')
    const edition = { kind: 'published', version: 2, publishedOn: '2026-06-14' } as const
    const published = textOf(await html({ ...source(), edition }))
    expect(published).toContain('Version 2 · offentliggjort 14. juni 2026')
    expect(published).not.toContain('Udkast')
  })

  test('the bar above it stands there only when asked for', async () => {
    const links = ['rapport', 'plakat'].map(name => ({ href: `/${name}.pdf`, text: `Hent ${name}en (PDF)` }))
    const toolbar = { backHref: '/visit/1', note: null, links }
    for (const template of ['report', 'conclusion']) {
      const shown = await html(source(), { template, toolbar })
      for (const href of ['/visit/1', '/rapport.pdf', '/plakat.pdf']) expect(shown).toContain(`href="${href}"`)
      expect(await html(source(), { template })).not.toContain('class="toolbar"')
    }
  })

  test('a visit without a conclusion says so instead of printing nothing', async () => {
    const text = textOf(await html(source([], { conclusion: ' ' }), { template: 'conclusion' }))
    expect(text).toContain('Ikke skrevet endnu.')
  })

  test('the one stylesheet is the one that the hash admits, and asks for nothing from outside', async () => {
    const rendered = await html(source())
    const [, style = ''] = /<style>([\s\S]*)<\/style>/.exec(rendered) ?? []
    expect(style.endsWith(`\n${reportStylesheet}`)).toBe(true)
    const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(style))
    expect(styleSource(rendered)).toBe(`'sha256-${Buffer.from(hash).toString('base64')}'`)
    // A version frozen with another stylesheet is shown in that one.
    expect(styleSource('<style>p{color:red}</style>')).not.toBe(styleSource(rendered))
    expect(style).not.toMatch(/@import|url\((?!data:font\/woff2;base64,)/)
  })
})
