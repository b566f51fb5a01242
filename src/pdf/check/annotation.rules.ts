// Links and other annotations: each stands in the structure, says what it is, and leads where it may.
import { mayLeave } from '../accessible/links.ts'
import { get, keyOf, nameAt, numberAt, textAt } from '../objects.ts'
import { alternativeOf } from '../structure.ts'
import type { Checked } from './document.ts'
import type { Rule } from './rule.ts'

type Annotation = Checked['annotations'][number]

/** The annotations of some kinds that break a rule; hidden ones and pop-ups are no one's to read. */
const annotations = (pdf: Checked, kinds: (kind: string) => boolean, broken: (annotation: Annotation) => boolean) =>
  pdf.annotations
    .filter(({ dict }) => (numberAt(dict, 'F') ?? 0) % 4 < 2 && nameAt(dict, 'Subtype') !== 'Popup')
    .filter(each => kinds(nameAt(each.dict, 'Subtype') ?? '') && broken(each))
    .map(({ page, dict }) => `side ${page}${textAt(dict, 'Contents') ? `: ${textAt(dict, 'Contents')}` : ''}`)

const isLink = (kind: string) => kind === 'Link'
const isWidget = (kind: string) => kind === 'Widget'
const isOther = (kind: string) => !isLink(kind) && !isWidget(kind) && kind !== 'TrapNet'

export const ANNOTATION_RULES: readonly Rule[] = [
  {
    clause: '7.18.1-1',
    fault: 'En kommentar står ikke i strukturen (Annot)',
    places: pdf => annotations(pdf, isOther, ({ owner }) => owner?.type !== 'Annot'),
  },
  {
    clause: '7.18.1-2',
    fault: 'En kommentar har ingen tekst',
    places: pdf =>
      annotations(pdf, isOther, ({ dict, owner }) => !textAt(dict, 'Contents') && !(owner && alternativeOf(owner))),
  },
  {
    clause: '7.18.1-3',
    fault: 'Et felt i en formular har intet navn at læse op',
    places: pdf =>
      annotations(pdf, isWidget, ({ dict, owner }) => !textAt(dict, 'TU') && !(owner && alternativeOf(owner))),
  },
  {
    clause: '7.18.2-1',
    fault: 'Der er mærker til et trykkeri (TrapNet)',
    places: pdf =>
      annotations(
        pdf,
        kind => kind === 'TrapNet',
        () => true,
      ),
  },
  {
    clause: '7.18.3-1',
    fault: 'Tabulatoren følger ikke strukturen (Tabs)',
    places: ({ pdf }) =>
      pdf.getPages().flatMap(({ node }, index) => {
        const has = get(node, 'Annots') !== undefined
        return has && nameAt(node, 'Tabs') !== 'S' ? [`side ${index + 1}`] : []
      }),
  },
  {
    clause: '7.18.4-1',
    fault: 'Et felt står ikke i strukturen (Form)',
    places: pdf => annotations(pdf, isWidget, ({ owner }) => owner?.type !== 'Form'),
  },
  {
    clause: '7.18.5-1',
    fault: 'Et link står ikke i strukturen (Link)',
    places: pdf =>
      annotations(pdf, isLink, ({ owner, dict }) => {
        const leadsTo = pdf.parentTree.get(numberAt(dict, 'StructParent') ?? -1)
        return owner?.type !== 'Link' || keyOf(leadsTo) !== keyOf(owner.reference ?? undefined)
      }),
  },
  {
    clause: '7.18.5-2',
    fault: 'Et link siger ikke, hvor det fører hen (Contents)',
    places: pdf => annotations(pdf, isLink, ({ dict }) => !textAt(dict, 'Contents')),
  },
  {
    clause: 'hus-3',
    fault: 'Et link fører til et script, en fil eller andet, som ikke må forlade huset',
    places: pdf => annotations(pdf, isLink, ({ dict }) => !mayLeave(dict)),
  },
]
