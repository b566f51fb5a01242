// Work that met a dying browser or process did nothing wrong: it gets a second try, on the next one.
import { PrinterBusy, PrinterUnavailable, PrintFailed } from './errors.ts'

const BROKE_DOWN = 'PDF-filen kunne ikke laves, selv om systemet prøvede to gange. Prøv igen om lidt.'

/** What came of the work, at the second try if need be. Rejects with PrinterBusy, PrinterUnavailable or PrintFailed. */
export async function twice<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    if (isAnswer(error)) throw error
  }
  try {
    return await work()
  } catch (error) {
    throw isAnswer(error) ? error : new PrintFailed(BROKE_DOWN, { cause: error })
  }
}

/** Whether this error is what the caller should see, rather than a browser or a process in trouble. */
function isAnswer(error: unknown) {
  return error instanceof PrinterBusy || error instanceof PrinterUnavailable || error instanceof PrintFailed
}
