// What a device sends of a visit that is written together, and what it is answered.
import { z } from 'zod'
import { BOXES, STATUSES } from '../db/tables.ts'
import { id, instant, version } from '../lib/fields.ts'
import { TEXT_KEY } from '../text/text.ts'
import { NewPoint, Participants, PointChange, theme, VisitChange } from './visit.schema.ts'

export const TextName = z
  .string()
  .regex(TEXT_KEY, 'Ukendt tekst.')
  .describe('`point/<id>`, `overallImpression`, `conclusion`, or `note/<theme>`.')

const bytes = z.base64().max(1_400_000).describe('Base64.')

/** What is put into a set and taken out of it; whatever else a colleague put there stays. */
const changed = <List extends z.ZodType>(list: List) =>
  z.strictObject({ add: list.optional(), remove: list.optional() }).optional()

const { alsoThemes, answers, topics, goalKeys, source, saidOnTheDay } = PointChange.shape
const fields = VisitChange.shape
const participants = Participants.shape

/** One value instead of another; refused when a colleague has set a third one meanwhile. */
const setTo = <Value extends z.ZodType>(value: Value) =>
  z.strictObject({ from: value.describe('What it was when it was changed.'), to: value }).optional()

const change = { id: id.describe('Chosen by the device, to find the answer by.') }

export const SyncChange = z
  .discriminatedUnion('kind', [
    z.strictObject({
      ...change,
      kind: z.literal('createPoint'),
      point: NewPoint.extend({ id, after: id.nullable().optional().describe('The point before it in its box.') }),
    }),
    z.strictObject({
      ...change,
      kind: z.literal('changePoint'),
      pointId: id,
      source,
      saidOnTheDay,
      alsoThemes: changed(alsoThemes),
      answers: changed(answers),
      topics: changed(topics),
      goalKeys: changed(goalKeys),
    }),
    z.strictObject({
      ...change,
      kind: z.literal('movePoint'),
      pointId: id,
      theme,
      box: z.enum(BOXES),
      after: id.nullable().describe('The point that it comes after; null for the first place.'),
    }),
    z.strictObject({ ...change, kind: z.literal('deletePoint'), pointId: id }),
    z.strictObject({ ...change, kind: z.literal('restorePoint'), pointId: id }),
    z.strictObject({
      ...change,
      kind: z.literal('changeVisit'),
      visitedOn: setTo(fields.visitedOn.unwrap()),
      employeesTotal: setTo(participants.employeesTotal),
      met: changed(participants.met),
      topics: changed(fields.topics),
      consultantIds: changed(fields.consultantIds),
    }),
  ])
  .meta({ id: 'SyncChange' })

export const Sync = z
  .strictObject({
    device: id.describe('Chosen once by the device; comes with the events that it causes.'),
    changes: z.array(SyncChange).max(500).default([]),
    texts: z
      .array(
        z.strictObject({
          text: TextName,
          update: bytes.optional().describe('A Yjs update of the text.'),
          stateVector: bytes.optional().describe('What the device has. Without it and `update`, all is sent.'),
        }),
      )
      .max(300)
      .default([]),
  })
  .meta({ id: 'Sync' })

const OUTCOMES = {
  saved: 'it stands in the database',
  same: 'nothing new in it, all of it stands in the database',
  deleted: 'as saved, but the point lies deleted',
  locked: 'not taken: the visit cannot be written now',
  missing: 'the visit has no such text',
  incomplete: 'not taken: it builds on updates that have not come; send all that `stateVector` lacks',
  tooLong: 'not taken: the text would be longer than 200,000 characters',
  broken: 'not taken: no update of a text of ours',
} as const

export type SyncOutcome = keyof typeof OUTCOMES

export const Synced = z
  .object({
    at: z.int().describe('Everything up to here is in this answer; `GET …/events?after=` goes on from it.'),
    visit: z.object({ version, status: z.enum(STATUSES) }),
    changes: z.array(
      z.object({
        id,
        outcome: z.enum(['done', 'refused']),
        problem: z
          .object({
            title: z.string(),
            status: z.int(),
            errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
          })
          .optional(),
      }),
    ),
    texts: z.array(
      z.object({
        text: TextName,
        outcome: z.enum(Object.keys(OUTCOMES) as [SyncOutcome, ...SyncOutcome[]]).describe(
          Object.entries(OUTCOMES)
            .map(([name, what]) => `${name}: ${what}.`)
            .join(' '),
        ),
        update: z.string().optional().describe('What the device lacks, as base64.'),
        stateVector: z.string().optional().describe('What the server has now, as base64.'),
        seq: z.int().optional().describe('The newest update of the text.'),
        version: z.int().optional().describe('The version of the row that the text belongs to.'),
        savedAt: instant.optional(),
      }),
    ),
  })
  .meta({ id: 'Synced' })

export const Presence = z
  .strictObject({ device: id, theme: theme.nullable(), text: TextName.nullable() })
  .meta({ id: 'Presence' })

export type SyncChange = z.infer<typeof SyncChange>
export type Sync = z.infer<typeof Sync>
export type Synced = z.infer<typeof Synced>
