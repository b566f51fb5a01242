// A visit as the report prints it: what is written, in the report's words and order. Pure; the template only prints.
import { danishDate } from '../lib/danish-date.ts'
import { markdownToHtml } from '../lib/markdown.ts'
import { typeset } from '../lib/typography.ts'
import { numbered } from '../visit/box.ts'
import { focusPointsOf } from '../visit/reference.ts'
import { type ContentsEntry, conclusionPage, contents } from './report.contents.ts'
import {
  deadReferenceMarks,
  type PageNumbers,
  type References,
  referenceMarks,
  referenceNames,
  referenceNamesAlone,
  themeAnchor,
} from './report.links.ts'
import { inWords, participantsInWords } from './report.phrases.ts'
import { type SinceView, sinceView } from './report.since.ts'
import type { ReportSource } from './report.source.ts'
import { type ThemeView, themeView } from './report.theme.ts'

export type ReportView = {
  title: string
  conclusionTitle: string
  posterTitle: string
  tilbud: ReportSource['tilbud']
  titleSize: TitleSize
  /** The municipality's name, colour and logo; null where none is set. */
  identity: (ReportSource['municipality'] & object) | null
  date: string
  consultants: string
  draft: boolean
  edition: string
  foot: string
  footEdition: string
  facts: { label: string; text: string }[]
  readingGuide: string
  contents: ContentsEntry[]
  /** "side 12"; empty until a printing has told. */
  conclusionPage: string
  overallImpression: string
  /** A short text is set larger, in one column, so that its page looks composed. */
  shortImpression: boolean
  /** What is new, recurs and is closed since the visit before; null where there was none. */
  since: SinceView | null
  themes: ThemeView[]
  conclusion: string
  shortConclusion: boolean
  /** What the leader wrote, in paragraphs and otherwise as it was typed. */
  remark: { by: string; paragraphs: string[] } | null
  /** What stands across every page of a draft that was sent. */
  watermark: string | null
  /** The same text as a document of its own, where links to themes would lead nowhere. */
  conclusionAloneHtml: string
  appendix: {
    model: string
    themes: { key: string; anchor: string; name: string; purpose: string }[]
    workAreas: { name: string; text: string }[]
  }
}

/** What the report's page also needs: the bar above it on screen, or null where it is printed. */
export type Toolbar = { backHref: string | null; note: string | null; links: { href: string; text: string }[] }

/** Everything the report prints. Give the page numbers of a printing, and its references name their pages. */
export function reportView(source: ReportSource, pages: PageNumbers = {}): ReportView {
  const { visit, tilbud, model } = source
  const date = danishDate(visit.visitedOn)
  const themeKeys = model.themes.map(theme => theme.key)
  const points = numbered(visit.points, themeKeys)
  const focusPoints = focusPointsOf(visit.points, themeKeys)
  const references: References = {
    marksIn: referenceMarks(focusPoints, pages),
    nameReference: referenceNames(focusPoints, pages),
  }
  return {
    ...reportTitles(source),
    tilbud,
    titleSize: titleSize(tilbud.name),
    identity: source.municipality ?? null,
    date,
    consultants: inWords(source.consultants),
    ...editionView(source.edition),
    foot: `Kvalitetsbesøg · ${tilbud.name} · ${date}`,
    facts: facts(source, date),
    readingGuide: markdownToHtml(model.readingGuide, { typeset: true }),
    contents: contents(model.themes, pages, !!source.since),
    conclusionPage: conclusionPage(pages),
    overallImpression: written(visit.overallImpression, references),
    shortImpression: isShort(visit.overallImpression),
    since: sinceView(source.since, { model, points, pages }),
    themes: model.themes.map(theme => themeView(theme, { model, points, pages, references })),
    conclusion: written(visit.conclusion, references),
    shortConclusion: isShort(visit.conclusion),
    remark: remarkView(source.hearing?.remark ?? null),
    conclusionAloneHtml: written(visit.conclusion, {
      marksIn: deadReferenceMarks(focusPoints),
      nameReference: referenceNamesAlone(focusPoints),
    }),
    appendix: {
      model: model.name,
      themes: model.themes.map(theme => ({
        ...theme,
        purpose: typeset(theme.purpose),
        anchor: themeAnchor(theme.key),
      })),
      workAreas: model.workAreas.map(({ name, text }) => ({ name, text: typeset(text) })),
    },
  }
}

