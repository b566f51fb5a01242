// The two pages of an import: choose a file, and see the tree that it will become before it is kept.
import type { Refusal } from '../http/errors.ts'
import { showRefusal } from '../http/form.ts'
import { inDanishOrder } from '../lib/danish-order.ts'
import { type About, HEADINGS, ROW_LIMIT, type StrategyFile } from './strategy.file.ts'
import type { Strategy } from './strategy.schema.ts'
import { branches, levelsOf } from './strategy.view.ts'

const CRUMB = { href: '/strategy', text: 'Strategier' }

const COLUMN_HELP: Record<keyof typeof HEADINGS, string> = {
  key: 'Skal være der: et nummer som 2 eller 2.1, eller et kort ord med små bogstaver. Gør kolonnen til tekst, så regnearket ikke laver den om til datoer.',
  parentKey: 'Nøglen på det, rækken hører under; tom ved et pejlemærke. Mangler kolonnen, hører 2.1 under 2.',
  name: 'Skal være der: pejlemærkets, målets eller delmålets overskrift.',
  text: 'Beskrivelsen, hvis der er en.',
  keywords: 'Ord, som punkter kan ligne, med semikolon imellem.',
  successorOf: 'Nøglen i den strategi, der bliver afløst. Er nøgle og navn de samme, behøver det ikke stå.',
}

/** The form of the first step. `strategies` are those there are, to begin from. */
export const importForm = (strategies: Strategy[], refusal: Refusal | null) => ({
  title: 'Ny strategi fra en fil',
  crumbs: [CRUMB, { text: 'Ny fra en fil' }],
  limit: ROW_LIMIT,
  starts: strategies.map(({ id, name, owner, version }) => ({
    name: `${name}, version ${version} (${owner})`,
    csv: `/strategy/${id}/table`,
    json: `/strategy/${id}/download`,
  })),
  columns: Object.entries(HEADINGS).map(([column, [word]]) => ({
    term: word,
    text: COLUMN_HELP[column as keyof typeof HEADINGS],
  })),
  ...showRefusal({ file: 'Fil' }, refusal),
})

const slugOf = (text: string) =>
  text
    .toLocaleLowerCase('da')
    .replaceAll('æ', 'ae')
    .replaceAll('ø', 'oe')
    .replaceAll('å', 'aa')
    .normalize('NFD')
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 60)

/** What the form of the second step begins with, for what the file did not say. */
export const aboutOf = (about: Partial<About>, fileName: string): About => ({
  id: about.id ?? slugOf(fileName.replace(/\.\w+$/, '')),
  name: about.name ?? '',
  version: about.version ?? '1',
  owner: about.owner ?? '',
  successorOf: about.successorOf ?? '',
})

const LABELS = { name: 'Navn', version: 'Version', owner: 'Ejer', id: 'Kort navn', successorOf: 'Afløser' } as const
const FAULTS_SHOWN = 50

/** The preview: the tree with its levels, what is wrong, and what the strategy is to be called. */
export function previewPage(
  { nodes, faults, ignored }: Omit<StrategyFile, 'about'>,
  about: About,
  strategies: readonly Strategy[],
  refusal: Refusal | null,
) {
  // What is wrong with a node is told among the faults of the file, for there it is put right.
  const late = (refusal?.errors ?? []).filter(({ path }) => path.startsWith('/nodes/'))
  const all = [...faults, ...late.map(({ path, message }) => `${nodes[Number(path.split('/')[2])]?.key}: ${message}`)]
  return {
    title: 'Se strategien igennem',
    lead:
      faults.length > 0 || nodes.length === 0
        ? 'Intet er gemt endnu.'
        : 'Intet er gemt endnu. Giv strategien et navn; nederst kan du se, hvad filen siger.',
    crumbs: [CRUMB, { href: '/strategy/import', text: 'Ny fra en fil' }, { text: 'Se den igennem' }],
    facts: levelsOf(nodes),
    faults: all.slice(0, FAULTS_SHOWN),
    moreFaults: all.length > FAULTS_SHOWN ? `… og ${all.length - FAULTS_SHOWN} til.` : null,
    ignored: ignored.length > 0 ? ignored.map(heading => `»${heading}«`).join(', ') : null,
    branches: branches(nodes, null),
    mayConfirm: nodes.length > 0 && faults.length === 0,
    json: JSON.stringify(nodes),
    about,
    succeeds: [
      { value: '', text: 'Ingen – den er helt ny', isSelected: about.successorOf === '' },
      ...strategies
        .toSorted((one, other) => inDanishOrder(one.name, other.name))
        .map(({ id, name, version, owner }) => ({
          value: id,
          text: `${name}, version ${version} (${owner})`,
          isSelected: id === about.successorOf,
        })),
    ],
    ...showRefusal(LABELS, late.length > 0 ? null : refusal),
  }
}
