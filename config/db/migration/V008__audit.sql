-- Who changed what of those that may come in, and what was refused. Rows are added and never changed. No row refers
-- to another table: what is told of may be gone since.
create function audit_actor() returns text language sql stable as $$
  select coalesce(
    nullif(current_setting('bellcord.actor', true), ''),  -- what Bellcord's own connections are given
    session_user || ' by ' || coalesce(nullif(current_setting('application_name'), ''), 'SQL'))
$$;

create table audit (
  id       bigint      generated always as identity primary key,
  at       timestamptz not null default clock_timestamp(),
  actor    text        not null default audit_actor(),  -- login@host of an admin command, or "node <host>"
  action   text        not null check (action <> ''),   -- what, then what became of it: "key retired"
  provider text,                                        -- null: of none, or of several
  subject  text,                                        -- which one: a key's kid, a bus, a user
  details  jsonb       not null default '{}'            -- columns and their values; no secret, no hash
);
create index audit_at on audit (at);
create index audit_provider on audit (provider, at);

create function audit_only_grows() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' and current_setting('bellcord.audit_expiry', true) = 'on'
     and old.at < now() - interval '30 days' then
    return old;
  end if;
  raise exception 'audit only grows: % refused', lower(tg_op)
    using hint = 'Rows older than 30 days or more: select audit_expire(interval ''1 year'')';
end $$;

create trigger only_grows before update or delete on audit
  for each row execute function audit_only_grows();
create trigger only_grows_whole before truncate on audit
  for each statement execute function audit_only_grows();

-- Deletes rows older than this, and says so in a new one. For the owner of the tables, from a timer of theirs.
create function audit_expire(older_than interval) returns bigint language plpgsql as $$
declare
  expired bigint;
begin
  if older_than < interval '30 days' then
    raise exception 'audit rows are kept for 30 days or more, not for %', older_than;
  end if;
  -- Not as a part of the function: for that an owner would have to be a superuser.
  perform set_config('bellcord.audit_expiry', 'on', true);
  delete from audit where at < now() - older_than;
  get diagnostics expired = row_count;
  perform set_config('bellcord.audit_expiry', 'off', true);
  if expired > 0 then
    insert into audit (action, details)
      values ('audit expired', jsonb_build_object('rows', expired, 'older_than', older_than::text));
  end if;
  return expired;
end $$;
revoke execute on function audit_expire(interval) from public;

-- A change of one row. Arguments: what the row is, the column that tells which, columns whose values are secret,
-- columns that are not worth a word; the last two with commas between.
create function audit_change() returns trigger language plpgsql as $$
declare
  noise  text[] := string_to_array(tg_argv[3], ',') || array['created_at', 'provider_id', tg_argv[1]];
  secret text[] := string_to_array(tg_argv[2], ',');
  before jsonb;
  after  jsonb;
  one    jsonb;
  verb   text;
  told   jsonb;
begin
  if tg_op = 'TRUNCATE' then
    insert into audit (action, details) values (tg_argv[0] || ' removed', '{"all": true}');
    return null;
  end if;
  if tg_op <> 'INSERT' then before := to_jsonb(old); end if;
  if tg_op <> 'DELETE' then after := to_jsonb(new); end if;
  one := coalesce(after, before);

  if tg_op = 'UPDATE' then
    select jsonb_object_agg(key, case when key = any (secret) then '"changed"'
                                      else jsonb_build_object('from', before -> key, 'to', value) end)
      into told from jsonb_each(after) where value <> before -> key and key <> all (noise);
    if told is null then return null; end if;
    verb := case
      when told ? 'enabled' then case (one ->> 'enabled')::boolean when true then 'enabled' else 'disabled' end
      when told ? 'not_after' and one ->> 'not_after' is not null then 'retired'
      else 'changed' end;
  else
    -- What had expired, or a credential that ended long ago (which was told of then), is swept away: nobody's decision.
    if tg_op = 'DELETE' and ((before ->> 'expires_at')::timestamptz <= now()
        or tg_table_name = 'tracker_credential' and (before ->> 'not_after')::timestamptz < now() - interval '30 days')
    then return null; end if;
    select coalesce(jsonb_object_agg(key, value), '{}') into told from jsonb_each(jsonb_strip_nulls(one))
      where key <> all (noise) and key <> all (secret);
    verb := case tg_op when 'INSERT' then 'added' else 'removed' end;
  end if;

  insert into audit (action, provider, subject, details)
    values (tg_argv[0] || ' ' || verb,
            case tg_table_name when 'provider' then one ->> 'id' else one ->> 'provider_id' end,
            one ->> tg_argv[1], told);
  return null;
end $$;

-- From now on changes of this table are told of in audit.
create function audit_table(which regclass, what text, subject text, secret text default '', noise text default '')
  returns void language plpgsql as $$
declare
  told text := format('execute function audit_change(%L, %L, %L, %L)', what, subject, secret, noise);
begin
  execute format('create trigger audit after insert or update or delete on %s for each row %s', which, told);
  execute format('create trigger audit_whole after truncate on %s for each statement %s', which, told);
end $$;

-- Routes and buses are not among them: they give nobody a right, and come by the thousand.
select audit_table('provider', 'provider', 'id');
select audit_table('provider_key', 'key', 'kid', secret => 'key');
select audit_table('tracker_credential', 'credential', 'bus_id', secret => 'hash');
select audit_table('app_user', 'user', 'id', secret => 'password_hash');
select audit_table('revocation', 'revocation', 'value', noise => 'revoked_at');
