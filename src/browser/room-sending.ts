// Sends what is written in the room to the server, one after the other and as often as it takes. What waits is kept in
// memory and in the order in which it was written.
const TIME_LIMIT = 15_000
const FIRST_RETRY = 2_000
const LONGEST_RETRY = 30_000

/** A new point with an id of its own, so that sending it twice makes one. */
export type Change = {
  kind: 'createPoint'
  point: { id: string; theme: string; box: 'purple' | 'yellow'; body: string } & Record<string, unknown>
}

/** What became of a change: the server has it, or refuses it for a reason. */
export type Outcome = { done: true } | { done: false; why: string }

/** How it stands with all: sent and saved, on its way, or waiting for the network or for a login. */
export type Sending = { state: 'saved' | 'sending' | 'offline' | 'loggedOut'; waiting: number }

type Job = { change: Change; settle: (outcome: Outcome) => void }
type Problem = { title?: string; errors?: { message: string }[] }

/** `api` is the visit's address in the API; `tell` hears of every turn. */
export function startSending(api: string, tell: (sending: Sending) => void) {
  const queue: Job[] = []
  let running = false
  let retries = 0
  let timer = 0

  function send(change: Change): Promise<Outcome> {
    return new Promise(settle => {
      queue.push({ change, settle })
      void sendAll()
    })
  }

  async function sendAll() {
    if (running) return
    clearTimeout(timer)
    running = true
    let [job] = queue
    while (job) {
      if (retries === 0) tell({ state: 'sending', waiting: queue.length })
      const answer = await request(job.change).catch(() => null)
      const outcome = answer && outcomeOf(answer)
      if (!outcome) return wait(answer?.status === 401)
      retries = 0
      queue.shift()
      job.settle(outcome)
      ;[job] = queue
    }
    running = false
    tell({ state: 'saved', waiting: 0 })
  }

  async function request({ point }: Change) {
    const answer = await fetch(`${api}/points`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(point),
      signal: AbortSignal.timeout(TIME_LIMIT),
    })
    return { status: answer.status, content: (await answer.json().catch(() => ({}))) as Problem }
  }

  function wait(loggedOut: boolean) {
    running = false
    tell({ state: loggedOut ? 'loggedOut' : 'offline', waiting: queue.length })
    timer = window.setTimeout(sendAll, Math.min(FIRST_RETRY * 2 ** retries++, LONGEST_RETRY))
  }

  window.addEventListener('online', () => void sendAll())
  document.addEventListener('visibilitychange', () => void sendAll())
  window.addEventListener('beforeunload', event => {
    if (queue.length > 0) event.preventDefault()
  })
  return send
}

/** Null: no answer that settles it, so it is worth sending again. */
function outcomeOf({ status, content }: { status: number; content: Problem }): Outcome | null {
  if (status < 300) return { done: true }
  if ([401, 408, 429].includes(status) || status >= 500) return null
  return { done: false, why: content.errors?.[0]?.message ?? content.title ?? '' }
}
