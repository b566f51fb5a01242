// What may be sent about the release plan, and what is answered.
import { z } from 'zod'
import { day, version } from '../lib/fields.ts'

export const WantedPlan = z
  .strictObject({
    leader: day.describe('The Danish day on which the leader gets the newest version.'),
    staff: day
      .nullable()
      .describe("The Danish day from which staff may read it, the leader's or a later one; null: not decided."),
  })
  .meta({ id: 'ReleasePlan' })

export const Release = z
  .object({
    leader: z.iso.date(),
    staff: z.iso.date().nullable(),
    leaderHasIt: z.boolean(),
    staffHasIt: z.boolean(),
    staffLink: z
      .string()
      .nullable()
      .describe(
        'The address at which whoever has it reads the report without a login, from the day of the staff. For those who work on the visit and the leader who has the report; null for others, and where none is open.',
      ),
    version,
  })
  .meta({ id: 'Release' })
