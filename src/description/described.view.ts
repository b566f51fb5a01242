// The description as it is read, on pages and devices, with what changed since the visit before marked.
import { danishDate } from '../lib/danish-date.ts'
import { markdownToHtml } from '../lib/markdown.ts'
import { type ParagraphChange, paragraphDiff } from '../lib/paragraph-diff.ts'
import type { DescriptionAtVisit } from './description.reading.ts'

function partView(part: ParagraphChange) {
  const stretches =
    part.kind === 'changed'
      ? part.stretches.map(({ kind, text }) => ({ text, added: kind === 'added', removed: kind === 'removed' }))
      : null
  return {
    html: part.kind === 'same' || part.kind === 'added' ? markdownToHtml(part.text) : '',
    isNew: part.kind === 'added',
    isGone: part.kind === 'removed',
    text: part.text,
    stretches,
  }
}

/** A theme's text; with the one of the visit before, its changed paragraphs are marked. */
export function describedTheme({ theme, name, text, before }: DescriptionAtVisit['themes'][number]) {
  const parts = before === null ? [] : paragraphDiff(before, text)
  return {
    key: theme,
    name,
    isEmpty: text.trim() === '',
    changed: parts.some(({ kind }) => kind !== 'same'),
    html: markdownToHtml(text),
    parts: before === null ? null : parts.map(partView),
  }
}

/** All of it, for those who go to the visit. */
export function describedPage(description: DescriptionAtVisit | null) {
  if (!description) return null
  const { writtenOn, since, themes } = description
  const shown = themes.map(describedTheme)
  const changed = shown.filter(theme => theme.changed).map(({ key }) => key)
  return {
    from: `Skrevet af tilbuddet, senest rettet ${danishDate(writtenOn)}.`,
    since:
      since === null
        ? null
        : changed.length === 0
          ? `Intet er ændret siden besøget ${danishDate(since)}.`
          : `Ændret siden besøget ${danishDate(since)}: tema ${changed.join(', ')}.`,
    themes: shown,
  }
}
