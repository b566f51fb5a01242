// One rule of the checker: the clause that asks for it, what is wrong when it is broken, and where it is broken.
import type { Checked } from './document.ts'

export type Rule = {
  /** Of ISO 14289-1 (PDF/UA-1) with our number of the rule in it, or of ISO 32000-1; `hus` is our own. */
  clause: string
  /** In Danish, for the one who runs the check and the one whose PDF was refused. */
  fault: string
  /** Each place where the rule is broken. */
  places(pdf: Checked): string[]
}

/** For rules about the document as a whole. */
export const whole = (broken: boolean): string[] => (broken ? ['hele dokumentet'] : [])
