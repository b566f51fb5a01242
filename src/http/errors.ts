// The few kinds of refusal. problems.ts is the one place that turns them into a page or problem details.

export type FieldError = { path: string; message: string }

export class Refusal extends Error {
  readonly status: number
  readonly errors: FieldError[]
  readonly current: unknown
  readonly headers: Record<string, string>
  /** What a program can tell this refusal by, where its status is not enough. */
  readonly type: string

  /** `message` is Danish and says what the person can do. */
  constructor(
    status: number,
    message: string,
    more: { errors?: FieldError[]; current?: unknown; headers?: Record<string, string>; type?: string } = {},
  ) {
    super(message)
    this.status = status
    this.errors = more.errors ?? []
    this.current = more.current
    this.headers = more.headers ?? {}
    this.type = more.type ?? 'about:blank'
  }
}

/** What does not exist, or is not yours: the answer is the same. `what` is a definite noun: "Besøget". */
export const notFound = (what: string) =>
  new Refusal(404, `${what} findes ikke, eller du har ikke adgang. Gå tilbage, og prøv igen.`)

export const unauthorized = () => new Refusal(401, 'Log ind først.')

export const forbidden = (message: string) => new Refusal(403, message)

export const conflict = (message: string) => new Refusal(409, message)

export const invalid = (errors: FieldError[]) =>
  new Refusal(422, 'Noget er ikke udfyldt rigtigt. Ret det, der er nævnt, og send igen.', { errors })

/** A stale `If-Match`: `current` is the resource as it stands, so that a client can merge and nothing is lost. */
export const stale = (current: unknown) =>
  new Refusal(412, 'En kollega har rettet imens. Se den nye tekst, og gem igen.', { current })

export const tooMany = (retryAfterSeconds: number) =>
  new Refusal(429, 'For mange forsøg. Vent lidt, og prøv igen.', { headers: { 'retry-after': `${retryAfterSeconds}` } })
