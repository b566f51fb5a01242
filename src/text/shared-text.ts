// A text that several people write in, as a Y.Doc: its heading and its body, to and from what the rows hold. Runs on the server and in
// the browser.
import * as Y from 'yjs'
import { documentOf } from './body.ts'
import { letterChanges } from './differences.ts'
import { mergeWords } from './merge.ts'
import { documentToMarkdown, markdownToDocument } from './rich-text.ts'
import { writeBody } from './write-body.ts'

/** What a text says: the heading in plain words (empty where the text has none), the body in Markdown. */
export type Text = { heading: string; body: string }

export const headingOf = (doc: Y.Doc): Y.Text => doc.getText('heading')
export const bodyOf = (doc: Y.Doc): Y.XmlFragment => doc.getXmlFragment('body')

/** What the shared text says now. */
export function readText(doc: Y.Doc): Text {
  return {
    heading: oneLine(headingOf(doc).toString()).trim(),
    body: documentToMarkdown(documentOf(bodyOf(doc))),
  }
}

/**
 * Makes the shared text say this, by the fewest changes, in one transaction (of that origin). What it says already is left alone, so that
 * a colleague who is writing in it notices nothing.
 */
export function writeText(doc: Y.Doc, { heading, body }: Partial<Text>, origin?: unknown): void {
  doc.transact(() => {
    const now = readText(doc)
    if (heading !== undefined && oneLine(heading).trim() !== now.heading) writeHeading(headingOf(doc), oneLine(heading))
    if (body === undefined || body === now.body) return
    const document = markdownToDocument(body)
    if (documentToMarkdown(document) !== now.body) writeBody(bodyOf(doc), document)
  }, origin)
}

function writeHeading(text: Y.Text, heading: string): void {
  for (const { place, removed, inserted } of letterChanges(text.toString(), heading)) {
    if (removed > 0) text.delete(place, removed)
    if (inserted !== '') text.insert(place, inserted)
  }
}

const oneLine = (heading: string) => heading.replace(/\s*[\r\n]+\s*/g, ' ')

/**
 * Both people's changes to the base. What either added stands in the result, once; what either took away is gone. The result is the same
 * whichever of the two is named first. To store it, `writeText` it into the document as it is now.
 */
export function mergeTexts(base: Text, mine: Text, theirs: Text): Text {
  const [first, one, other] = [base, mine, theirs].map(({ body }) => documentToMarkdown(markdownToDocument(body))) as [
    string,
    string,
    string,
  ]
  return {
    heading: mergeWords(base.heading, mine.heading, theirs.heading),
    body: documentToMarkdown(markdownToDocument(mergeWords(first, one, other))),
  }
}

const SEED = 0

/** The first update of a text's document: the same bytes for the same text. Only the server makes it, and once. */
export function seed(text: Text): Uint8Array {
  const doc = new Y.Doc()
  doc.clientID = SEED
  writeText(doc, text)
  return Y.encodeStateAsUpdate(doc)
}
