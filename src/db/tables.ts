// The rows of every table, as TypeScript sees them (camelCase; the database has snake_case).
import type { ColumnType, Generated, JSONColumnType, Kysely, Transaction } from 'kysely'

export const ROLES = ['administrator', 'consultant', 'leader'] as const
export const STATUSES = ['planned', 'draft', 'hearing', 'published', 'superseded'] as const
export const BOXES = ['grey', 'purple', 'yellow'] as const
export const SOURCES = [
  'discussion',
  'observation',
  'quality-description',
  'tilbudsportalen',
  'website',
  'impression',
] as const

/** What a finding of the proof-reader does: it stops hearing and publishing, or it only says so. */
export const SEVERITIES = ['blocks', 'warns'] as const

/** The standard phrases of empty boxes, which the report derives; every model has each of them once. */
export const PHRASE_KEYS = ['purple-none', 'purple-elsewhere', 'yellow-none', 'grey-agrees'] as const
/** Those that are offered when the day differs from the tilbud's description; a model may have words of its own for them. */
export const OFFERED_PHRASE_KEYS = ['grey-partly', 'grey-new'] as const

/** What a comment in hearing is about, and what was done about it. */
export const COMMENT_KINDS = ['fact', 'understanding', 'missing'] as const
export const ANSWERS = ['corrected', 'partly', 'notCorrected'] as const

/** How far an action of the development plan has come. */
export const ACTION_STATES = ['open', 'underway', 'tried', 'anchored', 'closed'] as const
/** What the day showed of the tilbud's own description of a theme. */
export const DESCRIPTION_MARKS = ['agrees', 'partly', 'new'] as const
/** How far a tilbud is with a focus point; only a visit closes a thread. */
export const THREAD_PROGRESS = ['open', 'underway', 'tried', 'anchored'] as const
export const THREAD_STATUSES = [...THREAD_PROGRESS, 'closed'] as const
/** What the next visit says about an earlier thread. */
export const THREAD_MARKS = ['continued', 'closed'] as const

export const MAIL_STATES = ['waiting', 'sent', 'bounced', 'givenUp'] as const
export const MAIL_FREQUENCIES = ['atOnce', 'daily', 'none'] as const

export type PhraseKey = (typeof PHRASE_KEYS | typeof OFFERED_PHRASE_KEYS)[number]
export type Severity = (typeof SEVERITIES)[number]
export type Role = (typeof ROLES)[number]
export type VisitStatus = (typeof STATUSES)[number]
export type Box = (typeof BOXES)[number]
export type Source = (typeof SOURCES)[number]
export type CommentKind = (typeof COMMENT_KINDS)[number]
export type CommentAnswer = (typeof ANSWERS)[number]
export type ActionState = (typeof ACTION_STATES)[number]
export type DescriptionMark = (typeof DESCRIPTION_MARKS)[number]
export type ThreadProgress = (typeof THREAD_PROGRESS)[number]
export type ThreadStatus = (typeof THREAD_STATUSES)[number]
export type ThreadMark = (typeof THREAD_MARKS)[number]
export type MailState = (typeof MAIL_STATES)[number]
export type MailFrequency = (typeof MAIL_FREQUENCIES)[number]

type Instant = ColumnType<Date, Date | undefined, Date>

