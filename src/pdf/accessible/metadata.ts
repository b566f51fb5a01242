// Who made the document, what it is called, in which language, and that it is PDF/UA-1: said twice, in Info and in XMP.
import { readFileSync } from 'node:fs'
import { PDFDict, PDFHexString, PDFRawStream, PDFString } from '@cantoo/pdf-lib'
import { asDict, dictAt, keysOf, name, type Pdf, textAt } from '../objects.ts'

const { version } = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8'))
const PRODUCT = 'Kvalitetsbesøg'
const PRODUCER = `${PRODUCT} ${version}`

const LANGUAGE = /^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/i
const OURS = 'da-DK'

/** Writes title, dates, producer and language; a document without a title of its own gets `title`. */
export function writeMetadata(pdf: Pdf, title: string, createdAt?: Date): void {
  const info = asDict(pdf.context.lookup(pdf.context.trailerInfo.Info)) ?? PDFDict.withContext(pdf.context)
  const created = seconds(createdAt ?? dateOf(textAt(info, 'CreationDate')) ?? new Date())
  const called = textAt(info, 'Title')?.trim() || title
  for (const key of keysOf(info)) info.delete(name(key))
  info.set(name('Title'), PDFHexString.fromText(called))
  info.set(name('Creator'), PDFHexString.fromText(PRODUCT))
  info.set(name('Producer'), PDFHexString.fromText(PRODUCER))
  info.set(name('CreationDate'), PDFString.fromDate(created))
  info.set(name('ModDate'), PDFString.fromDate(created))
  pdf.context.trailerInfo.Info = pdf.context.register(info)

  const language = languageOf(pdf.catalog)
  pdf.catalog.set(name('Lang'), PDFString.of(language))
  const bytes = Buffer.from(xmp({ title: called, language, date: created.toISOString().replace('.000Z', 'Z') }))
  const stream = PDFRawStream.of(pdf.context.obj({ Type: 'Metadata', Subtype: 'XML', Length: bytes.length }), bytes)
  pdf.catalog.set(name('Metadata'), pdf.context.register(stream))

  const preferences = dictAt(pdf.catalog, 'ViewerPreferences') ?? PDFDict.withContext(pdf.context)
  preferences.set(name('DisplayDocTitle'), pdf.context.obj(true))
  pdf.catalog.set(name('ViewerPreferences'), preferences)
  pdf.catalog.set(name('MarkInfo'), pdf.context.obj({ Marked: true }))
}

/** A language that a reader's voice can be chosen by. Danish is the Danish of Denmark. */
export const isLanguage = (language: string | undefined) => language !== undefined && LANGUAGE.test(language)

function languageOf(catalog: PDFDict) {
  const language = textAt(catalog, 'Lang')
  return language === undefined || language === 'da' || !LANGUAGE.test(language) ? OURS : language
}

const seconds = (date: Date) => new Date(Math.floor(date.getTime() / 1000) * 1000)

function dateOf(text: string | undefined): Date | null {
  const [, year, month, day, hour, minute, second] =
    /^D:(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:Z|\+00)/.exec(text ?? '') ?? []
  return year ? new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`) : null
}

const ENTITIES: Record<string, string> = { '<': '&lt;', '>': '&gt;', '&': '&amp;', '"': '&quot;' }
// XML may not hold control characters, in any form.
const escaped = (text: string) =>
  text.replaceAll(/[^\P{Cc}\t\n\r]/gu, '').replaceAll(/[<>&"]/g, sign => ENTITIES[sign] ?? '')

const xmp = ({
  title,
  language,
  date,
}: {
  title: string
  language: string
  date: string
}) => `<?xpacket begin="\uFEFF" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">${escaped(title)}</rdf:li><rdf:li xml:lang="${language}">${escaped(title)}</rdf:li></rdf:Alt></dc:title>
<dc:language><rdf:Bag><rdf:li>${language}</rdf:li></rdf:Bag></dc:language>
<xmp:CreateDate>${date}</xmp:CreateDate><xmp:ModifyDate>${date}</xmp:ModifyDate><xmp:CreatorTool>${PRODUCT}</xmp:CreatorTool>
<pdf:Producer>${escaped(PRODUCER)}</pdf:Producer><pdfuaid:part>1</pdfuaid:part>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>`
