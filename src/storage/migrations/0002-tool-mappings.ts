import { sql, type Kysely } from 'kysely'

/**
 * Where the flows, connections and MCP servers of an environment's copilots are. A row belongs to the environment and
 * names what it stands for by the id that topics use, so that it outlives every import of a newer package.
 */
export async function up(db: Kysely<unknown>) {
  await sql.raw(`
create table tool_mapping (
  environment_id text not null references environment,
  kind text not null check (kind in ('flow', 'connector', 'mcp')),
  -- flow id, logical name of the connection reference, schema name of the MCP server; lower case
  target text not null,
  name text not null,
  url text not null,
  private_host boolean not null,
  header_name text,
  -- encrypted with the installation's key
  header_value text,
  secret text not null,
  secret_made_at timestamptz not null,
  enabled boolean not null,
  changed_at timestamptz not null,
  changed_by text not null,
  primary key (environment_id, kind, target)
);
`).execute(db)
}
