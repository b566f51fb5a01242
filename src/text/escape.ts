// What a letter needs before it to be read as itself. Only that: text that is nobody's Markdown looks as it was typed.
import { opensSentence } from '../lib/markdown.ts'
import { addressIn, type Cell, haveSameFormats, isBreak, WHITE, WORD } from './cells.ts'

const HARMLESS_AFTER_BACKSLASH = /^[^!-/:-@[-`{-~\n]/u
const TAG = /^[\p{L}/!?]/u
const LIST = /^(?:[-+*>]|\d{1,9}[.)])$/

const inLink = (cell: Cell | undefined) =>
  cell !== undefined && [...cell.formats].some(format => addressIn(format) !== null)

const SPECIAL = new Set('\\*_[]!<-+>.)')

/** Words inside square brackets. */
export const escapedWords = (words: string) => words.replace(/[\\[\]*_<!`]/g, '\\$&')

/** The letter at this place as Markdown. */
export function escaped(cells: readonly Cell[], index: number): string {
  const cell = cells[index]
  const letter = cell?.letter ?? ''
  if (!SPECIAL.has(letter)) return letter
  return mustBeEscaped(letter, cells, index) || opensBlock(letter, cells, index) ? `\\${letter}` : letter
}

function mustBeEscaped(letter: string, cells: readonly Cell[], index: number): boolean {
  // a neighbour counts only where no marker will stand between
  const near = (step: -1 | 1) => {
    const [cell, other] = [cells[index], cells[index + step]]
    return other && haveSameFormats(cell, other) && other.reference === null ? other.letter : ''
  }
  const [before, after] = [near(-1), near(1)]
  if (letter === '\\') return !HARMLESS_AFTER_BACKSLASH.test(after)
  if (letter === '*') return !(WHITE.test(before) && WHITE.test(after)) || before === '\n'
  if (letter === '_') return !(WORD.test(before) && WORD.test(after)) && !(WHITE.test(before) && WHITE.test(after))
  if (letter === '[') return before === '!' || inLink(cells[index])
  if (letter === ']') return after === '(' || after === '' || inLink(cells[index])
  if (letter === '!') return after === ''
  if (letter === '<') return after === '' || TAG.test(after)
  return false
}

/** Whether a line begins with what would make a list or a quote of it, and the letter is the one to stop that. */
function opensBlock(letter: string, cells: readonly Cell[], index: number): boolean {
  if (!/^[-+>.)]$/.test(letter)) return false
  let start = index
  while (index - start < 10 && start > 0 && !isBreak(cells[start - 1])) start -= 1
  if (start > 0 && !isBreak(cells[start - 1])) return false
  const opening = cells.slice(start, index + 1).map(cell => cell.letter)
  if (!LIST.test(opening.join(''))) return false
  const next = cells[index + 1]
  if (letter === '>') return true
  if (next && !/^[ \t\n]$/.test(next.letter)) return false
  // a formatting or a reference puts a sign of its own between
  const signs = cells.slice(start, start + 80).map((cell, at) => {
    const before = cells[start + at - 1]
    const opens = cell.reference !== null || (at > 0 && !haveSameFormats(before, cell))
    return (opens ? '*' : '') + cell.letter
  })
  const [line = ''] = signs.join('').split('\n', 1)
  return !opensSentence(line)
}
