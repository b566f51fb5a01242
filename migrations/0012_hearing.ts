// The hearing: a numbered draft as it was sent, who got it, their comments at a passage, the answers, the leader's remark.
import { type Kysely, sql } from 'kysely'

const statements = [
  `create table hearing (
    id uuid primary key,
    visit_id uuid not null references visit,
    draft_number integer not null check (draft_number >= 1),
    snapshot jsonb not null,
    sent_at timestamptz not null,
    sent_by uuid references "user",
    deadline date not null,
    shorter_because text check (shorter_because <> ''),
    remark text check (remark <> ''),
    remark_by uuid references "user",
    remark_at timestamptz,
    closed_at timestamptz,
    closed_by uuid references "user",
    taken_back_at timestamptz,
    version integer not null default 1,
    unique (visit_id, draft_number),
    unique (id, visit_id),
    constraint hearing_remark check ((remark is null) = (remark_at is null)))`,
  // One at a time: a draft that is out is answered or taken back before the next is sent.
  `create unique index hearing_open on hearing (visit_id) where closed_at is null and taken_back_at is null`,
  `create index hearing_deadline on hearing (deadline) where closed_at is null and taken_back_at is null`,
  `create table hearing_recipient (
    hearing_id uuid not null references hearing,
    user_id uuid not null references "user",
    part text not null constraint hearing_recipient_part check (part in ('leader', 'deputy')),
    no_remarks_at timestamptz,
    primary key (hearing_id, user_id))`,
  `create index hearing_recipient_user on hearing_recipient (user_id)`,
  `create table comment (
    id uuid primary key,
    hearing_id uuid not null,
    visit_id uuid not null,
    number integer not null check (number >= 1),
    text_key text not null check (text_key <> ''),
    quote text not null default '',
    quote_start integer not null default 0 check (quote_start >= 0),
    kind text not null constraint comment_kind check (kind in ('fact', 'understanding', 'missing')),
    body text not null check (body <> ''),
    written_by uuid not null references "user",
    written_at timestamptz not null,
    answer text constraint comment_answer check (answer in ('corrected', 'partly', 'notCorrected')),
    answer_text text not null default '',
    answered_by uuid references "user",
    answered_at timestamptz,
    version integer not null default 1,
    foreign key (hearing_id, visit_id) references hearing (id, visit_id),
    unique (hearing_id, number),
    constraint comment_answered check ((answer is null) = (answered_at is null)),
    constraint comment_reason check (answer is null or answer = 'corrected' or answer_text <> ''))`,
  `create index comment_visit on comment (visit_id)`,
  // Set by the first comment: from then on the consultants may correct the texts in answer to it.
  `alter table visit add column hearing_commented_at timestamptz`,
  `create table invitation (
    id uuid primary key,
    user_id uuid not null references "user",
    code_sha256 text not null unique,
    invited_by uuid references "user",
    created_at timestamptz not null,
    expires_at timestamptz not null,
    used_at timestamptz,
    check (expires_at <= created_at + interval '72 hours'))`,
  `create index invitation_user on invitation (user_id)`,
]

export async function up(db: Kysely<unknown>) {
  for (const statement of statements) await sql.raw(statement).execute(db)
}
