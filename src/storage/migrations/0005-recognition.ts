import { sql, type Kysely } from 'kysely'

/** What was learnt of a copilot's phrases, and what its customers said that fitted nothing. All of it goes with the copilot. */
export async function up(db: Kysely<unknown>) {
  await sql.raw(`
-- a fitted model by what it was learnt from, so that every node and every start finds it
create table recognition_model (
  copilot_id text not null references copilot on delete cascade,
  key text not null,
  bytes bytea not null,
  used_at timestamptz not null default now(),
  primary key (copilot_id, key)
);
alter table recognition_model alter column bytes set storage external;
-- the sentence vector of a phrase, by encoder and text
create table recognition_vector (
  copilot_id text not null references copilot on delete cascade,
  key text not null,
  bytes bytea not null,
  primary key (copilot_id, key)
);
alter table recognition_vector alter column bytes set storage external;
-- what customers said and no topic was for; said_key is the text without capitals and punctuation
create table recognition_miss (
  id text primary key,
  copilot_id text not null references copilot on delete cascade,
  said text not null,
  said_key text not null,
  times int not null default 1,
  first_at timestamptz not null,
  last_at timestamptz not null,
  unique (copilot_id, said_key)
);
create index recognition_miss_last on recognition_miss (copilot_id, last_at);
`).execute(db)
}
