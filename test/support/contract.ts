// Holds every answer of the API to the OpenAPI document that the same server gives out.
import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'

type Operation = { operationId: string; responses: Record<string, { content?: Record<string, { schema?: object }> }> }
type Document = { paths: Record<string, Record<string, Operation>>; components: { schemas: object } }
type Answer = { status: number; contentType: string; body: unknown }

const pattern = (path: string) => new RegExp(`^${path.replaceAll('.', '\\.').replaceAll(/\{[^}]+\}/g, '[^/]+')}$`)

/** A judge of answers: what is wrong with one (null: nothing), and which operations it has seen succeed. */
export function readContract(document: Document) {
  const ajv = new Ajv2020({ strict: false, allErrors: true })
  ;(addFormats as unknown as (ajv: Ajv2020) => void)(ajv)
  ajv.addSchema({ $id: 'api', ...document })
  const routes = Object.entries(document.paths)
    // `/points/order` before `/points/{pointId}`
    .sort(([a], [b]) => a.split('{').length - b.split('{').length)
    .map(([path, operations]) => ({ path, pattern: pattern(path), operations }))
  const succeeded = new Set<string>()
  const operations = routes.flatMap(route => Object.values(route.operations).map(operation => operation.operationId))
  const pointer = (...parts: string[]) =>
    parts.map(part => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'))).join('/')

  function fault(method: string, path: string, { status, contentType, body }: Answer): string | null {
    const route = routes.find(candidate => candidate.pattern.test(path.split('?')[0] ?? ''))
    const operation = route?.operations[method.toLowerCase()]
    // What no route answers is a 404 (or 405), and that is documented once for all.
    if (!route || !operation) return status >= 400 && status < 500 ? null : `${method} ${path} is not documented`
    const where = `${method} ${route.path} → ${status}`
    // A kind or size of content that no route takes, too many requests: the same for every route.
    if ([400, 413, 415, 429].includes(status) && !operation.responses[status]) return null
    const documented = operation.responses[status]
    if (!documented) return `${where} is not documented`
    if (status < 300) succeeded.add(operation.operationId)
    const kind = contentType.split(';')[0] ?? ''
    const schema = documented.content?.[kind]?.schema
    if (documented.content && body !== '' && !documented.content[kind]) return `${where} came as ${kind}`
    if (!schema || !kind.includes('json')) return null
    const validate = ajv.getSchema(
      `api#/${pointer('paths', route.path, method.toLowerCase(), 'responses', String(status), 'content', kind, 'schema')}`,
    )
    if (!validate) return `${where} has no schema`
    return validate(body) ? null : `${where}: ${ajv.errorsText(validate.errors)}`
  }

  return { fault, operations, succeeded }
}
