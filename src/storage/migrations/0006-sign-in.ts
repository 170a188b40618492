import { sql, type Kysely } from 'kysely'

/** How customers sign in to a copilot, sign-ins under way, tokens; and how a copilot authenticates to its skills. */
export async function up(db: Kysely<unknown>) {
  await sql.raw(`
create table sign_in_provider (
  copilot_id text primary key references copilot on delete cascade,
  settings jsonb not null,
  -- sealed
  secret text,
  changed_at timestamptz not null,
  changed_by text not null
);
create table sign_in_attempt (
  state text primary key,
  copilot_id text not null references copilot on delete cascade,
  conversation_id text not null,
  customer_id text not null,
  finished boolean not null default false,
  tries int not null default 0,
  -- sealed: the verifier, then the code and what it is worth
  sealed text not null,
  expires_at timestamptz not null
);
create index sign_in_attempt_conversation on sign_in_attempt (conversation_id);
create index sign_in_attempt_expires on sign_in_attempt (expires_at);
create table customer_token (
  copilot_id text not null references copilot on delete cascade,
  customer_id text not null,
  connection text not null,
  -- sealed
  token text not null,
  changed_at timestamptz not null,
  primary key (copilot_id, customer_id, connection)
);
create index customer_token_changed on customer_token (changed_at);
create table skill_connection (
  copilot_id text not null references copilot on delete cascade,
  skill_id text not null,
  settings jsonb not null,
  -- sealed
  secret text,
  changed_at timestamptz not null,
  changed_by text not null,
  primary key (copilot_id, skill_id)
);
`).execute(db)
}
