// Others who make PDFs of the same HTML: Chromium with a fresh context for each job, as conversion services do it, and
// WeasyPrint with its own PDF/UA-1. Each is measured only where it is installed.
import { spawn, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createInterface } from 'node:readline'
import type { RunningBrowser } from '../../pdf/launch.ts'

export const FULL_CHROMIUM = ['/usr/bin/chromium', '/usr/bin/google-chrome-stable', '/usr/bin/google-chrome'].find(
  path => existsSync(path),
)

const PRINT = { preferCSSPageSize: true, printBackground: true, tagged: true, outline: true }

/** The plain way that everybody begins with: one warm page, setContent and pdf. */
export async function plainPage(session: RunningBrowser['session']) {
  const page = await session.newPage()
  return async (html: string) => {
    await page.setContent(html)
    return page.pdf(PRINT)
  }
}

/** A context and page for each job, closed after it. */
export async function freshContext(session: RunningBrowser['session'], html: string) {
  const context = await session.createBrowserContext()
  const page = await context.newPage()
  await page.setContent(html)
  const bytes = await page.pdf(PRINT)
  await context.close()
  return bytes
}

const PYTHON = '/usr/bin/python3' // Debian's, which knows Debian's packages

const LOOP = `
import inspect, json, logging, sys
from weasyprint import HTML
logging.disable(logging.CRITICAL)
named = 'variant' if 'variant' in inspect.signature(HTML.write_pdf).parameters else 'pdf_variant'
for line in sys.stdin:
    pdf = HTML(string=json.loads(line)).write_pdf(**{named: 'pdf/ua-1'})
    print(len(pdf), flush=True)
`

/** A warm WeasyPrint in a process of its own, or the sentence that says why there is none. */
export function weasyPrint() {
  const version = spawnSync(PYTHON, ['-c', 'import weasyprint; print(weasyprint.__version__)'], { encoding: 'utf8' })
  if (version.status !== 0) return 'not run: there is no WeasyPrint (apt-get install weasyprint)'
  const child = spawn(PYTHON, ['-c', LOOP], { stdio: ['pipe', 'pipe', 'ignore'] })
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  return {
    version: version.stdout.trim(),
    async print(html: string) {
      child.stdin.write(`${JSON.stringify(html)}\n`)
      const { done, value } = await lines.next()
      if (done || !(Number(value) > 0)) throw new Error('WeasyPrint gave no PDF')
    },
    close: () => child.kill('SIGKILL'),
  }
}
