// The ways in which printing fails; every message is Danish and may be shown to the person who asked for the PDF.
import { inspect } from 'node:util'

/** Too many wait already; the same request will do after `retryAfterSeconds`. */
export class PrinterBusy extends Error {
  readonly retryAfterSeconds: number

  constructor(retryAfterSeconds: number) {
    super(`Der er kø ved printeren lige nu. Prøv igen om ${retryAfterSeconds} sekunder.`)
    this.retryAfterSeconds = retryAfterSeconds
  }
}

/** No browser can be used; the message says what to install or set. */
export class PrinterUnavailable extends Error {}

/** This document could not be printed; others may well be. */
export class PrintFailed extends Error {}

/** This document can be printed, but not everybody could read it: the message names the sign and the page. */
export class PrintRefused extends PrintFailed {}

export const CLOSED = 'Systemet er ved at stoppe og laver ikke flere PDF-filer. Prøv igen om lidt.'
export const TOO_SLOW =
  'PDF-filen blev ikke færdig i tide. Prøv igen; sker det igen, så del teksten op eller tag store billeder ud.'

/** An error as it is told to another process; `kind` is null where it is none of these. */
export type ToldError = { kind: keyof typeof KINDS | null; message: string; retryAfterSeconds: number; cause: string }

const KINDS = {
  PrinterBusy: ({ retryAfterSeconds }: ToldError) => new PrinterBusy(retryAfterSeconds),
  PrinterUnavailable: ({ message, cause }: ToldError) => new PrinterUnavailable(message, { cause }),
  PrintFailed: ({ message, cause }: ToldError) => new PrintFailed(message, { cause }),
  PrintRefused: ({ message, cause }: ToldError) => new PrintRefused(message, { cause }),
}

/** What another process is told of an error: its kind, its sentence, and all else as text. */
export function tellError(error: Error): ToldError {
  const kind = Object.hasOwn(KINDS, error.constructor.name) ? (error.constructor.name as keyof typeof KINDS) : null
  const retryAfterSeconds = error instanceof PrinterBusy ? error.retryAfterSeconds : 0
  return { kind, message: error.message, retryAfterSeconds, cause: inspect(error) }
}

/** The error that was told of: of the same kind, or a plain one where it was none of these. */
export const errorAsTold = (told: ToldError): Error =>
  told.kind ? KINDS[told.kind](told) : new Error(told.message, { cause: told.cause })
