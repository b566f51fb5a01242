// The rescue file: one HTML page with everything that lies on this device, in plain sight, to keep or to send to somebody.

import { danishDate, danishDateTime } from '../../lib/danish-date.ts'
import { boxHeading } from '../../visit/box.ts'
import type { Copy } from '../../visit/copy.schema.ts'

const SIGNS: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
const plain = (text: string) => text.replaceAll(/[&<>"]/g, sign => SIGNS[sign] ?? sign)

type Other = { text: string; says: { heading: string; body: string } }

const passage = (heading: string | null, body: string) =>
  `${heading ? `<h4>${plain(heading)}</h4>` : ''}<p>${plain(body) || '<em>(tom)</em>'}</p>`

/** The page. `others` are texts of this device that belong to no point that stands in the visit. */
export function rescuePage({ visit, model, tilbud }: Copy, others: readonly Other[], at: Date): string {
  const themes = model.themes.map(({ key, name }) => {
    const boxes = (['grey', 'purple', 'yellow'] as const).map(box => {
      const points = visit.points.filter(point => point.theme === key && point.box === box)
      const texts = points.map(({ heading, body }) => passage(heading, body)).join('\n')
      return points.length > 0 ? `<h3>${boxHeading(box)}</h3>\n${texts}` : ''
    })
    const note = others.find(({ text }) => text === `note/${key}`)?.says.body ?? ''
    const notes = note.trim() ? `<h3>Kladdenoter</h3>\n${passage(null, note)}` : ''
    return `<h2>Tema ${key}: ${plain(name)}</h2>\n${boxes.join('\n')}${notes}`
  })
  const lost = others.filter(({ text, says }) => text.startsWith('point/') && (says.body + says.heading).trim() !== '')
  return `<!DOCTYPE html>
<html lang="da">
<head><meta charset="utf-8"><title>Redningsfil: ${plain(tilbud.name)}</title>
<style>body{font:16px/1.5 sans-serif;max-width:44em;margin:2em auto;padding:0 1em}p{white-space:pre-wrap}</style></head>
<body>
<h1>${plain(tilbud.name)}, besøg ${danishDate(visit.visitedOn)}</h1>
<p>Al tekst, som den stod på denne enhed ${danishDateTime(at)}. Pas på filen: Den er ikke krypteret.</p>
<h2>Samlede indtryk</h2>
${passage(null, visit.overallImpression)}
${themes.join('\n')}
<h2>Konklusion</h2>
${passage(null, visit.conclusion)}
${lost.length > 0 ? `<h2>Tekst uden plads i besøget</h2>\n${lost.map(({ says }) => passage(says.heading, says.body)).join('\n')}` : ''}
</body>
</html>
`
}

/** Hands the page to the person as a file. */
export function saveFile(name: string, content: string) {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(new Blob([content], { type: 'text/html' }))
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
}
