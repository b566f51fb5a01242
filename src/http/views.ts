// The only door to Handlebars: every page, report and mail is rendered here, from files under templates/.
import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import fastifyView from '@fastify/view'
import Fastify, { type FastifyInstance } from 'fastify'
import Handlebars from 'handlebars'

export const TEMPLATES = join(import.meta.dirname, '../../templates')

/** A misspelt name throws, and a partial sees its named parameters only. The browser's templates are compiled the same. */
export const COMPILE_OPTIONS = { strict: true, preventIndent: true, explicitPartialContext: true }

const partialFiles = (folder: string) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(file => file.endsWith('.hbs'))
    .map(file => [file.slice(0, -'.hbs'.length).replaceAll('\\', '/'), join(relative(TEMPLATES, folder), file)])

/**
 * Registers Handlebars as the view engine, in strict mode: a misspelt name throws instead of printing nothing.
 * Partials live in templates/partials and are called by their path there (`{{> point-card point=this}}`); they see
 * their named parameters only.
 */
export async function registerViews(app: FastifyInstance) {
  await app.register(fastifyView, {
    engine: { handlebars: Handlebars.create() },
    root: TEMPLATES,
    production: true,
    options: {
      compileOptions: COMPILE_OPTIONS,
      partials: Object.fromEntries(partialFiles(join(TEMPLATES, 'partials'))),
    },
  })
}

/** Renders templates where there is no application: in a process of its own, and in commands. */
export async function templateRenderer(): Promise<(template: string, data: object) => Promise<string>> {
  const app = Fastify()
  await registerViews(app)
  await app.ready()
  return (template, data) => app.view(template, data)
}

/** Renders templates whose result is plain text, where nothing is escaped: the text part of a mail. */
export function textRenderer(): (template: string, data: object) => string {
  const engine = Handlebars.create()
  const compiled = new Map<string, Handlebars.TemplateDelegate>()
  return (template, data) => {
    const known =
      compiled.get(template) ??
      engine.compile(readFileSync(join(TEMPLATES, template), 'utf8'), { strict: true, noEscape: true })
    compiled.set(template, known)
    return known(data)
  }
}
