import { sql, type Kysely } from 'kysely'

/** What copilots know: documents as they were read, websites as they were fetched, and the words of prompts. */
export async function up(db: Kysely<unknown>) {
  await sql.raw(`
create table knowledge_reading (
  copilot_id text not null references copilot on delete cascade,
  -- sha-256 of the bytes and the version of the reader
  hash text not null,
  title text not null,
  -- why nothing could be read, in words for makers
  problem text,
  -- how many; and the passages themselves as JSON, read only when an index is built
  passages int not null,
  body json not null,
  -- one for each passage, packed, and the encoder they are of
  vectors bytea,
  encoder text,
  read_at timestamptz not null default now(),
  primary key (copilot_id, hash)
);
create table knowledge_site (
  copilot_id text not null references copilot on delete cascade,
  address text not null,
  problem text,
  fetched_at timestamptz,
  pages jsonb not null default '[]',
  primary key (copilot_id, address)
);
create table model_prompt (
  environment_id text not null references environment on delete cascade,
  model_id text not null,
  name text not null,
  text text not null,
  changed_at timestamptz not null default now(),
  changed_by text not null,
  primary key (environment_id, model_id)
);
`).execute(db)
}
