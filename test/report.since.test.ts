// "Siden sidst" in the report: there when an earlier visit left focus points, complete, and in the table of contents.
import { describe, expect, test } from 'vitest'
import { reportView } from '../src/report/report.view.ts'
import type { EarlierThread } from '../src/thread/thread.schema.ts'
import { html, point, source } from './report.example.ts'

const thread = (id: string, theme: string, more: Partial<EarlierThread> = {}): EarlierThread => ({
  id,
  theme,
  began: {
    pointId: `old-${id}`,
    visitId: 'v0',
    visitedOn: '2024-05-14',
    number: 1,
    heading: `Fra før ${id}`,
    body: '',
  },
  status: 'tried',
  lastUpdate: { on: '2026-01-05', status: 'tried', note: 'Det virker.' },
  ...{ handling: '', role: '', due: null, decision: null, because: '', pointId: null, version: 0 },
  ...more,
})

const points = [point('p1', '1', 'purple', { position: 1 }), point('p2', '2', 'purple', { position: 1 })]
const since = {
  visitedOn: '2024-05-14',
  threads: [
    thread('a', '1', { pointId: 'p2', decision: 'continued' }),
    thread('b', '1', { decision: 'closed', because: 'Løst.' }),
    thread('c', '3a', { decision: 'continued' }),
    thread('d', '3a'),
  ],
}

describe('since last time', () => {
  test('says by theme what is new, recurs and is closed, with the pages', () => {
    const view = reportView({ ...source(points), since }, { 'punkt-p2': 7, 'siden-sidst': 4 })
    const told = view.since?.themes.map(({ key, groups }) => [
      key,
      ...groups.map(
        ({ heading, items }) =>
          `${heading}: ${items.map(({ text, link }) => `${text} ${link?.label ?? ''}${link?.page?.text ?? ''}`.trim()).join('; ')}`,
      ),
    ])
    expect(told).toEqual([
      ['1', 'Nyt: … Tekst p1 tema\u00a01, punkt\u00a01', 'Lukket: Fra før b'],
      ['2', 'Går igen: Fra før a tema\u00a02, punkt\u00a01\u00a0(s.\u00a07)'],
      ['3a', 'Går igen: Fra før c', 'Ikke taget stilling til: Fra før d'],
    ])
    expect(view.contents.map(({ name, page }) => `${name} ${page}`.trim())).toContain('Siden sidst 4')
  })

  test('is a page with headings of its own before the themes; none where nothing was before', async () => {
    const page = await html({ ...source(points), since })
    expect(page.indexOf('id="siden-sidst"')).toBeGreaterThan(page.indexOf('id="samlede-indtryk"'))
    expect(page.indexOf('id="siden-sidst"')).toBeLessThan(page.indexOf('id="tema-1"'))
    expect(page).toContain('<h3>Tema 1: Hverdag</h3>')
    expect(page).toContain('Løst.')
    expect(page).toContain('href="#siden-sidst"')
    expect(await html(source(points))).not.toContain('siden-sidst')
    expect(await html({ ...source(points), since: null })).not.toContain('siden-sidst')
  })
})