type Titles = Pick<ReportView, 'title' | 'conclusionTitle' | 'posterTitle' | 'draft'>

/** What the documents of a report are called, on their covers and as files. */
export function reportTitles({ visit, tilbud, edition }: Pick<ReportSource, 'visit' | 'tilbud' | 'edition'>): Titles {
  const date = danishDate(visit.visitedOn)
  return {
    title: `Feedbackrapport – ${tilbud.name} – ${date}`,
    conclusionTitle: `Konklusion – ${tilbud.name} – ${date}`,
    posterTitle: posterTitle(tilbud.name, date),
    draft: edition.kind === 'draft',
  }
}

export const posterTitle = (tilbud: string, date: string) => `Plakat – ${tilbud} – ${date}`

const FILE_TITLES = { report: 'title', conclusion: 'conclusionTitle', poster: 'posterTitle' } as const

/** "Feedbackrapport – Åhuset – 12. maj 2026.pdf", safe on every file system; a draft says that it is one. */
export function reportFileName(titles: Titles, kind: keyof typeof FILE_TITLES): string {
  const title = titles[FILE_TITLES[kind]].replaceAll(/[\\/:*?"<>|\p{Cc}]+/gu, '-')
  return `${title}${titles.draft ? ' – udkast' : ''}.pdf`
}

const written = (text: string, references: References) =>
  markdownToHtml(text.trim() || '*Ikke skrevet endnu.*', { ...references, typeset: true })

// What fills half a page in the larger type.
const SHORT = 950

const isShort = (text: string) => text.length <= SHORT && !/^\s*(?:[-*]|\d+\.)\s/m.test(text)

export type TitleSize = 'large' | 'medium' | 'small' | 'tiny'

/** The largest type in which the name's longest word stands on one line, and the whole name on few. */
export function titleSize(name: string): TitleSize {
  const longest = Math.max(...name.split(/[\s-]+/).map(word => word.length))
  const measure = Math.max(longest, name.length / 3.4)
  if (measure <= 15) return 'large'
  if (measure <= 20) return 'medium'
  return measure <= 27 ? 'small' : 'tiny'
}

// Not a sign of it is changed: the lines stay lines, and an empty one begins a paragraph.
const remarkView = (remark: { text: string; by: string } | null): ReportView['remark'] =>
  remark && { by: remark.by, paragraphs: remark.text.split(/\n[^\S\n]*\n/).filter(text => text.trim() !== '') }

function editionView(edition: ReportSource['edition']): Pick<ReportView, 'edition' | 'footEdition' | 'watermark'> {
  if (edition.kind === 'draft') {
    if (!edition.sent) return { edition: 'Udkast', footEdition: 'Udkast', watermark: null }
    const draft = `Udkast · version ${edition.sent.number}`
    const sent = `version ${edition.sent.number} · sendt i høring ${danishDate(edition.sent.on)}`
    return { edition: `Udkast · ${sent}`, footEdition: draft, watermark: `UDKAST · ${sent}` }
  }
  const version = `Version ${edition.version}`
  return {
    edition: `${version} · offentliggjort ${danishDate(edition.publishedOn)}`,
    // On paper there is nothing to click: it says where the six signs can be tried.
    footEdition: edition.hash ? `${version} · ${edition.hash}, kan efterprøves på /verify` : version,
    watermark: null,
  }
}

function facts(
  { visit, tilbud, consultants, model, hearing, edition }: ReportSource,
  date: string,
): ReportView['facts'] {
  const { employeesTotal, met } = visit.participants
  const doubt = edition.kind === 'draft' && tilbud.unconfirmed ? ' (ikke bekræftet af tilbuddet)' : ''
  const rows = [
    ['Tilbud', tilbud.name],
    ['Type', tilbud.type],
    ['Center', tilbud.centre],
    ['Besøgt', date],
    [consultants.length === 1 ? 'Konsulent' : 'Konsulenter', inWords(consultants)],
    ['Antal ansatte', `${employeesTotal ?? 'Ikke oplyst'}${doubt}`],
    ['Vi talte med', participantsInWords(met) || 'Ikke oplyst'],
    ['Emner på dagen', visit.topics.map(typeset).join('\u00a0· ')],
    ['Kvalitetsmodel', model.name],
    ['Høring', hearing?.course ?? ''],
  ] as const
  return rows.filter(([, text]) => text.trim() !== '').map(([label, text]) => ({ label, text }))
}
