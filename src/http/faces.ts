// The typeface of everything that is printed, as rules of a stylesheet.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

const FACES = ['300-normal', '400-normal', '400-italic', '600-normal', '600-italic'] as const

// Latin holds Danish; latin-ext holds the names that came from elsewhere.
const SUBSETS = {
  'latin-ext':
    'U+0100-02BA, U+02BD-02C5, U+02C7-02CC, U+02CE-02D7, U+02DD-02FF, U+0304, U+0308, U+0329, U+1D00-1DBF, U+1E00-1E9F, U+1EF2-1EFF, U+2020, U+20A0-20AB, U+20AD-20C0, U+2113, U+2C60-2C7F, U+A720-A7FF',
  latin:
    'U+0000-00FF, U+0131, U+0152-0153, U+02BB-02BC, U+02C6, U+02DA, U+02DC, U+2000-206F, U+20AC, U+2122, U+2191, U+2193, U+2212, U+2215, U+FEFF, U+FFFD',
}

const { resolve } = createRequire(import.meta.url)

/** One @font-face rule for each face and subset, the file inside it: nothing is fetched when it is printed. */
export const fontFaces = FACES.flatMap(face =>
  Object.entries(SUBSETS).map(([subset, range]) => {
    const [weight, style] = face.split('-')
    const file = readFileSync(resolve(`@fontsource/ibm-plex-sans/files/ibm-plex-sans-${subset}-${face}.woff2`))
    return `@font-face{font-family:Plex;font-weight:${weight};font-style:${style};src:url(data:font/woff2;base64,${file.toString('base64')}) format("woff2");unicode-range:${range}}`
  }),
)
