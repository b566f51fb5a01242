import { expect, test } from 'vitest'
import { destinationPages } from '../src/pdf/destinations.ts'

/** A PDF of these objects, with its table of where each stands. */
function pdf(objects: string[]) {
  const places: number[] = []
  let body = '%PDF-1.4\n'
  for (const [index, object] of objects.entries()) {
    places.push(body.length)
    body += `${index + 1} 0 obj\n${object}\nendobj\n`
  }
  const entries = places.map(place => `${String(place).padStart(10, '0')} 00000 n \n`).join('')
  const table = `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${entries}`
  return Buffer.from(`${body}${table}trailer\n<</Root 1 0 R>>\nstartxref\n${body.length}\n%%EOF\n`, 'latin1')
}

const pages = [
  '<</Kids [3 0 R 6 0 R]>>',
  '<</Kids [4 0 R 5 0 R]>>',
  '<</Type /Page>>',
  '<</Type /Page>>',
  '<</Type /Page>>',
]

test('pages are counted through the whole tree, and names may hold any letter', () => {
  const destinations = '<</tema-1 [5 0 R /XYZ 0 1 0]\n/punkt-#c3#a5 [6 0 R /XYZ 0 1 0] /top [4 0 R /XYZ 0 1 0]>>'
  const decoy = '<<>> stream\n7 0 obj <</tema-1 [4 0 R /XYZ 0 1 0]>> endobj\nendstream'
  const bytes = pdf(['<</Pages 2 0 R /Dests 7 0 R>>', ...pages, destinations, decoy])
  expect(destinationPages(bytes)).toEqual({ 'tema-1': 2, 'punkt-å': 3, top: 1 })
})

test('a document without links has none, and one that is packed is told apart', () => {
  expect(destinationPages(pdf(['<</Pages 2 0 R>>', ...pages]))).toEqual({})
  expect(() => destinationPages(Buffer.from('%PDF-1.7\nstartxref\n3\n%%EOF'))).toThrow(/no plain table/)
})
