-- Brokers delete credentials that ended long ago. That they ended was told of when it was decided; that the row goes is
-- nobody's decision. Of keys and authorities each deletion is told of, for no broker deletes them.

-- A change of one row. Arguments: what the row is, the column that tells which, columns whose values are secret,
-- columns that are not worth a word; the last two with commas between.
create or replace function audit_change() returns trigger language plpgsql as $$
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
    -- What had expired, or a credential that ended long ago, is swept away: nobody's decision.
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
