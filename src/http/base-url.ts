// The address under which people reach the installation.
import type { FastifyRequest } from 'fastify'

/** What stands before the path in a link that is read outside a page; without a slash at its end. */
export const baseUrlOf = ({ publicUrl }: { publicUrl: string | null }, request: FastifyRequest) =>
  (publicUrl ?? `${request.protocol}://${request.host}`).replace(/\/$/, '')
