// Demo content of development plans: some actions of tilbud and of the area, in every state, some of them incomplete.
import { v7 as uuidv7 } from 'uuid'
import { z } from 'zod'
import { ACTION_STATES, type Trx } from '../db/tables.ts'
import { insertAction, setActionGoals } from '../plan/plan.queries.ts'

const DemoActions = z.object({
  actions: z.array(
    z.object({
      tilbud: z.string().nullable(),
      strategy: z.string(),
      goals: z.array(z.string()),
      title: z.string(),
      text: z.string(),
      role: z.string(),
      due: z.iso.date().nullable(),
      status: z.enum(ACTION_STATES),
      successCriteria: z.string().nullable(),
      begunOn: z.iso.date(),
      closedOn: z.iso.date().nullable(),
    }),
  ),
})

/** Writes the actions of seeds/demo/action.json; `tilbudId` finds a tilbud by its short name there. */
export async function seedPlan(trx: Trx, content: unknown, tilbudId: (slug: string) => string): Promise<void> {
  for (const { tilbud, strategy, goals, ...fields } of DemoActions.parse(content).actions) {
    const id = uuidv7()
    await insertAction(trx, { ...fields, id, tilbudId: tilbud && tilbudId(tilbud), strategyId: strategy })
    await setActionGoals(trx, id, strategy, goals)
  }
}
