import { sql, type Kysely } from 'kysely'

/**
 * The first schema. Every table that belongs to a tenant carries `environment_id`. Ids are text (`newId`). Times are
 * timestamptz. A conversation's log is numbered from 1 without holes by its `last_seq`; `version` is the
 * compare-and-set that decides races.
 */
export async function up(db: Kysely<unknown>) {
  await sql.raw(`
create table setting (
  name text primary key,
  value jsonb not null
);
create table environment (
  id text primary key,
  name text not null,
  hub_installed boolean not null default true,
  created_at timestamptz not null default now()
);
create table app_user (
  id text primary key,
  environment_id text not null references environment,
  kind text not null check (kind in ('person', 'application')),
  name text not null,
  email text not null,
  roles text[] not null default '{}',
  disabled boolean not null default false,
  -- agents
  presence text not null default 'offline',
  capacity int not null default 0,
  -- units held by offers, conversations and wrap-ups; moved only in the commit of the conversation that takes them
  load int not null default 0,
  last_assigned_at timestamptz,
  -- the presence to return to when the agent's page comes back in time
  presence_before text,
  created_at timestamptz not null default now(),
  unique (environment_id, email)
);

create table copilot (
  id text primary key,
  environment_id text not null references environment,
  schema_name text not null,
  name text not null,
  language int not null default 1033,
  -- template, authentication mode, configuration, environment variables: CopilotDefinition without components
  definition jsonb not null,
  published_version int,
  created_at timestamptz not null default now(),
  changed_at timestamptz not null default now(),
  unique (environment_id, schema_name)
);
create table copilot_component (
  copilot_id text not null references copilot on delete cascade,
  schema_name text not null,
  kind text not null,
  name text not null,
  description text not null default '',
  path text not null,
  body text,
  blob bytea,
  state text not null default 'on',
  parts jsonb not null default '{}',
  revision int not null default 1,
  changed_at timestamptz not null default now(),
  primary key (copilot_id, schema_name)
);
create table copilot_version (
  copilot_id text not null references copilot on delete cascade,
  version int not null,
  published_at timestamptz not null default now(),
  published_by text not null,
  -- the whole CopilotDefinition; blobs as base64
  definition jsonb not null,
  primary key (copilot_id, version)
);
-- parts of imported packages that are kept for a later export
create table package_part (
  copilot_id text not null references copilot on delete cascade,
  path text not null,
  reason text not null,
  bytes bytea not null,
  primary key (copilot_id, path)
);
create table direct_line_secret (
  copilot_id text primary key references copilot on delete cascade,
  secret_hash text not null unique,
  created_at timestamptz not null default now()
);
create table hub_connection (
  copilot_id text primary key references copilot on delete cascade,
  environment_id text not null references environment,
  application_user_id text not null references app_user,
  enabled boolean not null,
  connected_at timestamptz not null,
  disconnected_at timestamptz
);

create table queue (
  id text primary key,
  environment_id text not null references environment,
  name text not null,
  priority int not null default 100,
  unique (environment_id, name)
);
create table queue_member (
  queue_id text not null references queue on delete cascade,
  user_id text not null references app_user on delete cascade,
  primary key (queue_id, user_id)
);
create table workstream (
  id text primary key,
  environment_id text not null references environment,
  name text not null,
  copilot_id text references copilot on delete set null,
  rules jsonb not null default '[]',
  fallback_queue_id text not null references queue,
  offer_seconds int not null default 120,
  capacity_units int not null default 1,
  wrap_up_minutes int not null default 15,
  unique (environment_id, name)
);
create table widget (
  id text primary key,
  environment_id text not null references environment,
  workstream_id text not null references workstream,
  name text not null,
  settings jsonb not null,
  created_at timestamptz not null default now(),
  unique (environment_id, name)
);

create table conversation (
  id text primary key,
  environment_id text not null,
  version int not null,
  last_seq int not null,
  status text not null,
  owner_kind text not null,
  owner_id text,
  channel text not null,
  workstream_id text,
  widget_id text,
  copilot_id text,
  -- 0: the draft (test pane)
  copilot_version int,
  queue_id text,
  capacity_units int not null default 1,
  offer jsonb,
  offer_agent_id text generated always as (offer ->> 'agentId') stored,
  -- customer, context, variables, private message, subject, last message, decliners: see StoredConversation
  data jsonb not null,
  served_by text generated always as (data ->> 'servedBy') stored,
  -- read and written whole: text costs less than jsonb
  dialog json,
  created_at timestamptz not null,
  queued_at timestamptz,
  wrap_up_at timestamptz,
  closed_at timestamptz,
  changed_at timestamptz not null
) with (fillfactor = 50, toast_tuple_target = 4080);
-- No index names data or dialog: every turn writes them, and a turn must not touch an index.
create index conversation_ongoing on conversation (environment_id, created_at) where closed_at is null;
create index conversation_waiting on conversation (queue_id, queued_at) where status = 'open' and owner_kind = 'queue';
create index conversation_owner on conversation (owner_id) where closed_at is null;
create index conversation_offer on conversation (offer_agent_id) where offer is not null;
create index conversation_served on conversation (served_by, closed_at) where closed_at is not null;
create index conversation_closed on conversation (environment_id, closed_at) where closed_at is not null;

create table log_entry (
  conversation_id text not null,
  seq int not null,
  at timestamptz not null,
  audience text not null,
  author json not null,
  activity json not null,
  client_id text,
  primary key (conversation_id, seq)
) with (toast_tuple_target = 8160);
create unique index log_entry_client on log_entry (conversation_id, client_id) where client_id is not null;

-- what has to happen later; drained with skip locked. claimed_until is a lease: a crash gives the row back.
create table deadline (
  subject text not null,
  kind text not null,
  due_at timestamptz not null,
  claimed_until timestamptz,
  primary key (subject, kind)
);
create index deadline_due on deadline (due_at);

-- Ends a statement that must not land; what it did so far is taken back.
create function refuse(reason text) returns int language plpgsql as $$ begin raise exception using errcode = reason, message = 'refused'; end $$;
`).execute(db)
}
