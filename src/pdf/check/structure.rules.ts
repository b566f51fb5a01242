// The structure: known types, headings in order, figures and notes with what they need.
import { isStandard } from '../accessible/types.ts'
import { keyOf, name, textAt } from '../objects.ts'
import { alternativeOf, type Element } from '../structure.ts'
import { type Checked, whereIs } from './document.ts'
import { type Rule, whole } from './rule.ts'

/** The elements that break a rule. */
const elements = (
  pdf: Checked,
  broken: (each: { element: Element; parent: Element | null; type: string }) => boolean,
) => pdf.elements.filter(broken).map(({ element }) => whereIs(element, pdf))

const LEVEL = /^H([1-6])$/

function headingGaps(pdf: Checked) {
  let before = 0
  return pdf.elements.flatMap(({ element, type }) => {
    const level = Number(LEVEL.exec(type)?.[1] ?? 0)
    if (level === 0) return []
    const gap = level > before + 1 ? [`${whereIs(element, pdf)}, efter ${before ? `H${before}` : 'ingen'}`] : []
    before = level
    return gap
  })
}

function notesWithSameId(pdf: Checked) {
  const ids = pdf.elements.filter(({ type }) => type === 'Note').map(({ element }) => textAt(element.dict, 'ID') ?? '')
  return ids.filter((id, at) => id !== '' && ids.indexOf(id) !== at)
}

export const STRUCTURE_RULES: readonly Rule[] = [
  {
    clause: '7.1-5',
    fault: 'En strukturtype er ukendt i PDF 1.7 og ikke oversat',
    places: pdf => elements(pdf, ({ type }) => !isStandard(type)),
  },
  {
    clause: '7.1-6',
    fault: 'Oversættelsen af strukturtyper går i ring',
    places: ({ roles }) =>
      [...roles.keys()].filter(start => {
        let role: string | undefined = roles.get(start)
        for (let steps = 0; steps < roles.size && role !== undefined && role !== start; steps++) role = roles.get(role)
        return role === start
      }),
  },
  {
    clause: '7.1-7',
    fault: 'En standardtype er oversat til noget andet',
    places: ({ roles }) => [...roles.keys()].filter(isStandard),
  },
  {
    clause: '7.1-12',
    fault: 'Et element kender ikke det element, som det står i',
    places: pdf =>
      elements(pdf, ({ element, parent }) => {
        const said = keyOf(element.dict.get(name('P')))
        return parent
          ? said !== keyOf(parent.reference ?? undefined)
          : said !== keyOf(pdf.catalog.get(name('StructTreeRoot')))
      }),
  },
  {
    clause: '7.3-1',
    fault: 'Et billede har ingen tekst',
    places: pdf => elements(pdf, ({ element, type }) => type === 'Figure' && !alternativeOf(element)),
  },
  { clause: '7.4.2-1', fault: 'Et overskriftsniveau er sprunget over', places: headingGaps },
  {
    clause: '7.4.4-1',
    fault: 'Overskrifter med og uden niveau er blandet',
    places: ({ elements: all }) =>
      whole(all.some(({ type }) => type === 'H') && all.some(({ type }) => LEVEL.test(type))),
  },
  {
    clause: '7.7-1',
    fault: 'En formel har ingen tekst',
    places: pdf => elements(pdf, ({ element, type }) => type === 'Formula' && !alternativeOf(element)),
  },
  {
    clause: '7.9-1',
    fault: 'En note har intet id',
    places: pdf => elements(pdf, ({ element, type }) => type === 'Note' && !textAt(element.dict, 'ID')),
  },
  { clause: '7.9-2', fault: 'To noter har samme id', places: notesWithSameId },
]
