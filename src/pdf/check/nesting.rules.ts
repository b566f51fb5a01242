// Lists and tables: which element may stand in which, and tables whose cells can be found.

import { PDFNumber } from '@cantoo/pdf-lib'
import { name } from '../objects.ts'
import { attributeOf, type Element, idsIn, isElement } from '../structure.ts'
import { type Checked, whereIs } from './document.ts'
import type { Rule } from './rule.ts'

const GROUPS = ['Table', 'THead', 'TBody', 'TFoot']

const PARENTS: readonly (readonly [clause: string, type: string, parents: readonly string[]])[] = [
  ['7.2-4', 'TR', GROUPS],
  ['7.2-5', 'THead', ['Table']],
  ['7.2-6', 'TBody', ['Table']],
  ['7.2-7', 'TFoot', ['Table']],
  ['7.2-8', 'TH', ['TR']],
  ['7.2-9', 'TD', ['TR']],
  ['7.2-17', 'LI', ['L']],
  ['7.2-18', 'LBody', ['LI']],
  ['7.2-26', 'TOCI', ['TOC']],
]

const KIDS: readonly (readonly [clause: string, type: string, kids: readonly string[]])[] = [
  ['7.2-3', 'Table', ['TR', 'THead', 'TBody', 'TFoot', 'Caption']],
  ['7.2-10', 'TR', ['TH', 'TD']],
  ['7.2-19', 'L', ['L', 'LI', 'Caption']],
  ['7.2-20', 'LI', ['Lbl', 'LBody']],
  ['7.2-27', 'TOC', ['TOC', 'TOCI', 'Caption']],
  ['7.2-36', 'THead', ['TR']],
  ['7.2-37', 'TBody', ['TR']],
  ['7.2-38', 'TFoot', ['TR']],
]

/** Elements of one type and what is wrong with each. */
const tell = (pdf: Checked, type: string, broken: (element: Element) => boolean) =>
  pdf.elements.filter(each => each.type === type && broken(each.element)).map(({ element }) => whereIs(element, pdf))

const kidsOf = (element: Element, type: string) => element.kids.filter(kid => isElement(kid) && kid.type === type)

/** The rows of a table as lists of cells. */
const rowsOf = (table: Element): Element[][] =>
  table.kids
    .filter(isElement)
    .flatMap(kid => (kid.type === 'TR' ? [kid] : GROUPS.includes(kid.type) ? kid.kids.filter(isElement) : []))
    .map(row => row.kids.filter(isElement))

const span = (cell: Element, key: string) => {
  const value = attributeOf(cell, 'Table', key)
  return value instanceof PDFNumber ? value.asNumber() : 1
}

/** Whether rows differ in how many columns they fill, counted with cells that reach down from above. */
function isUneven(table: Element) {
  const rows = rowsOf(table)
  const widths = rows.map(() => 0)
  for (const [at, row] of rows.entries())
    for (const cell of row)
      for (let below = at; below < Math.min(at + span(cell, 'RowSpan'), rows.length); below++)
        widths[below] = (widths[below] ?? 0) + span(cell, 'ColSpan')
  return new Set(widths).size > 1
}

function headerFaults(pdf: Checked) {
  const ids = new Set(pdf.elements.map(({ element }) => String(element.dict.get(name('ID')) ?? '')))
  return pdf.elements
    .filter(
      ({ element, type }) =>
        (type === 'TD' || type === 'TH') && idsIn(attributeOf(element, 'Table', 'Headers')).some(id => !ids.has(id)),
    )
    .map(({ element }) => whereIs(element, pdf))
}

export const NESTING_RULES: readonly Rule[] = [
  ...PARENTS.map(
    ([clause, type, parents]): Rule => ({
      clause,
      fault: `${type} står ikke i ${parents.join(' eller ')}`,
      places: pdf =>
        pdf.elements
          .filter(each => each.type === type && !parents.includes(each.parent?.type ?? ''))
          .map(({ element }) => whereIs(element, pdf)),
    }),
  ),
  ...KIDS.map(
    ([clause, type, kids]): Rule => ({
      clause,
      fault: `${type} indeholder andet end ${kids.join(', ')}`,
      places: pdf => tell(pdf, type, element => element.kids.some(kid => !isElement(kid) || !kids.includes(kid.type))),
    }),
  ),
  {
    clause: '7.2-11',
    fault: 'En tabel har flere hoveder',
    places: pdf => tell(pdf, 'Table', table => kidsOf(table, 'THead').length > 1),
  },
  {
    clause: '7.2-12',
    fault: 'En tabel har flere fødder',
    places: pdf => tell(pdf, 'Table', table => kidsOf(table, 'TFoot').length > 1),
  },
  {
    clause: '7.2-16',
    fault: 'En tabel har flere billedtekster',
    places: pdf => tell(pdf, 'Table', table => kidsOf(table, 'Caption').length > 1),
  },
  {
    clause: '7.2-39',
    fault: 'Tabellens eller listens overskrift står midt i den',
    places: pdf =>
      ['Table', 'L'].flatMap(type =>
        tell(pdf, type, ({ kids }) => kids.slice(1, -1).some(kid => isElement(kid) && kid.type === 'Caption')),
      ),
  },
  {
    clause: '7.2-42',
    fault: 'Tabellens rækker har ikke lige mange kolonner',
    places: pdf => tell(pdf, 'Table', isUneven),
  },
  {
    clause: '7.5-1',
    fault: 'En overskriftscelle siger ikke, hvad den er overskrift for (Scope)',
    places: pdf =>
      tell(pdf, 'TH', cell => !attributeOf(cell, 'Table', 'Scope') && !attributeOf(cell, 'Table', 'Headers')),
  },
  { clause: '7.5-2', fault: 'En celle henviser til en overskrift, som ikke findes', places: headerFaults },
]
