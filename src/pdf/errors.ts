// The three ways in which printing fails; every message is Danish and may be shown to the person who asked for the PDF.

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
