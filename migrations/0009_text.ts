// Texts that several people write in together: a document each, and every update of it as it came.
import { type Kysely, sql } from 'kysely'

const statements = [
  // state is the document up to seq, when the row had version. base is the document as it was before the updates that
  // are still kept; from the version in since on, the text was written live, and its updates are in revisions up to revised_seq.
  // mark is the document at a place no newer than that, so that making the next revisions begins there and not at base.
  `create table text_document (
    visit_id uuid not null references visit,
    text text not null constraint text_document_text
      check (text ~ '^(point/[0-9a-f-]{36}|overallImpression|conclusion|note/[0-9]{1,2}[a-z]?)$'),
    state bytea not null,
    seq bigint not null,
    version integer not null,
    base bytea not null,
    base_seq bigint not null,
    base_version integer not null,
    since integer not null,
    revised_seq bigint not null,
    mark bytea not null,
    mark_seq bigint not null,
    mark_version integer not null,
    primary key (visit_id, text))`,
  // version is the row's own after the update, so that the text that a form or a client has seen can be made again.
  `create table text_update (
    seq bigint generated always as identity primary key,
    visit_id uuid not null,
    text text not null,
    version integer not null,
    update bytea not null,
    written_by uuid references "user",
    device text,
    written_at timestamptz not null default now(),
    foreign key (visit_id, text) references text_document (visit_id, text))`,
  'create index text_update_visit on text_update (visit_id, seq)',
  'create index text_update_text on text_update (visit_id, text, seq)',
  // The consultants' raw notes to a theme, as Markdown: for them alone.
  `create table text_note (
    visit_id uuid not null,
    model_id text not null,
    theme text not null,
    body text not null default '',
    version integer not null default 1,
    updated_at timestamptz not null default now(),
    updated_by uuid references "user",
    primary key (visit_id, theme),
    foreign key (visit_id, model_id) references visit (id, model_id),
    foreign key (model_id, theme) references model_theme (model_id, key))`,

  // Notes have a history, too. removed: words that a merge took away before they stood in the text, with the text.
  `alter table revision
    add column theme text,
    add column removed boolean not null default false,
    drop constraint revision_field,
    add constraint revision_field check (field in ('point', 'overallImpression', 'conclusion', 'note')),
    add constraint revision_theme check ((field = 'note') = (theme is not null))`,
]

export async function up(db: Kysely<unknown>) {
  for (const statement of statements) await sql.raw(statement).execute(db)
}
