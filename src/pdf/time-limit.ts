// A time limit around work that may never answer.

/** The limit was passed; the work itself goes on until someone ends it. */
export class TimeUp extends Error {}

/** The result of `work`, or TimeUp after `milliseconds`. */
export function within<T>(milliseconds: number, work: Promise<T>): Promise<T> {
  const late = Promise.withResolvers<never>()
  const timer = setTimeout(() => late.reject(new TimeUp(`no answer in ${milliseconds} ms`)), Math.max(milliseconds, 0))
  return Promise.race([work, late.promise]).finally(() => clearTimeout(timer))
}

/** The result of `work`, or at once the reason of `signal` when it is aborted; the work itself is ended by others. */
export function unlessAborted<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  const aborted = Promise.withResolvers<never>()
  const abort = () => aborted.reject(signal.reason)
  signal.addEventListener('abort', abort, { once: true })
  return Promise.race([work, aborted.promise]).finally(() => signal.removeEventListener('abort', abort))
}
