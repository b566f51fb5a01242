// What keeps somebody from using a page: what axe finds of WCAG 2.1 AA, and whatever is wider than the screen.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Visitor } from './browser.ts'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

export async function faults({ page }: Visitor): Promise<string[]> {
  await page.evaluate(AXE)
  return page.evaluate(async () => {
    // biome-ignore lint/suspicious/noExplicitAny: axe puts itself on the window
    const { violations } = await (window as any).axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'] })
    const wide = document.documentElement.scrollWidth > innerWidth ? ['something is wider than the screen'] : []
    return [
      ...violations.map(
        (violation: { id: string; nodes: { target: string[] }[] }) => `${violation.id}: ${violation.nodes[0]?.target}`,
      ),
      ...wide,
    ]
  })
}
