// Tells when the server has a newer build of the app than the page that is open. When to change over is the person's to
// say: nothing is loaded anew under somebody's hands, and what is written goes on being kept and sent.
import { tell } from './notice.ts'

/** So often one looks, at most. */
const SELDOM = 10 * 60_000

/** The script that this page was made with. */
const ownScript = () => document.querySelector('script[type="module"][src^="/assets/main."]')?.getAttribute('src')

const reload = { text: 'Genindlæs siden', choose: () => location.reload() }

// Said once: that one may change over, and, stronger, that one must.
let said: 'nothing' | 'may' | 'must' = 'nothing'

/** The server does not understand what this page sends: only a newer page can help. */
export function tellOutdated() {
  if (said === 'must') return
  said = 'must'
  tell('newer', 'Serveren er fornyet og forstår ikke, hvad denne side sender. Genindlæs siden, så bliver det sendt. Det, du har skrevet, ligger på enheden.', [reload]) // biome-ignore format: one line
}

function tellNewer() {
  if (said !== 'nothing') return
  said = 'may'
  tell('newer', 'Der er kommet en ny udgave af Kvalitetsbesøg. Du kan skrive videre. Genindlæs siden, når det passer dig; alt, du har skrevet, bliver stående.', [reload]) // biome-ignore format: one line
}

/** Looks for a newer build whenever the network or the person is back. */
export function watchForNewer(registering: Promise<ServiceWorkerRegistration> | undefined) {
  let looked = Date.now()
  const look = async () => {
    if (document.visibilityState !== 'visible' || Date.now() - looked < SELDOM) return
    looked = Date.now()
    await (await registering)?.update()
  }
  const lookSoon = () => void look().catch(() => {})
  document.addEventListener('visibilitychange', lookSoon)
  window.addEventListener('online', () => {
    looked = 0
    lookSoon()
  })
  navigator.serviceWorker?.addEventListener('message', ({ data }) => {
    const { build } = data as { build?: string }
    if (build && build !== ownScript()) tellNewer()
  })
}
