// What may be sent about a hearing, its comments and answers, and what is answered.
import { z } from 'zod'
import { ANSWERS, COMMENT_KINDS } from '../db/tables.ts'
import { day, id, instant, line, longText, version } from '../lib/fields.ts'
import { email } from '../user/user.schema.ts'

export const NewHearing = z
  .strictObject({
    deadline: day.optional().describe('Left out: ten working days after today.'),
    reason: line(500).optional().describe('Why the deadline is shorter than ten working days.'),
    leaderIds: z
      .array(id)
      .max(50)
      .overwrite(list => [...new Set(list)])
      .optional()
      .describe('Leaders of the tilbud who are asked; left out: all of them.'),
    deputy: z
      .union([z.strictObject({ userId: id }), z.strictObject({ name: line(120), email })])
      .optional()
      .describe('A second leader of the tilbud, or a person outside the house, who is invited by mail.'),
  })
  .meta({ id: 'NewHearing' })

export const DeadlineChange = z
  .strictObject({ deadline: day, reason: line(500).optional() })
  .meta({ id: 'DeadlineChange' })

export const Remark = z.strictObject({ text: longText(20_000) }).meta({ id: 'Remark' })

export const Hearing = z
  .object({
    id,
    visitId: id,
    draftNumber: z.int(),
    state: z.enum(['open', 'closed', 'takenBack']),
    sentAt: instant,
    sentByName: z.string().nullable(),
    deadline: z.iso.date(),
    shorterBecause: z.string().nullable(),
    recipients: z.array(
      z.object({
        userId: id,
        name: z.string(),
        part: z.enum(['leader', 'deputy']),
        doneAt: instant.nullable().describe('When the person said that there are no (more) comments.'),
      }),
    ),
    comments: z.int(),
    unanswered: z.int(),
    remark: z.string().nullable(),
    remarkByName: z.string().nullable(),
    remarkAt: instant.nullable(),
    closedAt: instant.nullable(),
    course: z.string().describe('The course of the hearing in one line, as the report prints it.'),
    version,
  })
  .meta({ id: 'Hearing' })

const textKey = z
  .string()
  .regex(/^(report|facts|overallImpression|conclusion|point\/[0-9a-f-]{36})$/, 'Vælg, hvad bemærkningen handler om.')

export const NewComment = z
  .strictObject({
    id: id.optional(),
    textKey: textKey.describe('`report`, `facts`, `overallImpression`, `conclusion` or `point/{id}`.'),
    quote: longText(20_000)
      .default('')
      .describe('The words that were marked, as one reads them; empty: the whole text.'),
    quoteStart: z
      .int()
      .min(0)
      .max(1_000_000)
      .default(0)
      .describe('About where they stand, when they stand there twice.'),
    kind: z.enum(COMMENT_KINDS, 'Vælg, hvad slags bemærkning det er.'),
    body: longText(50_000).refine(value => value.trim() !== '', 'Skriv bemærkningen.'),
  })
  .meta({ id: 'NewComment' })

export const Answer = z
  .strictObject({
    answer: z.enum(ANSWERS, 'Vælg, hvad I har gjort.'),
    answerText: longText(20_000).default(''),
  })
  .refine(({ answer, answerText }) => answer === 'corrected' || answerText.trim() !== '', {
    path: ['answerText'],
    message: 'Skriv hvorfor, så lederen kan forstå det.',
  })
  .meta({ id: 'CommentAnswer' })

export const Comment = z
  .object({
    id,
    visitId: id,
    draftNumber: z.int(),
    number: z.int(),
    textKey: z.string(),
    place: z.string(),
    quote: z.string(),
    quoteStart: z.int(),
    kind: z.enum(COMMENT_KINDS),
    body: z.string(),
    writtenBy: id,
    writtenByName: z.string(),
    writtenAt: instant,
    answer: z.enum(ANSWERS).nullable(),
    answerText: z.string(),
    answeredByName: z.string().nullable(),
    answeredAt: instant.nullable(),
    textAsSent: z.string(),
    textNow: z.string().nullable().describe('null: the text is not there any more.'),
    changed: z.boolean(),
    version,
  })
  .meta({ id: 'Comment' })

export type NewHearing = z.infer<typeof NewHearing>
export type NewComment = z.infer<typeof NewComment>
export type Answer = z.infer<typeof Answer>
export type Hearing = z.infer<typeof Hearing>
export type Comment = z.infer<typeof Comment>
