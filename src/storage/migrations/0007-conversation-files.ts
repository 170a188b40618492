import { sql, type Kysely } from 'kysely'

/** Files of conversations, beside the log that names them. They go with their conversation. */
export async function up(db: Kysely<unknown>) {
  await sql.raw(`
create table conversation_file (
  conversation_id text not null references conversation on delete cascade,
  -- number of the line that brought it, and its place there
  id text not null,
  environment_id text not null,
  name text not null,
  content_type text not null,
  size int not null,
  -- hexadecimal
  sha256 text not null,
  bytes bytea not null,
  created_at timestamptz not null,
  primary key (conversation_id, id)
);
-- pictures and documents are compressed already
alter table conversation_file alter column bytes set storage external;
`).execute(db)
}
