// The idea bank's page: the form that searches, and each suggestion with what came of it.
import type { IdeaRow, Wanted } from './idea.reading.ts'
import { htmlOf } from './thread.view.ts'
import { nameOf, THREAD_WORDS } from './thread.words.ts'

const MOST = 100

/** What the page prints. */
export function ideaPage(
  ideas: readonly IdeaRow[],
  { q, theme }: Wanted,
  themes: readonly { key: string; name: string }[],
) {
  const nameOfTheme = (key: string) => themes.find(one => one.key === key)?.name ?? ''
  return {
    q: q ?? '',
    themes: [
      { value: '', text: 'Alle temaer', isSelected: !theme },
      ...themes.map(({ key, name }) => ({ value: key, text: `${key} ${name}`, isSelected: key === theme })),
    ],
    isSearch: q !== undefined || theme !== undefined,
    count: ideas.length === 1 ? '1 forslag' : `${ideas.length} forslag`,
    isCut: ideas.length > MOST,
    ideas: ideas.slice(0, MOST).map(idea => ({
      id: idea.id,
      theme: idea.theme,
      themeName: nameOfTheme(idea.theme),
      heading: idea.heading,
      html: htmlOf(idea),
      about: nameOf(idea.focusPoint),
      handling: idea.handling.trim(),
      status: idea.status,
      statusText: THREAD_WORDS[idea.status],
      note: idea.note,
    })),
  }
}
