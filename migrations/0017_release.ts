// The release plan: on which day the leader and the staff get a published version, and the link by which staff read it.
import { type Kysely, sql } from 'kysely'

const statements = [
  // Beside the published versions, which nothing changes. A version without a row was given when it was published.
  `create table release (
    visit_id uuid not null,
    report_version integer not null,
    leader_on date not null,
    staff_on date,
    staff_told_at timestamptz,
    version integer not null default 1,
    primary key (visit_id, report_version),
    foreign key (visit_id, report_version) references report (visit_id, version),
    constraint release_staff_told check (staff_told_at is null or staff_on is not null))`,
  `create index release_staff_waiting on release (staff_on) where staff_on is not null and staff_told_at is null`,
  // The first version that the leader does not have yet. Null: the leader has whatever is published.
  `alter table visit add column withheld_from integer check (withheld_from >= 1)`,
  `create index visit_withheld on visit (id) where withheld_from is not null`,
  `create table staff_link (
    visit_id uuid primary key references visit,
    id uuid not null,
    code_sha256 text not null unique,
    made_by uuid references "user",
    made_at timestamptz not null)`,
  // What a publication will make of threads on the day on which the leader gets it.
  `create table thread_held (
    visit_id uuid primary key references visit,
    outcome jsonb not null)`,
]

export async function up(db: Kysely<unknown>) {
  for (const statement of statements) await sql.raw(statement).execute(db)
}
