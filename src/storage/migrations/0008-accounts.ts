import { sql, type Kysely } from 'kysely'

/** People sign in: passwords, links that let somebody set one, identities at an OpenID provider, and what was tried in vain. */
export async function up(db: Kysely<unknown>) {
  await sql.raw(`
alter table app_user
  add column last_sign_in_at timestamptz,
  -- raised to end every session there is: a cookie names the generation it belongs to
  add column session_generation int not null default 0;
-- an address is one person, however it is written
create unique index app_user_person_email on app_user (lower(email)) where kind = 'person';

create table person_password (
  user_id text primary key references app_user on delete cascade,
  -- scrypt with its parameters and salt
  hash text not null,
  changed_at timestamptz not null
);
create table person_identity (
  user_id text primary key references app_user on delete cascade,
  issuer text not null,
  subject text not null,
  unique (issuer, subject)
);
-- one-time links; of the token only the hash is here
create table account_link (
  token_hash text primary key,
  purpose text not null check (purpose in ('first-administrator', 'invitation', 'reset')),
  -- null: whoever holds it becomes the first administrator. A person has one link at a time.
  user_id text unique references app_user on delete cascade,
  created_by text,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  check ((user_id is null) = (purpose = 'first-administrator'))
);
-- keys are hashes: the table names neither people nor addresses
create table sign_in_tries (
  key text primary key,
  tries int not null,
  last_at timestamptz not null,
  blocked_until timestamptz not null
);
create index sign_in_tries_last on sign_in_tries (last_at);
`).execute(db)
}
