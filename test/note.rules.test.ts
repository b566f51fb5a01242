// A raw note in pieces: nothing of it is lost when some of them become points.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { asPointText, cutNote, passagesOf, pieceAt } from '../src/visit/note.rules.ts'

const texts = (note: string) => passagesOf(note).map(({ text }) => text)

describe('the pieces of a note', () => {
  test.each([
    ['', []],
    ['En linje.', ['En linje.']],
    ['Et afsnit\nover to linjer.\n\nEt til.', ['Et afsnit\nover to linjer.', 'Et til.']],
    ['- først\n- dernæst\n  og mere\n- sidst', ['- først', '- dernæst\n  og mere', '- sidst']],
    ['Vi talte om:\n- tid\n• ro', ['Vi talte om:', '- tid', '• ro']],
    ['1. en\n2) to', ['1. en', '2) to']],
    ['\n\n  Indrykket.  \n\n', ['Indrykket.']],
    ['12. november talte vi', ['12. november talte vi']],
  ])('%j', (note, expected) => {
    expect(texts(note)).toEqual(expected)
  })

  test.each([
    ['en\nto\ntre', 3, 3, 'to'],
    ['en\nto\ntre', 5, 5, 'to'],
    ['en\nto\ntre', 0, 0, 'en'],
    ['en\nto\ntre', 9, 9, 'tre'],
    ['en\nto\ntre', 0, 5, 'en\nto'],
    ['en\n\ntre', 3, 3, ''],
    ['en to tre', 2, 6, 'to'],
    ['', 0, 0, ''],
  ])('%j with the caret at %i–%i means %j', (note, start, end, expected) => {
    const piece = pieceAt(note, { start, end })
    expect(note.slice(piece.start, piece.end)).toBe(expected)
  })

  test.each([
    ['- tid', 'tid'],
    ['2) ro', 'ro'],
    ['• nærvær ', 'nærvær'],
    ['-5 grader', '-5 grader'],
  ])('%j becomes the point %j', (piece, expected) => {
    expect(asPointText(piece)).toBe(expected)
  })
})

describe('a note that is cut', () => {
  test('keeps what was not taken, without the holes', () => {
    const note = '- først\n- dernæst\n- sidst'
    expect(cutNote(note, [{ start: 8, end: 17 }])).toEqual({ pieces: ['- dernæst'], rest: '- først\n\n- sidst' })
    expect(cutNote(note, [{ start: 2, end: 7 }])?.rest).toBe('- dernæst\n- sidst')
    expect(cutNote('a\n\nb\n\nc', [{ start: 3, end: 4 }])?.rest).toBe('a\n\nc')
  })

  test.each([
    [
      [
        { start: 0, end: 3 },
        { start: 2, end: 4 },
      ],
    ],
    [[{ start: 3, end: 3 }]],
    [[{ start: 0, end: 99 }]],
  ])('is refused when the pieces make no sense: %j', ranges => {
    expect(cutNote('seks.', ranges)).toBeNull()
  })

  const line = fc.constantFrom('- tid', 'ro på vagten', '', '  indrykket', '1. en', '• æble', '12. november', '-')
  const signs = (text: string) => text.replaceAll(/[\s\-*•–.)\d]/g, '')
  test('loses no letter, whatever is taken', () => {
    fc.assert(
      fc.property(fc.array(line, { maxLength: 12 }), fc.infiniteStream(fc.boolean()), (lines, coin) => {
        const note = lines.join('\n')
        const taken = passagesOf(note).filter(() => coin.next().value)
        const cut = cutNote(note, taken)
        const all = [...(cut?.pieces ?? []), cut?.rest ?? ''].map(signs).join('')
        expect([...all].sort()).toEqual([...signs(note)].sort())
      }),
    )
  })
})