export type Tables = {
  /** One row: whose reports they are. */
  municipality: {
    id: Generated<number>
    name: string | null
    colour: string | null
    logo: Uint8Array | null
    logoType: 'image/png' | 'image/jpeg' | null
    monthsBetweenVisits: Generated<number>
    version: Generated<number>
  }
  centre: { id: string; name: string; version: Generated<number> }
  tilbud: {
    id: string
    name: string
    shortNames: string[]
    type: string
    centreId: string
    selfGoverning: boolean
    employeesCount: number | null
    employeesConfirmedOn: string | null
    active: Generated<boolean>
    version: Generated<number>
  }
  user: {
    id: string
    name: string
    email: string
    role: Role
    passwordHash: string
    active: Generated<boolean>
    version: Generated<number>
    createdAt: Instant
  }
  userTilbud: { userId: string; tilbudId: string }
  session: {
    id: string
    userId: string | null
    content: JSONColumnType<Record<string, unknown>>
    expiresAt: Date
  }
  device: {
    id: string
    userId: string
    name: string
    createdAt: Instant
    lastSeenAt: Instant
    revokedAt: Date | null
    revokedBy: string | null
  }
  loginAttempt: { id: Generated<number>; account: string; attemptedAt: Instant }
  model: {
    id: string
    name: string
    version: string
    validFrom: string
    validTo: string | null
    workAreas: JSONColumnType<{ name: string; text: string }[]>
    phrases: JSONColumnType<{ key: PhraseKey; box: Box; text: string }[]>
    readingGuide: string
  }
  modelTheme: {
    modelId: string
    key: string
    position: number
    name: string
    purpose: string
    successorOf: string | null
  }
  strategy: { id: string; name: string; version: string; owner: string; successorOf: string | null }
  strategyNode: {
    strategyId: string
    key: string
    parentKey: string | null
    position: number
    name: string
    text: string
    keywords: string[]
    /** The key of the node in the succeeded strategy that this one carries on. */
    successorOf: string | null
  }
  visit: {
    id: string
    tilbudId: string
    modelId: string
    visitedOn: string
    employeesTotal: number | null
    met: JSONColumnType<{ group: string; count: number }[]>
    topics: string[]
    overallImpression: Generated<string>
    conclusion: Generated<string>
    status: Generated<VisitStatus>
    correctionReason: string | null
    /** The visit as it was published, while a correction is written. */
    beforeCorrection: JSONColumnType<object> | null
    hearingSentAt: Date | null
    hearingDeadline: string | null
    hearingCommentedAt: Date | null
    /** The first published version that the leader does not have yet; null: none is withheld. */
    withheldFrom: number | null
    replacedBy: string | null
    /** Counts up with what calendars must hear of: a new day, other people, called off. */
    calendarSequence: Generated<number>
    /** A planned visit that will not take place. It is kept, and nobody finds it but in the year plan. */
    cancelledAt: Date | null
    cancelledBy: string | null
    cancelledBecause: string | null
    /** By theme, how the tilbud's own description and the day agree. */
    descriptionMarks: JSONColumnType<Record<string, DescriptionMark>, string | undefined>
    version: Generated<number>
    createdAt: Instant
    updatedAt: Instant
    updatedBy: string | null
    search: ColumnType<string, never, never>
  }
  visitConsultant: { visitId: string; userId: string }
  point: {
    id: string
    visitId: string
    modelId: string
    theme: string
    box: Box
    heading: string | null
    body: string
    source: Source | null
    saidOnTheDay: boolean
    topics: string[]
    position: number
    version: Generated<number>
    createdAt: Instant
    updatedAt: Instant
    updatedBy: string | null
    deletedAt: Date | null
    search: ColumnType<string, never, never>
  }
  pointTheme: { pointId: string; modelId: string; theme: string }
  pointAnswer: {
    visitId: string
    yellowId: string
    yellowBox: Generated<string>
    purpleId: string
    purpleBox: Generated<string>
  }
  pointGoal: { pointId: string; strategyId: string; nodeKey: string }
  revision: {
    id: string
    visitId: string
    pointId: string | null
    field: 'point' | 'overallImpression' | 'conclusion' | 'note'
    version: number
    heading: string | null
    body: string
    deleted: Generated<boolean>
    theme: string | null
    removed: Generated<boolean>
    writtenBy: string | null
    writtenAt: Instant
  }
  textDocument: {
    visitId: string
    text: string
    state: Uint8Array
    seq: number
    version: number
    base: Uint8Array
    baseSeq: number
    baseVersion: number
    since: number
    revisedSeq: number
    mark: Uint8Array
    markSeq: number
    markVersion: number
  }
  textUpdate: {
    seq: Generated<number>
    visitId: string
    text: string
    version: number
    update: Uint8Array
    writtenBy: string | null
    device: string | null
    writtenAt: Instant
  }
  textNote: {
    visitId: string
    modelId: string
    theme: string
    body: Generated<string>
    version: Generated<number>
    updatedAt: Instant
    updatedBy: string | null
  }
  report: {
    id: string
    visitId: string
    version: number
    publishedAt: Instant
    publishedBy: string
    correctionReason: string | null
    hearingSkippedBecause: string | null
    view: JSONColumnType<object>
    html: string
    pdf: Uint8Array
    sha256: string
    conclusionHtml: string
    conclusionPdf: Uint8Array
    conclusionSha256: string
    /** Printed on each page; null on editions from before. */
    shortHash: string | null
    /** Null where a version was published before there were posters. */
    posterHtml: string | null
    posterPdf: Uint8Array | null
    posterSha256: string | null
  }
  release: {
    visitId: string
    reportVersion: number
    /** The day on which the leader gets the version. */
    leaderOn: string
    /** The day from which staff may read it; null: not decided. */
    staffOn: string | null
    /** When the leader was told that staff can read it. */
    staffToldAt: Date | null
    version: Generated<number>
  }
  staffLink: { visitId: string; id: string; codeSha256: string; madeBy: string | null; madeAt: Date }
  threadHeld: { visitId: string; outcome: JSONColumnType<object> }
  hearing: {
    id: string
    visitId: string
    draftNumber: number
    snapshot: JSONColumnType<object>
    sentAt: Date
    sentBy: string | null
    deadline: string
    shorterBecause: string | null
    remark: string | null
    remarkBy: string | null
    remarkAt: Date | null
    closedAt: Date | null
    closedBy: string | null
    takenBackAt: Date | null
    version: Generated<number>
  }
  hearingRecipient: { hearingId: string; userId: string; part: 'leader' | 'deputy'; noRemarksAt: Date | null }
  comment: {
    id: string
    hearingId: string
    visitId: string
    number: number
    textKey: string
    quote: string
    quoteStart: number
    kind: CommentKind
    body: string
    writtenBy: string
    writtenAt: Date
    answer: CommentAnswer | null
    answerText: Generated<string>
    answeredBy: string | null
    answeredAt: Date | null
    version: Generated<number>
  }
  thread: {
    id: string
    tilbudId: string
    pointId: string
    handling: Generated<string>
    role: Generated<string>
    due: string | null
    status: Generated<ThreadStatus>
    beganAt: Date
    closedByVisit: string | null
    closedBecause: string | null
    version: Generated<number>
  }
  threadGoal: { threadId: string; strategyId: string; nodeKey: string }
  /** The focus points of a thread, one a visit; what it says is what was published last, null while it is a draft's. */
  threadPoint: {
    pointId: string
    threadId: string
    visitId: string
    publishedAt: Date | null
    gone: Generated<boolean>
    theme: string | null
    number: number | null
    heading: string | null
    body: string | null
  }
  threadSuggestion: {
    threadId: string
    pointId: string
    visitId: string
    theme: string
    position: number
    heading: string | null
    body: string
  }
  threadUpdate: {
    id: string
    threadId: string
    on: string
    status: ThreadProgress
    note: Generated<string>
    writtenBy: string | null
    writtenAt: Date
  }
  threadMark: {
    threadId: string
    visitId: string
    mark: ThreadMark | null
    because: Generated<string>
    published: ThreadMark | null
    publishedBecause: Generated<string>
    markedBy: string | null
    markedAt: Date
    version: Generated<number>
  }
  threadIdea: { pointId: string; tilbudId: string; shared: boolean; decidedBy: string; decidedAt: Date }
  invitation: {
    id: string
    userId: string
    codeSha256: string
    invitedBy: string | null
    createdAt: Date
    expiresAt: Date
    usedAt: Date | null
  }
  mail: {
    id: string
    userId: string
    kind: string
    essential: boolean
    visitId: string | null
    tilbudName: string
    deadline: string | null
    path: string
    invitationId: string | null
    causedBy: string | null
    uniqueKey: string | null
    state: Generated<MailState>
    createdAt: Date
    dueAt: Date
    attempts: Generated<number>
    sentAt: Date | null
    /** The mail whose message it was part of, when several were sent as one. */
    sentWith: string | null
    failure: string | null
  }
  mailSetting: { userId: string; frequency: MailFrequency; version: Generated<number> }
  planAction: {
    id: string
    /** Null: the whole area's. */
    tilbudId: string | null
    strategyId: string
    title: string
    text: Generated<string>
    role: Generated<string>
    due: string | null
    status: Generated<ActionState>
    successCriteria: string | null
    threadId: string | null
    begunOn: string
    closedOn: string | null
    version: Generated<number>
    createdAt: Instant
    updatedAt: Instant
    updatedBy: string | null
  }
  planActionGoal: { actionId: string; strategyId: string; nodeKey: string }
  visitFormerConsultant: {
    visitId: string
    userId: string
    visitedOn: string
    calendarSequence: number
    leftAt: Date
  }
  yearFeed: { userId: string; codeSha256: string; createdAt: Date; readAt: Date | null }
  description: {
    id: string
    tilbudId: string
    modelId: string
    version: number
    /** By theme. */
    texts: JSONColumnType<Record<string, string>>
    writtenBy: string | null
    writtenAt: Date
  }
  proofSetting: { rule: string; severity: Severity | 'off'; version: Generated<number> }
  proofAnswer: {
    visitId: string
    fingerprint: string
    rule: string
    reason: string
    answeredBy: string
    answeredAt: Instant
  }
  log: {
    id: Generated<number>
    at: Instant
    userId: string | null
    action: string
    subject: string
    subjectId: string | null
    visitId: string | null
    tilbudId: string | null
    detail: JSONColumnType<Record<string, unknown>, string | undefined>
  }
  idempotency: {
    userId: string
    key: string
    requestSha256: string
    status: number | null
    headers: JSONColumnType<Record<string, string>> | null
    body: string | null
    createdAt: Instant
  }
}

export type Db = Kysely<Tables>
/** In a signature this means: only inside a transaction, and nothing but `trx` may be used there. */
export type Trx = Transaction<Tables>
