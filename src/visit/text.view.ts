// The two large texts of a visit as pages: overall impression and conclusion.
import { markdownToHtml } from '../lib/markdown.ts'
import { focusPointsOf, referenceNamesOn } from './reference.ts'
import type { Visit } from './visit.schema.ts'

export const TEXTS = [
  {
    path: 'impression',
    field: 'overallImpression',
    heading: 'Samlede indtryk',
    lead: 'Det, I tog med jer fra dagen: stemningen, det der fyldte, og det der går på tværs af temaerne.',
  },
  {
    path: 'conclusion',
    field: 'conclusion',
    heading: 'Konklusion',
    lead: 'Det, I konkluderer på tværs, og det, tilbuddet skal arbejde med. Konklusionen udgives også for sig selv.',
  },
] as const

export type TextPath = (typeof TEXTS)[number]['path']

/** What stands at `path`; `tried` is what a person typed that was not saved. */
export function textView(
  { visit, model }: { visit: Visit; model: { themes: readonly { key: string }[] } },
  path: TextPath,
  tried: { text?: string; version?: number; error?: string | null; colleague?: string | null } = {},
) {
  const keys = model.themes.map(({ key }) => key)
  const { field, heading, lead } = TEXTS.find(text => text.path === path) ?? TEXTS[0]
  return {
    heading,
    lead,
    field,
    action: `/visit/${visit.id}/${path}`,
    api: `/api/v1/visits/${visit.id}`,
    historyHref: `/visit/${visit.id}/history?field=${field}`,
    version: tried.version ?? visit.version,
    text: tried.text ?? visit[field],
    documentHref: field === 'conclusion' ? `/visit/${visit.id}/report?document=conclusion` : null,
    html: markdownToHtml(visit[field], {
      nameReference: referenceNamesOn(visit.id, focusPointsOf(visit.points, keys)),
    }),
    error: tried.error ?? null,
    colleague: tried.colleague ?? null,
  }
}
