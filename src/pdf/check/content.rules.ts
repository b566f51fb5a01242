// What is painted: every stretch is owned by one element of the structure, or is an artifact.
import { PDFArray, PDFRawStream } from '@cantoo/pdf-lib'
import type { Marked } from '../content.ts'
import { dictAt, get, keyOf, keysOf, name, nameAt } from '../objects.ts'
import type { Surface } from '../surfaces.ts'
import { type Checked, markKey, whereIs } from './document.ts'
import type { Rule } from './rule.ts'

const isArtifact = ({ tag }: Marked) => tag === 'Artifact'
const isTagged = ({ mcid }: Marked) => mcid !== null
const around = (mark: Marked): Marked[] => (mark.within ? [mark.within, ...around(mark.within)] : [])

/** The pages with content of this kind. */
const pagesWith = ({ surfaces }: Checked, broken: (surface: Surface) => boolean) => [
  ...new Set([...surfaces.values()].filter(broken).map(({ page }) => `side ${page}`)),
]

const marks = (pdf: Checked, broken: (mark: Marked, surface: string) => boolean) =>
  pagesWith(pdf, ({ content, reference }) => content.marked.some(mark => broken(mark, keyOf(reference))))

/** The forms that pages paint, with how often each is painted. */
function formsPainted({ surfaces }: Checked) {
  return [...surfaces.values()].flatMap(({ dict, page, content }) => {
    const objects = dictAt(dictAt(dict, 'Resources') ?? dict, 'XObject')
    if (!objects) return []
    return keysOf(objects).flatMap(key => {
      const stream = get(objects, key)
      if (!(stream instanceof PDFRawStream) || nameAt(stream.dict, 'Subtype') !== 'Form') return []
      const times = content.bytes.toString('latin1').split(new RegExp(`/${key}\\s+Do\\b`)).length - 1
      return [{ page, stream, times, key: keyOf(objects.get(name(key))) }]
    })
  })
}

export const CONTENT_RULES: readonly Rule[] = [
  {
    clause: '7.1-1',
    fault: 'Pynt (artifact) står inde i opmærket indhold',
    places: pdf => marks(pdf, mark => isArtifact(mark) && around(mark).some(isTagged)),
  },
  {
    clause: '7.1-2',
    fault: 'Opmærket indhold står inde i pynt (artifact)',
    places: pdf => marks(pdf, mark => isTagged(mark) && around(mark).some(isArtifact)),
  },
  {
    clause: '7.1-3',
    fault: 'Indhold er hverken opmærket eller pynt',
    places: pdf =>
      pagesWith(pdf, ({ content, taggedForms, reference }) => {
        const loose = content.unmarked.some(({ object }) => object === null || !taggedForms.has(object))
        const owned = ({ mcid }: Marked) => mcid !== null && pdf.owners.has(markKey(keyOf(reference), mcid))
        const unowned = (mark: Marked) =>
          (mark.shows || mark.paints) && ![mark, ...around(mark)].some(each => isArtifact(each) || owned(each))
        return loose || content.marked.some(unowned)
      }),
  },
  {
    clause: '7.20-1',
    fault: 'En tegning hentes fra en anden fil',
    places: pdf =>
      formsPainted(pdf)
        .filter(({ stream }) => get(stream.dict, 'Ref'))
        .map(({ page }) => `side ${page}`),
  },
  {
    clause: '7.20-2',
    fault: 'Opmærket indhold vises mere end én gang',
    places: pdf => {
      const painted = formsPainted(pdf).filter(({ stream }) => stream.dict.has(name('StructParents')))
      const times = new Map<string, number>()
      for (const form of painted) times.set(form.key, (times.get(form.key) ?? 0) + form.times)
      return painted.filter(({ key }) => (times.get(key) ?? 0) > 1).map(({ page }) => `side ${page}`)
    },
  },
  {
    clause: 'ISO 32000-1, 14.6',
    fault: 'Opmærkningen i indholdet begynder og slutter ikke parvis',
    places: pdf => pagesWith(pdf, ({ content }) => !content.balanced),
  },
  {
    clause: 'ISO 32000-1, 14.7.4.2',
    fault: 'Strukturen peger på indhold, som ikke findes eller har flere ejere',
    places: pdf => {
      const there = new Set(
        [...pdf.surfaces].flatMap(([key, { content }]) =>
          content.marked.filter(isTagged).map(({ mcid }) => markKey(key, mcid as number)),
        ),
      )
      return [...pdf.owners]
        .filter(([mark, owners]) => owners.length > 1 || !there.has(mark))
        .map(([, [owner]]) => (owner ? whereIs(owner, pdf) : ''))
    },
  },
  {
    clause: 'ISO 32000-1, 14.7.4.4',
    fault: 'Vejen fra indholdet til strukturen fører forkert',
    places: pdf =>
      pagesWith(pdf, ({ content, structureKey, reference }) => {
        const row = structureKey === undefined ? undefined : pdf.pdf.context.lookup(pdf.parentTree.get(structureKey))
        return content.marked.some(({ mcid }) => {
          const owner = mcid === null ? undefined : pdf.owners.get(markKey(keyOf(reference), mcid))?.[0]
          if (!owner) return false
          const leadsTo = row instanceof PDFArray ? row.asArray()[mcid as number] : undefined
          return keyOf(leadsTo) !== keyOf(owner.reference ?? undefined)
        })
      }),
  },
]
