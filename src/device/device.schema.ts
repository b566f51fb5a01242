// A device as the API has it.
import { z } from 'zod'
import { id, instant } from '../lib/fields.ts'

export const Device = z
  .object({
    id,
    name: z.string(),
    createdAt: instant,
    lastSeenAt: instant,
    revokedAt: instant.nullable(),
  })
  .meta({ id: 'Device' })
