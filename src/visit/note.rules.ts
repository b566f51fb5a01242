// A raw note in pieces: its paragraphs and lines, and what is left of it when some of them become points.

/** Where a piece stands in a note. */
export type Range = { start: number; end: number }

const MARKER = /^[ \t]*(?:[-*•–]|\d{1,2}[.)])[ \t]+/

const trimmed = (text: string, { start, end }: Range): Range => {
  const piece = text.slice(start, end)
  return {
    start: start + (piece.length - piece.trimStart().length),
    end: end - (piece.length - piece.trimEnd().length),
  }
}

function linesOf(text: string): Range[] {
  const lines: Range[] = []
  let start = 0
  for (const line of text.split('\n')) {
    lines.push({ start, end: start + line.length })
    start += line.length + 1
  }
  return lines
}

/** The pieces that can become points of their own: a paragraph each, and of a list each of its lines. */
export function passagesOf(note: string): (Range & { text: string })[] {
  const passages: Range[] = []
  let open: Range | null = null
  for (const line of linesOf(note)) {
    const text = note.slice(line.start, line.end)
    if (text.trim() === '') open = null
    else if (open && !MARKER.test(text)) open.end = line.end
    else {
      open = { ...line }
      passages.push(open)
    }
  }
  return passages.map(range => {
    const { start, end } = trimmed(note, range)
    return { start, end, text: note.slice(start, end) }
  })
}

/** The line in which the caret stands, or all that is selected. */
export function pieceAt(note: string, selection: Range): Range {
  if (selection.start !== selection.end) return trimmed(note, selection)
  const line = linesOf(note).find(({ end }) => selection.start <= end)
  return trimmed(note, line ?? { start: note.length, end: note.length })
}

/** A piece as the text of a point: without the sign of the list that it stood in. */
export const asPointText = (piece: string) => piece.replace(MARKER, '').trim()

/** Takes pieces out of a note. Null when they overlap or lie outside it. */
export function cutNote(note: string, ranges: readonly Range[]): { pieces: string[]; rest: string } | null {
  const order = ranges.toSorted((one, other) => one.start - other.start)
  const pieces: string[] = []
  let rest = ''
  let at = 0
  for (const { start, end } of order) {
    if (start < at || end <= start || end > note.length) return null
    pieces.push(note.slice(start, end))
    rest += note.slice(at, start)
    at = end
  }
  rest += note.slice(at)
  // The sign of a list whose line is gone goes too, and of several empty lines one stays.
  const kept = rest
    .split('\n')
    .map(line => (/^[ \t]*(?:[-*•–]|\d{1,2}[.)])[ \t]*$/.test(line) ? '' : line.trimEnd()))
    .join('\n')
  return { pieces, rest: kept.replaceAll(/\n{3,}/g, '\n\n').trim() }
}
