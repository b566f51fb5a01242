// The one thing that is added to a request: who is asking. Routes and rules take it from here.
import type { Role } from '../db/tables.ts'

export type RequestUser = { id: string; name: string; email: string; role: Role; tilbudIds: string[] }

declare module 'fastify' {
  interface FastifyRequest {
    user: RequestUser | null
  }
}
