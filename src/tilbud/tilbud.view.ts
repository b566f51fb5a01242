// Tilbud and centres as the administrator's pages print them.
import type { Refusal } from '../http/errors.ts'
import { showRefusal, textOf } from '../http/form.ts'
import { danishDate } from '../lib/danish-date.ts'
import { byName, inDanishOrder } from '../lib/danish-order.ts'
import type { Tilbud } from './tilbud.schema.ts'

type Centre = { id: string; name: string; version: number }

const LABELS = {
  name: 'Navn',
  shortNames: 'Kortnavne',
  type: 'Type',
  centreId: 'Center',
  selfGoverning: 'Selvejende',
  'employees-count': 'Antal ansatte',
  'employees-confirmedOn': 'Antallet er bekræftet den',
}
const CRUMB = { href: '/tilbud', text: 'Tilbud' }

const employeesOf = ({ count, confirmedOn }: Tilbud['employees']) => ({
  count: count === null ? '–' : String(count),
  confirmed: confirmedOn === null ? null : `bekræftet ${danishDate(confirmedOn)}`,
})

const toRow = ({ id, name, type, selfGoverning, employees, active }: Tilbud) => ({
  href: `/tilbud/${id}`,
  name,
  type,
  owner: selfGoverning ? 'Selvejende' : 'Kommunalt',
  employees: employeesOf(employees),
  closed: !active,
})

/** The list: every centre with its tilbud, or only the centre that was chosen. */
export function tilbudList(centres: Centre[], tilbud: Tilbud[], chosen: string) {
  const sorted = centres.toSorted(byName)
  const byCentre = Map.groupBy(tilbud.toSorted(byName), one => one.centreId)
  return {
    title: 'Tilbud',
    hasCentres: centres.length > 0,
    options: [
      { value: '', text: 'Alle centre', isSelected: chosen === '' },
      ...sorted.map(({ id, name }) => ({ value: id, text: name, isSelected: id === chosen })),
    ],
    centres: sorted
      .filter(({ id }) => chosen === '' || id === chosen)
      .map(({ id, name }) => ({ name, href: `/centre/${id}`, rows: (byCentre.get(id) ?? []).map(toRow) })),
  }
}

const textsOfForm = (sent: Record<string, unknown>) => ({
  name: textOf(sent, 'name'),
  shortNames: textOf(sent, 'shortNames'),
  type: textOf(sent, 'type'),
  centreId: textOf(sent, 'centreId'),
  selfGoverning: textOf(sent, 'selfGoverning') !== '',
  employeesCount: textOf(sent, 'employees-count'),
  employeesConfirmedOn: textOf(sent, 'employees-confirmedOn'),
  active: textOf(sent, 'active') !== '',
  version: textOf(sent, 'version'),
})

type Texts = ReturnType<typeof textsOfForm>

const textsOfTilbud = ({ shortNames, employees, version, ...tilbud }: Tilbud): Texts => ({
  ...tilbud,
  shortNames: shortNames.join('\n'),
  employeesCount: employees.count === null ? '' : String(employees.count),
  employeesConfirmedOn: employees.confirmedOn ?? '',
  version: String(version),
})

/** The fields of the form as texts: as they were sent, as the tilbud has them, or empty. */
export const tilbudTexts = { ofForm: textsOfForm, ofTilbud: textsOfTilbud }

/** What the texts mean for the schema. */
export const toTilbud = (texts: Texts) => ({
  name: texts.name,
  shortNames: texts.shortNames.split('\n').filter(text => text.trim() !== ''),
  type: texts.type,
  centreId: texts.centreId,
  selfGoverning: texts.selfGoverning,
  employees: {
    count: texts.employeesCount.trim() === '' ? null : Number(texts.employeesCount),
    confirmedOn: texts.employeesConfirmedOn === '' ? null : texts.employeesConfirmedOn,
  },
})

/** The form of a tilbud. `tilbud` is null for one that is not there yet; `types` are those in use. */
export function tilbudForm(
  tilbud: Tilbud | null,
  texts: Texts,
  { centres, types }: { centres: Centre[]; types: string[] },
  refusal: Refusal | null,
) {
  const title = tilbud ? tilbud.name : 'Nyt tilbud'
  const now = refusal?.status === 412 && tilbud ? tilbud : null
  return {
    title,
    crumbs: [CRUMB, { text: title }],
    action: tilbud ? `/tilbud/${tilbud.id}` : '/tilbud/new',
    isNew: tilbud === null,
    describedHref: tilbud && `/description/${tilbud.id}`,
    texts: { ...texts, version: tilbud ? String(tilbud.version) : '' },
    ...showRefusal(LABELS, refusal),
    now: now && [
      { term: 'Navn', text: now.name },
      { term: 'Kortnavne', text: now.shortNames.join(', ') || '–' },
      { term: 'Type', text: now.type },
      { term: 'Center', text: centres.find(({ id }) => id === now.centreId)?.name ?? '–' },
      { term: 'Ejer', text: toRow(now).owner },
      { term: 'Antal ansatte', text: employeesOf(now.employees).count },
      { term: 'Status', text: now.active ? 'Aktivt' : 'Lukket' },
    ],
    centres: [
      ...(texts.centreId === '' ? [{ value: '', text: 'Vælg center', isSelected: true }] : []),
      ...centres.toSorted(byName).map(({ id, name }) => ({ value: id, text: name, isSelected: id === texts.centreId })),
    ],
    types: [...new Set(types)].toSorted(inDanishOrder),
  }
}

/** The form of a centre: its name. `centre` is null for one that is not there yet. */
export function centreForm(centre: Centre | null, name: string, refusal: Refusal | null) {
  const title = centre ? centre.name : 'Nyt center'
  return {
    title,
    crumbs: [CRUMB, { text: title }],
    action: centre ? `/centre/${centre.id}` : '/centre/new',
    isNew: centre === null,
    name,
    version: centre ? String(centre.version) : '',
    ...showRefusal({ name: 'Centrets navn' }, refusal),
  }
}
