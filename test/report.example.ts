// A small report to vary in tests: three themes, and points that are given in short.
import Fastify from 'fastify'
import { registerViews } from '../src/http/views.ts'
import { withFaces } from '../src/pdf/faces.ts'
import type { PageNumbers } from '../src/report/report.links.ts'
import type { ReportPoint, ReportSource } from '../src/report/report.source.ts'
import { reportView, type Toolbar } from '../src/report/report.view.ts'
import { reportStylesheet } from '../src/report/stylesheet.ts'

export function point(
  id: string,
  theme: string,
  box: ReportPoint['box'],
  more: Partial<ReportPoint> = {},
): ReportPoint {
  return {
    id,
    theme,
    box,
    heading: null,
    body: `Tekst ${id}`,
    alsoThemes: [],
    answers: [],
    source: null,
    saidOnTheDay: true,
    topics: [],
    position: 0,
    ...more,
  }
}

export function source(points: ReportPoint[] = [], visit: Partial<ReportSource['visit']> = {}): ReportSource {
  return {
    visit: {
      id: 'v1',
      visitedOn: '2026-05-12',
      participants: { employeesTotal: 14, met: [{ group: 'medarbejdere', count: 4 }] },
      topics: ['Tid', 'Den nye rolle'],
      overallImpression: 'Et varmt hus.',
      conclusion: 'Bliv ved.',
      points,
      ...visit,
    },
    tilbud: { name: 'Åhuset', type: 'Aktivitets- og samværstilbud', centre: 'Center Nordlyset' },
    consultants: ['Anne Holm', 'Mikkel Brandt'],
    model: {
      name: 'Prøvemodel',
      themes: [
        { key: '1', name: 'Hverdag', purpose: 'Om hverdagen.' },
        { key: '2', name: 'Fællesskab', purpose: 'Om fællesskabet.' },
        { key: '3a', name: 'Fundament', purpose: 'Om fundamentet.' },
      ],
      workAreas: [{ name: 'Værdier', text: 'Om værdier.' }],
      phrases: [
        { key: 'purple-none', box: 'purple', text: 'Ingen feedback.' },
        { key: 'purple-elsewhere', box: 'purple', text: 'Feedback står andre steder.' },
        { key: 'yellow-none', box: 'yellow', text: 'Ingen forslag' },
        { key: 'grey-agrees', box: 'grey', text: 'Det stemmer.' },
      ],
      readingGuide: 'Sådan læses rapporten.',
    },
    edition: { kind: 'draft' },
  }
}

export async function html(
  report: ReportSource,
  { template = 'report', toolbar = null as Toolbar | null, pages = {} as PageNumbers } = {},
) {
  const app = Fastify()
  await registerViews(app)
  await app.ready()
  const page = { ...reportView(report, pages), stylesheet: reportStylesheet, toolbar }
  const rendered = withFaces(await app.view(`report/${template}.hbs`, page))
  await app.close()
  return rendered
}
