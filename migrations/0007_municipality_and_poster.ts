// Whose reports they are: one municipality with its name, colour and logo. And the poster, frozen beside its report.
import { type Kysely, sql } from 'kysely'

const statements = [
  `create table municipality (
    id smallint primary key default 1 constraint municipality_is_one check (id = 1),
    name text check (name <> ''),
    colour text constraint municipality_colour check (colour ~ '^#[0-9a-f]{6}$'),
    logo bytea,
    logo_type text constraint municipality_logo_type check (logo_type in ('image/png', 'image/jpeg')),
    version integer not null default 1,
    constraint municipality_logo_whole check ((logo is null) = (logo_type is null)),
    constraint municipality_logo_named check (name is not null or (logo is null and colour is null)))`,
  'insert into municipality default values',
  // Versions published before there were posters have none; theirs is made from their frozen view.
  `alter table report
    add column poster_html text,
    add column poster_pdf bytea,
    add column poster_sha256 text,
    add constraint report_poster_whole check (
      (poster_pdf is null) = (poster_html is null) and (poster_pdf is null) = (poster_sha256 is null)),
    add constraint report_poster_sum check (poster_sha256 = encode(sha256(poster_pdf), 'hex'))`,
  'create index report_poster_sha256 on report (poster_sha256)',
]

export async function up(db: Kysely<unknown>) {
  for (const statement of statements) await sql.raw(statement).execute(db)
}
