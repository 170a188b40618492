import { sql, type Kysely } from 'kysely'

/** What replaying a copilot's turns needs, what its topics logged, what it remembers of a customer, and values of environment variables. */
export async function up(db: Kysely<unknown>) {
  await sql.raw(`
-- one row a turn of a copilot; what customers said stays in the log, a record names its line
create table turn_record (
  conversation_id text not null,
  turn int not null,
  at timestamptz not null,
  record json not null,
  primary key (conversation_id, turn)
);
-- old records go in the order they came; this index costs a turn next to nothing
create index turn_record_at on turn_record using brin (at) with (pages_per_range = 32);

-- LogCustomTelemetryEvent and the survey, for the makers
create table telemetry_event (
  id bigint generated always as identity primary key,
  copilot_id text not null references copilot on delete cascade,
  conversation_id text not null,
  channel text not null,
  at timestamptz not null,
  name text not null,
  properties json
);
create index telemetry_event_copilot on telemetry_event (copilot_id, id);
create index telemetry_event_at on telemetry_event (at);

-- variables of scope User, of one customer with one copilot
create table remembered_variables (
  copilot_id text not null references copilot on delete cascade,
  customer_id text not null,
  variables json not null,
  changed_at timestamptz not null,
  primary key (copilot_id, customer_id)
);
create index remembered_variables_at on remembered_variables (changed_at);

-- what an administrator set; a secret is encrypted with the installation's key
create table environment_value (
  environment_id text not null references environment,
  schema_name text not null,
  value text not null,
  secret boolean not null,
  changed_at timestamptz not null,
  changed_by text not null,
  primary key (environment_id, schema_name)
);
`).execute(db)
}
