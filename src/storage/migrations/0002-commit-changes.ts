import { sql, type Kysely } from 'kysely'

/**
 * The one way a conversation is written. Takes a JSON array of changes (see conversations.ts, `toWire`) and answers
 * `[{id, status}]` with `committed`, `conflict` (somebody else wrote first), `duplicate` (a client id is there already)
 * or `no-capacity` (the agent is full or away). A change lands whole or not at all; one that does not land leaves the
 * others of its batch alone. Agents are locked before conversations, in the order given, and only in batches of one.
 */
export async function up(db: Kysely<unknown>) {
  await sql.raw(`
create function commit_changes(changes jsonb) returns jsonb language plpgsql as $$
declare
  c jsonb;
  l jsonb;
  verdicts jsonb := '[]';
  verdict text;
  cid text;
begin
  for c in select value from jsonb_array_elements(changes) loop
    cid := c ->> 'id';
    verdict := 'committed';

    -- A client id that came twice. One that is committed after this look also moves the version, so it ends as a conflict.
    if c ? 'client_ids' and exists (select 1 from log_entry where conversation_id = cid and client_id in (select jsonb_array_elements_text(c -> 'client_ids'))) then
      verdicts := verdicts || jsonb_build_object('id', cid, 'status', 'duplicate');
      continue;
    end if;

    for l in select value from jsonb_array_elements(c -> 'load') loop
      update app_user set load = greatest(0, load + (l ->> 'delta')::int),
        last_assigned_at = case when (l ->> 'guard')::boolean then (c -> 'row' ->> 'changed_at')::timestamptz else last_assigned_at end
      where id = l ->> 'agent'
        and (not (l ->> 'guard')::boolean or (presence in ('available', 'busy') and not disabled and load + (l ->> 'delta')::int <= capacity));
      if not found and (l ->> 'guard')::boolean then
        verdict := 'no-capacity';
      end if;
    end loop;

    if verdict = 'committed' then
      if (c ->> 'expected')::int = 0 then
        insert into conversation (id, environment_id, version, last_seq, status, owner_kind, owner_id, channel, workstream_id, widget_id,
          copilot_id, copilot_version, queue_id, capacity_units, offer, data, dialog, created_at, queued_at, wrap_up_at, closed_at, changed_at)
        select r.* from jsonb_to_record(c -> 'row') as r(id text, environment_id text, version int, last_seq int, status text, owner_kind text,
          owner_id text, channel text, workstream_id text, widget_id text, copilot_id text, copilot_version int, queue_id text, capacity_units int,
          offer jsonb, data jsonb, dialog jsonb, created_at timestamptz, queued_at timestamptz, wrap_up_at timestamptz, closed_at timestamptz, changed_at timestamptz)
        on conflict do nothing;
      else
        update conversation v set version = r.version, last_seq = r.last_seq, status = r.status, owner_kind = r.owner_kind, owner_id = r.owner_id,
          copilot_id = r.copilot_id, copilot_version = r.copilot_version, queue_id = r.queue_id, capacity_units = r.capacity_units, offer = r.offer,
          data = r.data, dialog = r.dialog, queued_at = r.queued_at, wrap_up_at = r.wrap_up_at, closed_at = r.closed_at, changed_at = r.changed_at
        from jsonb_to_record(c -> 'row') as r(version int, last_seq int, status text, owner_kind text, owner_id text, copilot_id text, copilot_version int,
          queue_id text, capacity_units int, offer jsonb, data jsonb, dialog jsonb, queued_at timestamptz, wrap_up_at timestamptz, closed_at timestamptz, changed_at timestamptz)
        where v.id = cid and v.version = (c ->> 'expected')::int;
      end if;
      if not found then verdict := 'conflict'; end if;
    end if;

    if verdict <> 'committed' then
      -- give back what the guard took
      for l in select value from jsonb_array_elements(c -> 'load') loop
        if verdict = 'conflict' or not (l ->> 'guard')::boolean then
          update app_user set load = greatest(0, load - (l ->> 'delta')::int) where id = l ->> 'agent';
        end if;
      end loop;
      verdicts := verdicts || jsonb_build_object('id', cid, 'status', verdict);
      continue;
    end if;

    insert into log_entry (conversation_id, seq, at, audience, author, activity, client_id)
    select cid, r.seq, r.at, r.audience, r.author, r.activity, r.client_id
    from jsonb_to_recordset(c -> 'lines') as r(seq int, at timestamptz, audience text, author jsonb, activity jsonb, client_id text);

    for l in select value from jsonb_array_elements(c -> 'deadlines') loop
      if l ->> 'due_at' is null then
        delete from deadline where subject = cid and kind = l ->> 'kind';
      else
        insert into deadline (subject, kind, due_at) values (cid, l ->> 'kind', (l ->> 'due_at')::timestamptz)
        on conflict (subject, kind) do update set due_at = excluded.due_at, claimed_until = null;
      end if;
    end loop;

    verdicts := verdicts || jsonb_build_object('id', cid, 'status', 'committed');
  end loop;
  return verdicts;
end $$;
`).execute(db)
}
