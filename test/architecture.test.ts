// The house holds its shape: who may import whom, and which room has which door.
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { describe, expect, test } from 'vitest'

const SRC = join(import.meta.dirname, '../src')

/** A folder imports itself, what stands to its left, and the ground. */
const LINE = [
  'log',
  'mail',
  'user',
  'device',
  'municipality',
  'tilbud',
  'model',
  'strategy',
  'description',
  'text',
  'visit',
  'proof',
  'hearing',
  'thread',
  'plan',
  'report',
  'year',
  'brief',
  'coverage',
  'compare',
  'search',
]
const GROUND = ['http', 'lib', 'pdf', 'db', 'config.ts']
const TOP = ['app.ts', 'main.ts', 'command']

/** Packages that have one door each. */
const DOORS: Record<string, (file: string) => boolean> = {
  pg: file => file.startsWith('db/'),
  '@electric-sql/pglite': file => file.startsWith('db/'),
  puppeteer: file => file.startsWith('pdf/'),
  '@cantoo/pdf-lib': file => file.startsWith('pdf/'),
  '@sparticuz/chromium': file => file.startsWith('pdf/'),
  handlebars: file => /^(http.views|command.templates-plugin|browser.page.(handlebars|templates.d)).ts$/.test(file),
  '@fastify/view': file => file === 'http/views.ts',
}

const room = (file: string) => file.split('/')[0] ?? ''

/** What a browser may have of the server: what is pure, and the shapes of what is sent. */
const forBrowsers = (target: string) =>
  room(target) === 'lib' ||
  (room(target) === 'text' && !/\.(actions|queries)\.ts$/.test(target)) ||
  ['http/menu.ts', 'visit/box.ts'].includes(target) ||
  (room(target) !== 'report' && /\.(view|rules|words|schema)\.ts$/.test(target))

type Import = { file: string; target: string }

const importsOf = (file: string, code: string): Import[] =>
  [...code.matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].map(([, target = '']) => ({
    file,
    target: target.startsWith('.') ? relative(SRC, join(SRC, dirname(file), target)).replaceAll('\\', '/') : target,
  }))

/** What is wrong with one import, or null. */
function fault({ file, target }: Import): string | null {
  const isPackage = !target.endsWith('.ts')
  const [from, to] = [room(file), room(target)]
  if (isPackage) {
    const door = Object.entries(DOORS).find(([name]) => target === name || target.startsWith(`${name}/`))
    return door && !door[1](file) ? `${file} opens ${target}, which has its own door` : null
  }
  if (TOP.includes(from) || from === to) return null
  if (from === 'browser') return forBrowsers(target) ? null : `${file} runs in the browser and imports ${target}`
  if (GROUND.includes(from)) return GROUND.includes(to) ? null : `${file} is ground and imports ${target}`
  if (file.endsWith('.rules.ts') && !target.endsWith('.rules.ts') && !['db', 'lib'].includes(to) && to !== 'http')
    return `${file} is a rule and imports ${target}`
  if (GROUND.includes(to)) return null
  return LINE.indexOf(to) !== -1 && LINE.indexOf(to) < LINE.indexOf(from) ? null : `${file} imports ${target}`
}

const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
  .map(file => file.replaceAll('\\', '/'))
  .filter(file => file.endsWith('.ts'))

describe('the architecture', () => {
  test('every import goes the allowed way', () => {
    const imports = files.flatMap(file => importsOf(file, readFileSync(join(SRC, file), 'utf8')))
    expect(imports.length).toBeGreaterThan(100)
    expect(imports.map(fault).filter(Boolean)).toEqual([])
  })

  test.each([
    ['visit/visit.actions.ts', `import { publish } from '../report/report.actions.ts'`],
    ['http/page.ts', `import { may } from '../visit/visit.rules.ts'`],
    ['tilbud/tilbud.queries.ts', `import pg from 'pg'`],
    ['report/press.ts', `const browser = await import('puppeteer')`],
    ['visit/visit.rules.ts', `import { findVisit } from './../user/user.queries.ts'`],
    ['browser/main.ts', `import { findVisit } from '../visit/visit.queries.ts'`],
    ['browser/main.ts', `import { renderPage } from '../http/page.ts'`],
  ])('finds a planted import that does not: %s', (file, code) => {
    expect(importsOf(file, code).map(fault)).not.toEqual([null])
  })

  test('templates print nothing raw but bodies, stylesheets and rendered Markdown', () => {
    const templates = join(SRC, '../templates')
    const raw = readdirSync(templates, { recursive: true, encoding: 'utf8' })
      .filter(file => file.endsWith('.hbs'))
      .flatMap(file =>
        [...readFileSync(join(templates, file), 'utf8').matchAll(/\{\{\{\s*([^}\s]+)/g)].map(([, name]) => name),
      )
    const allowed = /^(body|stylesheet|readingGuide|conclusion|(\w+\.)*\w*[hH]tml)$/
    expect(raw.filter(name => !allowed.test(name ?? ''))).toEqual([])
  })
})
