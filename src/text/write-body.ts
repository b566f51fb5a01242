// Makes the body of a shared text say what a document says, by the fewest changes: what is alike stays the same thing, so that what a
// colleague is writing in it stays too.
import type { Node } from 'prosemirror-model'
import * as Y from 'yjs'
import { commonEnds, letterChanges, wordsOf } from './differences.ts'

/** What stands in a block of the document: another node, or the text between two nodes, in pieces by their formatting. */
type Unit = Node | readonly Node[]
type YNode = Y.XmlElement | Y.XmlText
type Attributes = Record<string, unknown>

export function writeBody(body: Y.XmlFragment, document: Node): void {
  writeChildren(body, document)
}

function unitsOf(node: Node): Unit[] {
  const units: Unit[] = []
  let text: Node[] = []
  for (const child of [...node.children, null]) {
    if (child?.isText) text.push(child)
    else {
      if (text.length > 0) units.push(text)
      if (child) units.push(child)
      text = []
    }
  }
  return units
}

function writeChildren(parent: Y.XmlFragment, node: Node): void {
  const children = parent.toArray() as YNode[]
  const units = unitsOf(node)
  const pairs = pairsOf(children, units)
  // from the end, so that the places before stay
  let place = children.length
  let next = units.length
  for (const [child, unit] of [...pairs.reverse(), [-1, -1] as const]) {
    if (place - child > 1) parent.delete(child + 1, place - child - 1)
    if (next - unit > 1) parent.insert(child + 1, units.slice(unit + 1, next).map(made))
    if (child >= 0) write(children[child] as YNode, units[unit] as Unit)
    place = child
    next = unit
  }
}

function write(child: YNode, unit: Unit): void {
  if (child instanceof Y.XmlText) writeText(child, unit as readonly Node[])
  else {
    writeAttributes(child, (unit as Node).attrs)
    writeChildren(child, unit as Node)
  }
}

function writeAttributes(element: Y.XmlElement, attributes: Attributes): void {
  for (const [name, value] of Object.entries(attributes))
    if (value !== null && element.getAttribute(name) !== value) element.setAttribute(name, value as string)
}

const attributesOf = (text: Node): Attributes =>
  Object.fromEntries(text.marks.map(mark => [mark.type.name, { ...mark.attrs }]))

function writeText(text: Y.XmlText, pieces: readonly Node[]): void {
  const written = pieces.map(piece => piece.text ?? '').join('')
  for (const { place, removed, inserted } of letterChanges(text.toString() === '' ? '' : plainOf(text), written)) {
    if (removed > 0) text.delete(place, removed)
    if (inserted !== '') text.insert(place, inserted)
  }
  let place = 0
  for (const piece of pieces) {
    const length = piece.text?.length ?? 0
    format(text, place, place + length, attributesOf(piece))
    place += length
  }
}

type Insert = { insert: unknown; attributes?: Attributes }
const insertsOf = (text: Y.XmlText) => text.toDelta() as Insert[]
const plainOf = (text: Y.XmlText) =>
  insertsOf(text)
    .map(({ insert }) => (typeof insert === 'string' ? insert : '\uFFFC'))
    .join('')

/** Gives the letters from `start` to `end` these attributes and no others, where they have not got them. */
function format(text: Y.XmlText, start: number, end: number, wanted: Attributes): void {
  let place = 0
  for (const { insert, attributes = {} } of insertsOf(text)) {
    const length = typeof insert === 'string' ? insert.length : 1
    const [from, to] = [Math.max(start, place), Math.min(end, place + length)]
    const changed = [...new Set([...Object.keys(attributes), ...Object.keys(wanted)])].filter(
      name => keyOf(attributes[name]) !== keyOf(wanted[name]),
    )
    if (from < to && changed.length > 0)
      text.format(from, to - from, Object.fromEntries(changed.map(name => [name, wanted[name] ?? null])))
    place += length
  }
}

const keyOf = (value: unknown): string =>
  value && typeof value === 'object'
    ? JSON.stringify(
        Object.entries(value)
          .filter(([, inner]) => inner !== null)
          .sort(),
      )
    : String(value ?? null)

function made(unit: Unit): YNode {
  if (isText(unit)) {
    const text = new Y.XmlText()
    text.applyDelta(unit.map(piece => ({ insert: piece.text, attributes: attributesOf(piece) })))
    return text
  }
  const element = new Y.XmlElement(unit.type.name)
  writeAttributesOfNew(element, unit.attrs)
  element.insert(0, unit.isTextblock && unit.childCount === 0 ? [new Y.XmlText()] : unitsOf(unit).map(made))
  return element
}

function writeAttributesOfNew(element: Y.XmlElement, attributes: Attributes): void {
  for (const [name, value] of Object.entries(attributes))
    if (value !== null) element.setAttribute(name, value as string)
}

