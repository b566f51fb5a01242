// What a report prints that was not written in the visit: names, and the texts of the quality model.
import type { Elsewhere } from '../proof/finished.ts'
import type { ReportSource } from './report.source.ts'

const NAME = 'Bed en administrator om at rette navnet.'
const MODEL = 'Bed en administrator om hjælp: teksten kommer fra kvalitetsmodellen.'

/** Every text that comes from elsewhere, with its place and who can mend it. */
export function textsFromElsewhere({
  consultants,
  tilbud,
  model,
}: Pick<ReportSource, 'consultants' | 'tilbud' | 'model'>): Elsewhere[] {
  const names = [
    ...consultants.map(text => ({ place: 'En konsulents navn', text })),
    { place: 'Tilbuddets navn', text: tilbud.name },
    { place: 'Tilbuddets type', text: tilbud.type },
    { place: 'Centrets navn', text: tilbud.centre },
  ]
  const texts = [
    { place: 'Kvalitetsmodellens navn', text: model.name },
    { place: 'Kvalitetsmodellens læsevejledning', text: model.readingGuide },
    ...model.themes.flatMap(({ key, name, purpose }) => [
      { place: `Kvalitetsmodellens navn på tema ${key}`, text: name },
      { place: `Kvalitetsmodellens formål med tema ${key}`, text: purpose },
    ]),
    ...model.workAreas.map(({ name, text }) => ({ place: `Kvalitetsmodellens arbejdsområde »${name}«`, text })),
    ...model.phrases.map(({ text }) => ({ place: 'Kvalitetsmodellens standardsætninger', text })),
  ]
  return [...names.map(name => ({ ...name, remedy: NAME })), ...texts.map(text => ({ ...text, remedy: MODEL }))]
}
