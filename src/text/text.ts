// What people write in together: which texts a visit has, and what one of them is called.

/** "point/<id>", "overallImpression", "conclusion", or "note/<theme>". */
export type TextKey = string

export const TEXT_KEY =
  /^(point\/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|overallImpression|conclusion|note\/[0-9]{1,2}[a-z]?)$/

/** The field of a revision, with what it belongs to. */
export type Subject =
  | { field: 'point'; pointId: string; theme: null }
  | { field: 'overallImpression' | 'conclusion'; pointId: null; theme: null }
  | { field: 'note'; pointId: null; theme: string }

/** What a text belongs to. */
export function subjectOf(text: TextKey): Subject {
  const [kind, id = ''] = text.split('/')
  if (kind === 'point') return { field: 'point', pointId: id, theme: null }
  if (kind === 'note') return { field: 'note', pointId: null, theme: id }
  return { field: kind as 'conclusion', pointId: null, theme: null }
}

/** The text that a revision is of. */
export const textOf = ({
  field,
  pointId,
  theme,
}: {
  field: string
  pointId: string | null
  theme: string | null
}): TextKey => (field === 'point' ? `point/${pointId}` : field === 'note' ? `note/${theme}` : field)

export const pointText = (pointId: string): TextKey => `point/${pointId}`
export const noteText = (theme: string): TextKey => `note/${theme}`
export const isNote = (text: TextKey): boolean => text.startsWith('note/')

/** More is no text of a report; a slip of the keyboard or a flood. */
export const LONGEST = 200_000
