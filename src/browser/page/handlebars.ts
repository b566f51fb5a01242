// The part of Handlebars that prints what the build has compiled. It cannot compile, so it needs no eval.
import Handlebars from 'handlebars/runtime'

export type Template = (data: object) => string

/** Makes a template of what the build compiled; a partial is known to the others by `name`. */
export function ready(name: string | null, compiled: TemplateSpecification): Template {
  const template = Handlebars.template(compiled)
  if (name !== null) Handlebars.registerPartial(name, template)
  return template
}
