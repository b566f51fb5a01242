// What an address says was sorted out of a note just now: ?sorted=2&box=purple&theme=3a.
import { BOXES } from '../db/tables.ts'
import type { Sorted } from './note.view.ts'

export function readSorted({ sorted, box: color, theme }: Record<string, string | undefined>): Sorted | null {
  const box = BOXES.find(candidate => candidate === color)
  const count = /^[1-9]\d{0,2}$/.test(sorted ?? '') ? Number(sorted) : 0
  return box && count > 0 && theme ? { theme, box, count } : null
}