const isText = (unit: Unit): unit is readonly Node[] => Array.isArray(unit)

/** What can be told of a thing when another is sought that is the same: its kind, all of it, and its sentences and words. */
type Face = { kind: string; whole: string; parts: ReadonlySet<string>; letters: number }

const LARGEST = 250_000

/** Which children stay as which units, in order: as alike as can be. */
function pairsOf(children: readonly YNode[], units: readonly Unit[]): [number, number][] {
  const before = children.map(faceOfChild)
  const after = units.map(faceOfUnit)
  const { start, beforeEnd, afterEnd } = commonEnds(
    before.map(({ whole }) => whole),
    after.map(({ whole }) => whole),
  )
  const pairs: [number, number][] = Array.from({ length: start }, (_, index) => [index, index])
  pairs.push(
    ...likest(before.slice(start, beforeEnd), after.slice(start, afterEnd)).map(([one, other]): [number, number] => [
      one + start,
      other + start,
    ]),
  )
  for (let index = 0; beforeEnd + index < before.length; index += 1) pairs.push([beforeEnd + index, afterEnd + index])
  return pairs
}

function likest(before: readonly Face[], after: readonly Face[]): [number, number][] {
  const [rows, columns] = [before.length, after.length]
  if (rows * columns > LARGEST) return inTurn(before, after)
  const width = columns + 1
  const best = new Float64Array((rows + 1) * width)
  for (let row = rows - 1; row >= 0; row -= 1)
    for (let column = columns - 1; column >= 0; column -= 1)
      best[row * width + column] = Math.max(
        best[(row + 1) * width + column] as number,
        best[row * width + column + 1] as number,
        likeness(before[row] as Face, after[column] as Face) + (best[(row + 1) * width + column + 1] as number),
      )
  const pairs: [number, number][] = []
  let [row, column] = [0, 0]
  while (row < rows && column < columns) {
    const value = best[row * width + column]
    if (value === best[(row + 1) * width + column]) row += 1
    else if (value === best[row * width + column + 1]) column += 1
    else pairs.push([row++, column++])
  }
  return pairs
}

const inTurn = (before: readonly Face[], after: readonly Face[]) =>
  before
    .slice(0, after.length)
    .map((_, index): [number, number] => [index, index])
    .filter(([index]) => before[index]?.kind === after[index]?.kind)

/**
 * How many letters of the two are alike, counted in their sentences and in their words, so that as much as can be stays where it is. Short
 * words say nothing of a paragraph, a short sentence does. Among equals the nearest wins.
 */
function likeness(one: Face, other: Face): number {
  if (one.kind !== other.kind) return 0
  if (one.whole === other.whole) return one.letters + 2
  let shared = 0
  for (const part of one.parts) if (other.parts.has(part)) shared += part.length
  return 0.01 + shared + shared / Math.max(1, one.letters, other.letters)
}

const TEXT = '#text'

function faceOfChild(child: YNode): Face {
  const kind = child instanceof Y.XmlText ? TEXT : child.nodeName
  return faceOf(kind, JSON.stringify(wholeOfChild(child)), textOfChild(child))
}

function faceOfUnit(unit: Unit): Face {
  const text = isText(unit) ? unit.map(piece => piece.text).join('') : unit.textContent
  return faceOf(isText(unit) ? TEXT : unit.type.name, JSON.stringify(wholeOfUnit(unit)), text)
}

function faceOf(kind: string, whole: string, text: string): Face {
  const words = wordsOf(text).filter(word => word.length > 2)
  const sentences = (text.match(SENTENCES) ?? []).map(sentence => sentence.trim())
  const parts = new Set([...words, ...sentences])
  return { kind, whole, parts, letters: [...parts].reduce((sum, part) => sum + part.length, 0) }
}

// Matches wherever it begins, or a long text without a full stop would be read once for each of its letters.
const SENTENCES = /[^.!?\n]+[.!?]*/gu

const textOfChild = (child: YNode): string =>
  child instanceof Y.XmlText ? plainOf(child) : (child.toArray() as YNode[]).map(textOfChild).join(' ')

const attributesKey = (attributes: Attributes) =>
  Object.entries(attributes)
    .map(([name, value]) => `${name}=${keyOf(value)}`)
    .sort()

function wholeOfChild(child: YNode): unknown {
  if (child instanceof Y.XmlText)
    return insertsOf(child).map(({ insert, attributes = {} }) => [insert, ...attributesKey(attributes)])
  return [child.nodeName, attributesKey(child.getAttributes()), (child.toArray() as YNode[]).map(wholeOfChild)]
}

function wholeOfUnit(unit: Unit): unknown {
  if (isText(unit)) return unit.map(piece => [piece.text, ...attributesKey(attributesOf(piece))])
  return [unit.type.name, attributesKey(unit.attrs), unitsOf(unit).map(wholeOfUnit)]
}
