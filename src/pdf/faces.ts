// The typeface of everything that is printed: as rules of a stylesheet that carry the font files in them, so that a
// document is whole by itself; and as files that the printer's browser has at hand, so that it need not unpack and check
// them anew for each document.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

// Each with the name that its file bears inside.
const FACES = {
  '300-normal': 'IBMPlexSans-Light',
  '400-normal': 'IBMPlexSans-Regular',
  '400-italic': 'IBMPlexSans-Italic',
  '600-normal': 'IBMPlexSans-SemiBold',
  '600-italic': 'IBMPlexSans-SemiBoldItalic',
} as const

// Latin holds Danish; latin-ext holds the names that came from elsewhere.
const SUBSETS = {
  'latin-ext':
    'U+0100-02BA, U+02BD-02C5, U+02C7-02CC, U+02CE-02D7, U+02DD-02FF, U+0304, U+0308, U+0329, U+1D00-1DBF, U+1E00-1E9F, U+1EF2-1EFF, U+2020, U+20A0-20AB, U+20AD-20C0, U+2113, U+2C60-2C7F, U+A720-A7FF',
  latin:
    'U+0000-00FF, U+0131, U+0152-0153, U+02BB-02BC, U+02C6, U+02DA, U+02DC, U+2000-206F, U+20AC, U+2122, U+2191, U+2193, U+2212, U+2215, U+FEFF, U+FFFD',
}

// How wide a letter is, in thousandths of its size, is no number that a computer has exactly, and where widths do not add
// up Chromium says the place of each letter by itself: 26,000 places in a report, which doubles what it writes and all
// who come after it read. The installed faces have 1,024 units instead, and are set that much larger; with sizes in
// steps of a quarter of a pixel of theirs only kerned letters have places of their own.
export const INSTALLED_UNITS = 1024
const UNITS = 1000
const STEP = (UNITS / INSTALLED_UNITS) * 0.25

const { resolve } = createRequire(import.meta.url)

type Face = keyof typeof FACES
type Subset = keyof typeof SUBSETS

const fileOf = (face: Face, subset: Subset, kind: 'woff' | 'woff2') =>
  readFileSync(resolve(`@fontsource/ibm-plex-sans/files/ibm-plex-sans-${subset}-${face}.${kind}`))

function rule(face: Face, subset: Subset, source: string) {
  const [weight, style] = face.split('-')
  return `@font-face{font-family:Plex;font-weight:${weight};font-style:${style};src:${source};unicode-range:${SUBSETS[subset]}}\n`
}

// A trace more, because Chromium takes what is a trace less for a hundredth of a pixel less.
const LARGER = `;size-adjust:${(INSTALLED_UNITS / UNITS) * 100 + 0.0001}%`

/** The stylesheet with its sizes of letters in the steps in which they are printed fast. */
export const inSteps = (css: string): string =>
  css.replaceAll(/(font-size:\s*|font:\s*\d+ )((?:[^;\s()]|\([^;]*\))+)/g, `$1round($2, ${STEP}px)`)

/** The file itself: nothing is fetched when it is printed. */
const dataOf = (face: Face, subset: Subset) =>
  `url(data:font/woff2;base64,${fileOf(face, subset, 'woff2').toString('base64')}) format("woff2")`

/**
 * Every face and subset: the file to install, and the name it bears inside. It is installed under a name of ours alone,
 * for a font of the same make that the machine has may be another version.
 */
export const faces = (Object.keys(FACES) as Face[]).flatMap(face =>
  (['latin-ext', 'latin'] as const).map(subset => ({
    face,
    subset,
    name: `Kvalitetsbesoeg-${face}-${subset}`,
    inside: FACES[face],
    woff: () => fileOf(face, subset, 'woff'),
  })),
)

/** Rules of a stylesheet for the faces that a document needs: with the files in them, and with those of the browser. */
type Rules = { carried: string; installed: string }

const rulesFor = (wanted: typeof faces): Rules => ({
  carried: wanted.map(({ face, subset }) => rule(face, subset, dataOf(face, subset))).join(''),
  installed: wanted.map(({ face, subset, name }) => rule(face, subset, `local("${name}")${LARGER}`)).join(''),
})

export const allFaces: Rules = rulesFor(faces)

// All of it stands in the first plane: without the flag for the others the search is several times as fast.
const EXTENDED = new RegExp(
  `[${SUBSETS['latin-ext'].replaceAll(/U\+([\dA-F]{4})(?:-([\dA-F]{4}))?,? ?/g, (_, from, to) => `\\u${from}${to ? `-\\u${to}` : ''}`)}]`,
)
const ITALIC = /<(?:em|blockquote)\b/
const BOLD = /<strong\b/

const STYLE = '<style>'
const known = new Map<string, Rules>([['true true true', allFaces]])

function rulesOf(html: string): Rules {
  const extended = EXTENDED.test(html)
  const italic = ITALIC.test(html)
  const boldItalic = italic && BOLD.test(html)
  const key = `${extended} ${italic} ${boldItalic}`
  const made =
    known.get(key) ??
    rulesFor(
      faces.filter(
        ({ face, subset }) =>
          (subset === 'latin' || extended) &&
          (face !== '400-italic' || italic) &&
          (face !== '600-italic' || boldItalic),
      ),
    )
  known.set(key, made)
  return made
}

/**
 * The document with the faces that its words are set in, in the style that stands first in it. Every face costs a
 * hundredth of the time that its document takes to print, also when no letter is set in it.
 */
export function withFaces(html: string): string {
  const at = html.indexOf(STYLE) + STYLE.length
  return `${html.slice(0, at)}${rulesOf(html).carried}${html.slice(at)}`
}

/** The document with the faces that it carries taken from the browser instead. */
export function withInstalledFaces(html: string): string {
  const at = html.indexOf(STYLE) + STYLE.length
  for (const { carried, installed } of known.values())
    if (html.startsWith(carried, at)) return html.slice(0, at) + installed + html.slice(at + carried.length)
  return html
}
