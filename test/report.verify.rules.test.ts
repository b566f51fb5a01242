// Lines of editions → what is said about a document.
import { describe, expect, test } from 'vitest'
import type { Edition } from '../src/report/verify.queries.ts'
import { verdictOn } from '../src/report/verify.rules.ts'
import { verification, verifyAnswer } from '../src/report/verify.view.ts'

const edition = (visitId: string, version: number, date: string, more: Partial<Edition> = {}): Edition => ({
  visitId,
  tilbudId: 't',
  withheldFrom: null,
  version,
  publishedAt: new Date(`2026-06-0${version}T22:30:00Z`),
  correctionReason: version === 1 ? null : `Grund ${version}.`,
  sha256: `${visitId}${version} report`,
  conclusionSha256: `${visitId}${version} conclusion`,
  posterSha256: `${visitId}${version} poster`,
  shortHash: null,
  tilbudName: 'Åhuset',
  date,
  ...more,
})

const a1 = edition('a', 1, '12. maj 2026')
const a2 = edition('a', 2, '12. maj 2026')
const a3 = edition('a', 3, '12. maj 2026')
const b1 = edition('b', 1, '2. december 2026')

describe('a document is', () => {
  test.each([
    ['unknown where nothing was published', [], a1.sha256, 'unknown'],
    ['unknown beside others', [a1, a2], 'x', 'unknown'],
    ['current when it is the only edition', [a1], a1.sha256, 'current'],
    ['current when it is the last', [a1, a2], a2.conclusionSha256, 'current'],
    ['superseded by a correction', [a1, a2], a1.sha256, 'superseded'],
    ['current as a poster', [a1, a2], a2.posterSha256 ?? '', 'current'],
    ['superseded by another visit', [a1, b1], a1.conclusionSha256, 'superseded'],
    ['current by the characters on its pages', [{ ...a1, shortHash: 'abc123' }], 'abc123', 'current'],
    [
      'ambiguous where two have the same',
      [1, 2].map(v => edition('a', v, '1. maj 2026', { shortHash: 'abc123' })),
      'abc123',
      'ambiguous',
    ],
    ['not ambiguous with its own successor', [a1, { ...b1, shortHash: 'abc123' }], 'abc123', 'unknown'],
  ] as const)('%s', (_name, line, sum, status) => expect(verdictOn([line], sum).status).toBe(status))
})

describe('a superseded document is told what took its place:', () => {
  test.each([
    [
      'a correction',
      [a1, a2],
      'Erstattet af version 2, fordi den er rettet: »Grund 2«.',
      'Den gældende er version 2, udgivet 3. juni 2026.',
    ],
    [
      'a correction that was corrected',
      [a1, a2, a3],
      'Erstattet af version 2, fordi den er rettet: »Grund 2«.',
      'Den gældende er version 3, udgivet 4. juni 2026.',
    ],
    [
      'another visit',
      [a1, b1],
      'Erstattet, fordi besøget er erstattet af besøget 2. december 2026.',
      'Den gældende er rapporten om det besøg, version 1, udgivet 2. juni 2026.',
    ],
    [
      'a correction, and then another visit',
      [a1, a2, b1],
      'Erstattet af version 2, fordi den er rettet: »Grund 2«.',
      'Besøget er siden erstattet af besøget 2. december 2026. Den gældende er rapporten om det, version 1, udgivet 2. juni 2026.',
    ],
  ])('%s', (_name, line, ...said) => {
    expect(verifyAnswer(verdictOn([line], a1.sha256), a1.sha256, () => true).sentences).toEqual(said)
    expect(JSON.stringify(verifyAnswer(verdictOn([line], a1.sha256), a1.sha256, () => false))).not.toContain('Grund')
  })

  test.each([
    ['1. januar 2026', '2026-01-01'],
    ['12. maj 2026', '2026-05-12'],
    ['31. december 2026', '2026-12-31'],
  ])('the day that was printed, %s, for programs too', (date, visitedOn) => {
    const line = [edition('a', 1, date)]
    expect(verification(verdictOn([line], a1.sha256))).toMatchObject({ visitedOn, supersededBy: null })
  })
})
