// Mails that wait, were sent or came back. They name event, tilbud, deadline and link; there is no room for report text.
import { type Kysely, sql } from 'kysely'

const statements = [
  `create table mail (
    id uuid primary key,
    user_id uuid not null references "user",
    kind text not null,
    essential boolean not null,
    visit_id uuid references visit,
    tilbud_name text not null,
    deadline date,
    path text not null check (path like '/%'),
    invitation_id uuid references invitation,
    caused_by uuid references "user",
    unique_key text unique,
    state text not null default 'waiting'
      constraint mail_state check (state in ('waiting', 'sent', 'bounced', 'givenUp')),
    created_at timestamptz not null,
    due_at timestamptz not null,
    attempts integer not null default 0,
    sent_at timestamptz,
    sent_with uuid,
    failure text,
    constraint mail_invitation check ((kind = 'invitation') = (invitation_id is not null)))`,
  `create index mail_due on mail (due_at) where state = 'waiting'`,
  `create index mail_user on mail (user_id, created_at desc)`,
  `create index mail_visit on mail (visit_id)`,
  `create index mail_newest on mail (created_at desc, id desc)`,
  `create table mail_setting (
    user_id uuid primary key references "user",
    frequency text not null constraint mail_frequency check (frequency in ('atOnce', 'daily', 'none')),
    version integer not null default 1)`,
]

export async function up(db: Kysely<unknown>) {
  for (const statement of statements) await sql.raw(statement).execute(db)
}
