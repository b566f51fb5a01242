// Lets the browser's scripts import templates: each .hbs becomes a module of precompiled code that brings the partials
// which it names. So pages and tablets print with the very same files, and the browser never compiles anything.
import { readFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import type { Plugin } from 'esbuild'
import Handlebars from 'handlebars'
import { COMPILE_OPTIONS, TEMPLATES } from '../http/views.ts'

const RUNTIME = join(import.meta.dirname, '../browser/page/handlebars.ts')
const PARTIALS = join(TEMPLATES, 'partials')

/** The names of the partials that a template calls. */
function partialsOf(text: string): string[] {
  const names = new Set<string>()
  const visitor = new Handlebars.Visitor()
  const note = (called: hbs.AST.PartialStatement | hbs.AST.PartialBlockStatement) => {
    const { original } = called.name as hbs.AST.PathExpression
    if (original !== '@partial-block') names.add(original)
  }
  visitor.PartialStatement = function visit(called) {
    note(called)
    Handlebars.Visitor.prototype.PartialStatement.call(this, called)
  }
  visitor.PartialBlockStatement = function visit(called) {
    note(called)
    Handlebars.Visitor.prototype.PartialBlockStatement.call(this, called)
  }
  visitor.accept(Handlebars.parse(text))
  return [...names]
}

// Where in the file something stands serves messages to those who write templates; they see them from the server.
const LINE = String.raw`\{"line":\d+,"column":\d+\}`
const PLACE = String.raw`\{"start":${LINE},"end":${LINE}\}`
const PLACES = new RegExp(`,"loc":${PLACE}|, ${PLACE}(?= \\))`, 'g')
// What the runtime has anyway.
const LOOKUP = /(lookupProperty = container\.lookupProperty) \|\| function\(parent, propertyName\) \{[^}]*\}[^}]*\}/g

/** A template as code, without what weighs and does nothing on a device. */
const compiled = (text: string) =>
  String(Handlebars.precompile(text, COMPILE_OPTIONS)).replaceAll(PLACES, '').replaceAll(LOOKUP, '$1')

/** Precompiles `.hbs` files on their way into a bundle. */
export function templatesPlugin(): Plugin {
  return {
    name: 'templates',
    setup: build =>
      build.onLoad({ filter: /\.hbs$/ }, async ({ path }) => {
        const text = await readFile(path, 'utf8')
        const own = relative(PARTIALS, path).replaceAll('\\', '/').slice(0, -'.hbs'.length)
        const name = own.startsWith('..') ? null : own
        const partials = partialsOf(text).filter(partial => partial !== name)
        const contents = [
          `import { ready } from ${JSON.stringify(RUNTIME)}`,
          ...partials.map(partial => `import ${JSON.stringify(join(PARTIALS, `${partial}.hbs`))}`),
          `export default ready(${JSON.stringify(name)}, ${compiled(text)})`,
        ].join('\n')
        return { contents, loader: 'js' }
      }),
  }
}
