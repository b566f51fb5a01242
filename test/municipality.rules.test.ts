import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readPicture } from '../src/lib/picture.ts'
import { contrastToWhite, isReadable, logoFault, nearestReadable } from '../src/municipality/municipality.rules.ts'
import { jpeg, png } from './support/picture.ts'

describe('a colour', () => {
  test.each([
    ['#ffffff', 1],
    ['#000000', 21],
    ['#1d5d4b', 7.6],
    ['#767676', 4.5],
  ])('%s stands %f to 1 against white', (colour, contrast) => expect(contrastToWhite(colour)).toBeCloseTo(contrast, 0))

  test('that cannot be read gets the nearest that can, of its own hue; one that can is left alone', () => {
    expect(isReadable('#ffcc00')).toBe(false)
    expect(nearestReadable('#ffcc00')).toMatch(/^#[89a][0-9a-f][67][0-9a-f]00$/)
    expect(nearestReadable('#1d5d4b')).toBe('#1d5d4b')
    const colour = fc.integer({ min: 0, max: 0xffffff }).map(number => `#${number.toString(16).padStart(6, '0')}`)
    fc.assert(
      fc.property(colour, any => {
        const nearest = nearestReadable(any)
        expect(isReadable(nearest)).toBe(true)
        if (!isReadable(any)) expect(contrastToWhite(nearest)).toBeLessThan(4.8)
      }),
    )
  })
})

describe('a logo', () => {
  const fault = (bytes: Buffer) => logoFault(readPicture(bytes), bytes.length)

  test('is a whole PNG or JPEG', () => {
    expect(readPicture(png())).toEqual({ type: 'image/png', width: 300, height: 80 })
    expect(readPicture(jpeg())).toEqual({ type: 'image/jpeg', width: 300, height: 80 })
    expect([fault(png()), fault(jpeg())]).toEqual([null, null])
  })

  test.each([
    ['an SVG', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>')],
    ['a GIF', Buffer.from('GIF89a\x01\x00\x01\x00')],
    ['a PNG that is cut off', png().subarray(0, -20)],
    ['a PNG whose pixels are broken', Buffer.concat([png().subarray(0, 45), Buffer.alloc(9), png().subarray(54)])],
    ['a PNG by its first bytes only', png().subarray(0, 8)],
    ['a JPEG that is cut off', jpeg().subarray(0, -2)],
    ['an SVG behind the first bytes of a JPEG', Buffer.concat([jpeg().subarray(0, 4), Buffer.from('<svg></svg>')])],
    ['nothing', Buffer.alloc(0)],
  ])('is not %s', (_, bytes) => expect(fault(bytes)).toContain('hel PNG- eller JPEG-fil'))

  test.each([
    ['too small', png({ height: 39 }), 'for lille'],
    ['too wide', jpeg({ width: 2401 }), 'for stort'],
    ['too heavy', png({ width: 600, height: 400, noise: true }), 'højst 400 kB'],
  ])('is refused when it is %s', (_, bytes, words) => expect(fault(bytes)).toContain(words))

  test('is never unpacked into more than there is room for', () => {
    expect(fault(png({ width: 2000, height: 13_000 }))).not.toBeNull()
  })
})
