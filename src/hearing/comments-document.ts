// The comments and answers of a visit's hearings as a document of their own.
import { sheetStylesheet } from '../http/sheet.ts'
import { danishDate, danishDay } from '../lib/danish-date.ts'
import { commentView } from './comment.view.ts'
import type { HearingRow } from './hearing.queries.ts'
import { courseInWords } from './hearing.rules.ts'
import type { Comment } from './hearing.schema.ts'

const stylesheet = sheetStylesheet('hearing/comments.css')

/** What the document prints. */
export function commentsDocument(
  { tilbud, visitedOn }: { tilbud: string; visitedOn: string },
  hearing: HearingRow,
  recipients: readonly { name: string; part: 'leader' | 'deputy' }[],
  comments: readonly Comment[],
) {
  const date = danishDate(visitedOn)
  const title = `Bemærkninger og svar – ${tilbud} – ${date}`
  return {
    title,
    stylesheet,
    tilbud,
    foot: `Kvalitetsbesøg · ${tilbud} · ${date}`,
    edition: `Høring ${danishDate(danishDay(hearing.sentAt))}`,
    facts: [
      { term: 'Besøgt', text: date },
      { term: 'Høringens forløb', text: courseInWords(hearing) },
      { term: 'Svarfrist', text: danishDate(hearing.deadline) },
      ...(hearing.shorterBecause ? [{ term: 'Kortere frist, fordi', text: hearing.shorterBecause }] : []),
      ...(recipients.length > 0 ? [{ term: 'Sendt til', text: recipients.map(({ name }) => name).join(', ') }] : []),
    ],
    comments: comments.map(comment => commentView(comment)),
    remark: hearing.remark,
    remarkBy: hearing.remarkByName ?? '',
  }
}
