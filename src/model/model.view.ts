// Quality models as people read them.
import type { PhraseKey } from '../db/tables.ts'
import type { Refusal } from '../http/errors.ts'
import { showRefusal } from '../http/form.ts'
import { danishDate } from '../lib/danish-date.ts'
import { markdownToHtml } from '../lib/markdown.ts'
import type { Model } from './model.schema.ts'

const CRUMB = { href: '/model', text: 'Kvalitetsmodel' }

const PHRASES: Record<PhraseKey, string> = {
  'purple-none': 'Lilla boks, når der ingen fokuspunkter er',
  'purple-elsewhere': 'Lilla boks, når fokuspunkterne står under andre temaer',
  'yellow-none': 'Gul boks, når der ingen forslag er',
  'grey-agrees': 'Grå boks, når der ingen punkter er',
  'grey-partly': 'Grå boks, tilbydes når kvalitetsbeskrivelsen stemmer delvist',
  'grey-new': 'Grå boks, tilbydes når noget er nyt',
}

const period = ({ validFrom, validTo }: Model) =>
  validTo === null ? `Fra ${danishDate(validFrom)}` : `${danishDate(validFrom)} – ${danishDate(validTo)}`

export const modelRows = (models: Model[]) =>
  models.map(model => ({
    href: `/model/${model.id}`,
    name: model.name,
    version: model.version,
    period: period(model),
    themes: model.themes.map(({ key }) => key).join(' · '),
  }))

export const modelPage = (model: Model) => ({
  title: model.name,
  crumbs: [CRUMB, { text: model.name }],
  download: `/model/${model.id}/download`,
  facts: [
    { term: 'Version', text: model.version },
    { term: 'Gælder', text: period(model) },
    { term: 'Id', text: model.id },
  ],
  themes: model.themes.map(({ key, name, purpose, successorOf }) => ({
    key,
    name,
    html: markdownToHtml(purpose),
    successorOf: successorOf ? `Følger efter tema ${successorOf} i den forrige model.` : null,
  })),
  workAreas: model.workAreas.map(({ name, text }) => ({ name, html: markdownToHtml(text) })),
  phrases: model.phrases.map(({ key, box, text }) => ({ box, text, where: PHRASES[key] })),
  readingGuide: markdownToHtml(model.readingGuide),
})

/** `faults` are what is wrong with the file that was sent; `start` is the newest model there is, to begin from. */
export const modelImport = (start: Model | undefined, faults: string[], refusal: Refusal | null) => ({
  title: 'Ny kvalitetsmodel fra en fil',
  crumbs: [CRUMB, { text: 'Ny fra en fil' }],
  start: start ? { href: `/model/${start.id}/download`, text: `Hent ${start.name} som JSON-fil` } : null,
  faults,
  ...showRefusal({ file: 'Fil' }, refusal),
})
