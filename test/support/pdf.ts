// The words of a PDF, page by page, as a reader copies them.
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs'

export async function pdfPages(bytes: Uint8Array): Promise<string[]> {
  const pdf = await getDocument({ data: new Uint8Array(bytes), verbosity: 0 }).promise
  const pages = []
  for (let number = 1; number <= pdf.numPages; number++) {
    const { items } = await (await pdf.getPage(number)).getTextContent()
    pages.push(items.map(item => ('str' in item ? item.str : '')).join(' '))
  }
  await pdf.loadingTask.destroy()
  return pages
}

/** The pieces of text of a PDF, each with where it ends on its line, in points. */
export async function pdfPlaces(bytes: Uint8Array): Promise<{ text: string; right: number }[]> {
  const pdf = await getDocument({ data: new Uint8Array(bytes), verbosity: 0 }).promise
  const places = []
  for (let number = 1; number <= pdf.numPages; number++) {
    const { items } = await (await pdf.getPage(number)).getTextContent()
    for (const item of items) if ('str' in item) places.push({ text: item.str, right: item.transform[4] + item.width })
  }
  await pdf.loadingTask.destroy()
  return places
}

/** Text without any white space, so that line breaks and kerning do not matter. */
export const squeezed = (text: string) => text.replaceAll(/\s+/g, '')
