// The rescue file: one HTML page with everything that lies on this device, in plain sight, to keep or to send to somebody.

import { danishDate, danishDateTime } from '../../lib/danish-date.ts'
import { boxHeading } from '../../visit/box.ts'
import type { Copy } from '../../visit/copy.schema.ts'
import type { Records } from '../store/records.ts'
import { fromBytes } from '../sync/bytes.ts'
import { applyChanges, type Change } from '../sync/change.ts'
import type { KeptCopy } from '../sync/kept-copy.ts'
import { createTexts } from '../sync/texts.ts'

const SIGNS: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
const plain = (text: string) => text.replaceAll(/[&<>"]/g, sign => SIGNS[sign] ?? sign)

type Other = { text: string; says: { heading: string; body: string } }

const passage = (heading: string | null, body: string) =>
  `${heading ? `<h4>${plain(heading)}</h4>` : ''}<p>${plain(body) || '<em>(tom)</em>'}</p>`

/**
 * A visit as it stands here; `others` are texts of it that belong to no point that stands in it. Without a copy (it had
 * not come yet when the network went) only its texts are known, and what it is called on the page.
 */
export type Rescued = { copy: Copy; others: readonly Other[] } | { copy: null; name: string; others: readonly Other[] }

const isWritten = ({ says }: Other) => (says.body + says.heading).trim() !== ''

const passages = (texts: readonly Other[]) => texts.map(({ says }) => passage(says.heading, says.body)).join('\n')

const part = (rescued: Rescued) =>
  rescued.copy === null
    ? `<h2>${plain(rescued.name)}</h2>\n${passages(rescued.others.filter(isWritten))}`
    : visitPart(rescued.copy, rescued.others)

function visitPart({ visit, model, tilbud }: Copy, others: readonly Other[]): string {
  const themes = model.themes.map(({ key, name }) => {
    const boxes = (['grey', 'purple', 'yellow'] as const).map(box => {
      const points = visit.points.filter(point => point.theme === key && point.box === box)
      const texts = points.map(({ heading, body }) => passage(heading, body)).join('\n')
      return points.length > 0 ? `<h4>${boxHeading(box)}</h4>\n${texts}` : ''
    })
    const note = others.find(({ text }) => text === `note/${key}`)?.says.body ?? ''
    const notes = note.trim() ? `<h4>Kladdenoter</h4>\n${passage(null, note)}` : ''
    return `<h3>Tema ${key}: ${plain(name)}</h3>\n${boxes.join('\n')}${notes}`
  })
  const lost = others.filter(other => other.text.startsWith('point/') && isWritten(other))
  const { employeesTotal, met } = visit.participants
  const facts = [
    `Antal ansatte: ${employeesTotal ?? 'ikke oplyst'}`,
    `Vi talte med: ${met.map(({ count, group }) => `${count} ${group}`).join(', ') || 'ikke oplyst'}`,
    `Emner på dagen: ${visit.topics.join(', ') || 'ingen'}`,
  ]
  return `<h2>${plain(tilbud.name)}, besøg ${danishDate(visit.visitedOn)}</h2>
${passage(null, facts.join('\n'))}
<h3>Samlede indtryk</h3>
${passage(null, visit.overallImpression)}
${themes.join('\n')}
<h3>Konklusion</h3>
${passage(null, visit.conclusion)}
${lost.length > 0 ? `<h3>Tekst uden plads i besøget</h3>\n${passages(lost)}` : ''}`
}

/** The page with these visits. */
export const rescuePage = (visits: readonly Rescued[], at: Date): string => `<!DOCTYPE html>
<html lang="da">
<head><meta charset="utf-8"><title>Redningsfil ${danishDateTime(at)}</title>
<style>body{font:16px/1.5 sans-serif;max-width:44em;margin:2em auto;padding:0 1em}p{white-space:pre-wrap}h2{margin-top:3em}</style></head>
<body>
<h1>Redningsfil</h1>
<p>Al tekst, som den stod på denne enhed ${danishDateTime(at)}. Pas på filen: Den er ikke krypteret.</p>
${visits.map(part).join('\n')}
</body>
</html>
`

const NOBODY = { typed() {}, stored() {}, changed() {}, lost() {} }

/** The visits that lie in the records, but for one: as the server had them, with all that was written here since. */
export async function rescueOthers(records: Records, open: string): Promise<Rescued[]> {
  const found = (await records.read([])).filter(({ place: [id, kind] }) => id && kind && id !== open)
  return Promise.all(
    [...Map.groupBy(found, ({ place: [id = ''] }) => id)].map(async ([id, own]) => {
      const texts = createTexts(records, id, NOBODY)
      await texts.load()
      const kept = own.find(({ place }) => place[1] === 'copy')
      if (!kept) return withoutCopy('Et andet besøg', texts)
      const { copy } = fromBytes<KeptCopy>(kept.bytes)
      const changes = own.flatMap(({ place, bytes }) => (place[1] === 'change' ? [fromBytes<Change>(bytes)] : []))
      return rescuedOf({ ...copy, visit: applyChanges({ visit: copy.visit, gone: [] }, changes).visit }, texts)
    }),
  )
}

type Texts = Pick<ReturnType<typeof createTexts>, 'has' | 'says' | 'keys'>

/** The texts of a visit of which nothing else is known here. */
export const withoutCopy = (name: string, { says, keys }: Pick<Texts, 'says' | 'keys'>): Rescued => ({
  ...{ copy: null, name },
  others: keys().map(text => ({ text, says: says(text) })),
})

/** A visit with its texts as they stand on this device. */
export function rescuedOf(copy: Copy, { has, says, keys }: Texts): Rescued {
  const said = (text: string, body: string) => (has(text) ? says(text).body : body)
  const points = copy.visit.points.map(point => {
    const text = `point/${point.id}`
    return has(text) ? { ...point, body: says(text).body, heading: says(text).heading || null } : point
  })
  const visit = {
    ...copy.visit,
    points,
    overallImpression: said('overallImpression', copy.visit.overallImpression),
    conclusion: said('conclusion', copy.visit.conclusion),
  }
  const standing = new Set(points.map(({ id }) => `point/${id}`))
  const others = keys().flatMap(text => (standing.has(text) ? [] : [{ text, says: says(text) }]))
  return { copy: { ...copy, visit }, others }
}

/** Hands the page to the person as a file. */
export function saveFile(name: string, content: string) {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(new Blob([content], { type: 'text/html' }))
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
}
