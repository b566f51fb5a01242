// What the document says of itself: version, title, language, that it is tagged, and what it may not carry.
import { PDFArray, PDFBool } from '@cantoo/pdf-lib'
import { isLanguage } from '../accessible/metadata.ts'
import { asDict, dictAt, get, itemsAt, nameAt, textAt } from '../objects.ts'
import type { Checked } from './document.ts'
import { whereIs } from './document.ts'
import { type Rule, whole } from './rule.ts'

const isTrue = (value: unknown) => value instanceof PDFBool && value.asBoolean()

const xmpText = ({ xmp }: Checked, element: string) =>
  new RegExp(`<${element}\\b[^>]*>([\\s\\S]*?)</${element}>`)
    .exec(xmp)?.[1]
    ?.replaceAll(/<[^>]+>/g, ' ')
    .trim() ?? ''

const first = ({ xmp }: Checked, element: string) =>
  unescaped(new RegExp(`<${element}\\b[^>]*>[\\s\\S]*?<rdf:li[^>]*>([^<]*)</rdf:li>`).exec(xmp)?.[1] ?? '')

const unescaped = (text: string) =>
  text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&')

/** Optional content's default configuration and the others. */
const configurations = ({ catalog, pdf }: Checked) => {
  const optional = dictAt(catalog, 'OCProperties')
  if (!optional) return []
  return [dictAt(optional, 'D'), ...itemsAt(optional, 'Configs').map(item => asDict(pdf.context.lookup(item)))].filter(
    config => config !== undefined,
  )
}

export const DOCUMENT_RULES: readonly Rule[] = [
  {
    clause: '5-1',
    fault: 'Dokumentet siger ikke, at det er PDF/UA-1',
    places: pdf => whole(xmpText(pdf, 'pdfuaid:part') !== '1'),
  },
  {
    clause: '6.1-1',
    fault: 'Filen begynder ikke som en PDF 1',
    places: ({ version }) => whole(!/^%PDF-1\.[0-7]$/.test(version)),
  },
  {
    clause: '6.2-1',
    fault: 'Dokumentet siger ikke, at det er mærket op',
    places: ({ catalog }) => whole(!isTrue(get(dictAt(catalog, 'MarkInfo') ?? catalog, 'Marked'))),
  },
  {
    clause: '7.1-4',
    fault: 'Opmærkningen er meldt usikker (Suspects)',
    places: ({ catalog }) => whole(isTrue(get(dictAt(catalog, 'MarkInfo') ?? catalog, 'Suspects'))),
  },
  {
    clause: '7.1-8',
    fault: 'Der er ingen metadata (XMP)',
    places: ({ catalog, xmp }) => {
      const stream = dictAt(catalog, 'Metadata')
      return whole(!stream || nameAt(stream, 'Subtype') !== 'XML' || !xmp.includes('<rdf:RDF'))
    },
  },
  {
    clause: '7.1-9',
    fault: 'Metadata har ingen titel (dc:title)',
    places: pdf => whole(xmpText(pdf, 'dc:title') === ''),
  },
  {
    clause: '7.1-10',
    fault: 'Vinduet viser ikke titlen (DisplayDocTitle)',
    places: ({ catalog }) => whole(!isTrue(get(dictAt(catalog, 'ViewerPreferences') ?? catalog, 'DisplayDocTitle'))),
  },
  { clause: '7.1-11', fault: 'Der er intet strukturtræ', places: ({ root }) => whole(!root) },
  {
    clause: '7.2-29',
    fault: 'Et sprog er ikke et sprog',
    places: pdf =>
      pdf.elements
        .filter(
          ({ element }) => textAt(element.dict, 'Lang') !== undefined && !isLanguage(textAt(element.dict, 'Lang')),
        )
        .map(({ element }) => whereIs(element, pdf)),
  },
  {
    clause: '7.2-34',
    fault: 'Dokumentets sprog mangler',
    places: ({ catalog }) => whole(!isLanguage(textAt(catalog, 'Lang'))),
  },
  {
    clause: '7.10-1',
    fault: 'Lag uden navn',
    places: pdf =>
      configurations(pdf)
        .filter(config => !textAt(config, 'Name'))
        .map(() => 'lag'),
  },
  {
    clause: '7.10-2',
    fault: 'Lag, der slår sig selv til og fra',
    places: pdf =>
      configurations(pdf)
        .filter(config => get(config, 'AS') !== undefined)
        .map(() => 'lag'),
  },
  {
    clause: '7.11-1',
    fault: 'En vedlagt fil har intet navn',
    places: ({ pdf }) =>
      pdf.context
        .enumerateIndirectObjects()
        .map(([, object]) => asDict(object))
        .filter(file => file && dictAt(file, 'EF') && !(textAt(file, 'F') && textAt(file, 'UF')))
        .map(() => 'vedlagt fil'),
  },
  {
    clause: '7.15-1',
    fault: 'Formularen er af den gamle, foranderlige slags (XFA)',
    places: ({ catalog }) => whole(get(dictAt(catalog, 'AcroForm') ?? catalog, 'XFA') !== undefined),
  },
  {
    clause: 'hus-1',
    fault: 'Filens oplysninger og dens metadata er uenige',
    places: pdf => {
      const said = (key: string) => (pdf.info && textAt(pdf.info, key)) ?? ''
      const year = said('CreationDate').slice(2, 16)
      const pairs = [
        ['titel', said('Title'), first(pdf, 'dc:title')],
        ['producent', said('Producer'), unescaped(xmpText(pdf, 'pdf:Producer'))],
        ['sprog', textAt(pdf.catalog, 'Lang') ?? '', first(pdf, 'dc:language')],
        ['dato', year, xmpText(pdf, 'xmp:CreateDate').replaceAll(/\D/g, '')],
      ] as const
      return pairs.filter(([, one, other]) => one !== other).map(([what]) => what)
    },
  },
  {
    clause: 'hus-2',
    fault: 'Dokumentet gør noget af sig selv, når det åbnes',
    places: ({ catalog, pdf }) => {
      const names = dictAt(catalog, 'Names')
      const opens = get(catalog, 'OpenAction')
      const acts = get(catalog, 'AA') !== undefined || (opens !== undefined && !(opens instanceof PDFArray))
      const onPages = pdf.getPages().some(page => get(page.node, 'AA') !== undefined)
      return whole(acts || onPages || (names ? get(names, 'JavaScript') !== undefined : false))
    },
  },
]
