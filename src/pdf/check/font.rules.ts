// Fonts: they are in the file, and every sign that is shown stands for a letter.
import { type PDFDict, PDFName, PDFRawStream } from '@cantoo/pdf-lib'
import type { Font } from '../glyphs.ts'
import { asDict, dictAt, get, itemsAt, nameAt, numberAt } from '../objects.ts'
import type { Checked, Used } from './document.ts'
import type { Rule } from './rule.ts'

/** A font's own description: a composite font's is its descendant's. */
function descendant(font: PDFDict): PDFDict {
  return asDict(font.context.lookup(itemsAt(font, 'DescendantFonts')[0])) ?? font
}

// Letters that stand for "no letter".
const UNUSABLE = ['\u0000', '\uFEFF', '\uFFFE']

const kindOf = (font: PDFDict) => nameAt(font, 'Subtype') ?? ''

function fonts({ surfaces }: Checked, broken: (font: PDFDict) => boolean): string[] {
  const all = new Set([...surfaces.values()].flatMap(surface => [...surface.fonts.values()].map(({ dict }) => dict)))
  return [...all].filter(broken).map(font => nameAt(font, 'BaseFont') ?? 'skrifttype uden navn')
}

/** The pages on which a code is shown that breaks a rule. */
function codes({ used }: Checked, broken: (use: Used) => boolean) {
  return [...new Set(used.filter(broken).map(({ page }) => `side ${page}`))]
}

const some = (codesShown: Set<number>, broken: (code: number) => boolean) => [...codesShown].some(broken)

const hasKnownLetters = ({ dict }: Font) => /^(WinAnsi|MacRoman|MacExpert)/.test(nameAt(dict, 'Encoding') ?? '')

export const FONT_RULES: readonly Rule[] = [
  {
    clause: '7.21.3.2-1',
    fault: 'En skrifttype siger ikke, hvilke tegn dens koder viser (CIDToGIDMap)',
    places: pdf =>
      fonts(pdf, font => kindOf(descendant(font)) === 'CIDFontType2' && !get(descendant(font), 'CIDToGIDMap')),
  },
  {
    clause: '7.21.3.3-1',
    fault: 'En skrifttypes koder følger en tabel, som ikke er i filen (CMap)',
    places: pdf =>
      fonts(pdf, font => {
        const table = get(font, 'Encoding')
        const known = table instanceof PDFName && table.decodeText().startsWith('Identity-')
        return kindOf(font) === 'Type0' && !known && !(table instanceof PDFRawStream)
      }),
  },
  {
    clause: '7.21.4.1-1',
    fault: 'En skrifttype er ikke i filen',
    places: pdf =>
      fonts(pdf, font => {
        const descriptor = dictAt(descendant(font), 'FontDescriptor')
        const file = descriptor && ['FontFile', 'FontFile2', 'FontFile3'].some(key => get(descriptor, key))
        return kindOf(font) !== 'Type3' && !file
      }),
  },
  {
    clause: '7.21.6-1',
    fault: 'En skrifttype har ingen kendt tegntabel',
    places: pdf =>
      fonts(pdf, font => {
        const flags = numberAt(dictAt(font, 'FontDescriptor') ?? font, 'Flags') ?? 0
        const encoding = nameAt(font, 'Encoding') ?? nameAt(dictAt(font, 'Encoding') ?? font, 'BaseEncoding')
        const symbolic = (flags & 4) !== 0
        return kindOf(font) === 'TrueType' && !symbolic && !/^(WinAnsi|MacRoman)Encoding$/.test(encoding ?? '')
      }),
  },
  {
    clause: '7.21.7-1',
    fault: 'Et tegn kan ikke læses som bogstav',
    places: pdf =>
      codes(pdf, ({ font, codes }) => !hasKnownLetters(font) && some(codes, code => !font.letters.get(code))),
  },
  {
    clause: '7.21.7-2',
    fault: 'Et tegn læses som noget, der ikke er et bogstav',
    places: pdf =>
      codes(pdf, ({ font, codes }) =>
        some(codes, code => UNUSABLE.some(sign => font.letters.get(code)?.includes(sign) ?? false)),
      ),
  },
  {
    clause: '7.21.8-1',
    fault: 'Et tegn findes ikke i nogen skrifttype på serveren og vises som en tom kasse',
    places: pdf =>
      codes(pdf, ({ font, codes, explained }) => kindOf(font.dict) === 'Type0' && (codes.has(0) || explained.has(0))),
  },
]
