// What the house decided about the proof-reader's rules, and how its findings were answered.
import { type Kysely, sql } from 'kysely'

const statements = [
  // Only rules that an administrator changed stand here; the others keep the severity that they ship with.
  `create table proof_setting (
    rule text primary key check (rule <> ''),
    severity text not null constraint proof_setting_severity check (severity in ('blocks', 'warns', 'off')),
    version integer not null default 1)`,
  // The fingerprint is of the rule and the text that it found fault with: another text, and the answer no longer holds.
  `create table proof_answer (
    visit_id uuid not null references visit,
    fingerprint text not null check (fingerprint ~ '^[0-9a-f]{32}$'),
    rule text not null,
    reason text not null check (reason <> ''),
    answered_by uuid not null references "user",
    answered_at timestamptz not null default now(),
    primary key (visit_id, fingerprint))`,
]

export async function up(db: Kysely<unknown>) {
  for (const statement of statements) await sql.raw(statement).execute(db)
}
