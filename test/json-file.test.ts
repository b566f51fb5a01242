// A JSON file that a person edited: what is wrong with it is said in Danish, with the place.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readJsonFile } from '../src/lib/json-file.ts'
import { placeOfFault } from '../src/lib/json-place.ts'
import { Model } from '../src/model/model.schema.ts'

describe('where a text stops being JSON', () => {
  test.each([
    ['{"a":1,}', 1, 8],
    ['[1,x]', 1, 4],
    ['[1 2]', 1, 4],
    ['{a}', 1, 2],
    ['', 1, 1],
    ['{"a":\n "b', 2, 2],
    ['{"a":1}}', 1, 8],
    ['[1,2', 1, 5],
    ['{"a" 1}', 1, 6],
    ['["\\x"]', 1, 2],
    ['{"a":[}', 1, 7],
    [':', 1, 1],
    ['{"a":1]', 1, 7],
  ])('%j: line %i, character %i', (text, line, column) => {
    expect(placeOfFault(text)).toEqual({ line, column })
  })

  test('is its very end when nothing is wrong', () => {
    fc.assert(
      fc.property(fc.json(), text => {
        expect(placeOfFault(text)).toEqual({ line: 1, column: text.length + 1 })
      }),
    )
  })
})

describe('a quality model that is wrong', () => {
  const shipped = JSON.parse(readFileSync(join(import.meta.dirname, '../seeds/model/kvalitetsmodel-3.0.json'), 'utf8'))
  const faultsOf = (content: unknown) => {
    const file = readJsonFile(Model, Buffer.from(typeof content === 'string' ? content : JSON.stringify(content)))
    return 'faults' in file ? file.faults : []
  }
  const withTheme = (at: number, change: object) => ({
    ...shipped,
    themes: shipped.themes.map((theme: object, i: number) => (i === at ? { ...theme, ...change } : theme)),
  })

  test.each<[string, unknown, string]>([
    ['an empty name', withTheme(2, { name: '' }), 'themes → 3 → name: Udfyld feltet.'],
    ['a name that is a number', withTheme(0, { name: 7 }), 'themes → 1 → name: Her skal stå en tekst i anførselstegn.'],
    ['a missing name', withTheme(0, { name: undefined }), 'themes → 1 → name: Feltet mangler.'],
    ['a theme twice', withTheme(1, { key: '1' }), 'themes → 2 → key: Tema 1 står der to gange.'],
    ['a misspelt field', { ...shipped, temaer: [] }, 'Kendes ikke: temaer. Fjern det, eller ret stavningen.'],
    ['themes that are no list', { ...shipped, themes: 'ingen' }, 'themes: Her skal stå en liste i [ ].'],
    ['a list', [], 'Her skal stå felter i { }.'],
    [
      'a date that is none',
      { ...shipped, validFrom: '2026-02-30' },
      'validFrom: Skriv en dato, der findes, som ÅÅÅÅ-MM-DD.',
    ],
    [
      'no JSON',
      '{\n  "id" 1\n}',
      'Filen er ikke gyldig JSON: linje 2, tegn 8. Se efter et komma eller anførselstegn, der mangler eller er for meget.',
    ],
    [
      'very deep brackets',
      '['.repeat(100_000),
      'Filen er ikke gyldig JSON: linje 1, tegn 100001. Se efter et komma eller anførselstegn, der mangler eller er for meget.',
    ],
  ])('%s', (_what, content, fault) => {
    expect(faultsOf(content)).toEqual([fault])
  })

  test('is no text at all', () => {
    const file = readJsonFile(Model, Buffer.from([0xff, 0xfe, 0x00, 0x81]))
    expect('faults' in file && file.faults[0]).toMatch(/ikke en tekstfil/)
  })

  test('but the shipped one, with or without a byte order mark, is read', () => {
    expect(faultsOf(shipped)).toEqual([])
    expect(faultsOf(`\uFEFF${JSON.stringify(shipped)}`)).toEqual([])
  })
})
