// What a municipality may put on its reports: a colour that everybody can read, a logo of a sensible kind and size.
import type { Picture } from '../lib/picture.ts'

/** WCAG 2.1 AA for text of ordinary size. */
const CONTRAST = 4.5

const channels = (colour: string) => [1, 3, 5].map(at => Number.parseInt(colour.slice(at, at + 2), 16))
const hex = (parts: readonly number[]) =>
  `#${parts.map(part => Math.round(part).toString(16).padStart(2, '0')).join('')}`

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = channels(colour).map(value => {
    const part = value / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

/** The contrast of a colour to white, from 1 (white) to 21 (black). */
export const contrastToWhite = (colour: string) => 1.05 / (luminance(colour) + 0.05)

export const isReadable = (colour: string) => contrastToWhite(colour) >= CONTRAST

/** The lightest colour of the same hue that can be read on white; the colour itself when it can. */
export function nearestReadable(colour: string): string {
  const parts = channels(colour)
  for (let share = 255; share >= 0; share--) {
    const darker = hex(parts.map(part => (part * share) / 255))
    if (isReadable(darker)) return darker
  }
  return '#000000'
}

const LOGO = { bytes: 400 * 1024, atLeast: 40, atMost: 2400 } as const

/** Room for a little more than is allowed, so that what is too large is told so. */
export const LOGO_BODY_LIMIT = 2 * 1_048_576

/** What is wrong with a logo, said to the person who chose it; null when nothing is. `picture` is null for no PNG or JPEG. */
export function logoFault(picture: Picture | null, bytes: number): string | null {
  if (!picture) return 'Logoet skal være en hel PNG- eller JPEG-fil. Gem det som PNG, og prøv igen.'
  if (bytes > LOGO.bytes) return `Logoet fylder for meget. Gem det, så det fylder højst ${LOGO.bytes / 1024} kB.`
  const [least, most] = [Math.min(picture.width, picture.height), Math.max(picture.width, picture.height)]
  if (least < LOGO.atLeast) return `Logoet er for lille til tryk. Hver side skal være mindst ${LOGO.atLeast} punkter.`
  if (most > LOGO.atMost) return `Logoet er for stort. Ingen side må være over ${LOGO.atMost} punkter; 800 er rigeligt.`
  return null
}
