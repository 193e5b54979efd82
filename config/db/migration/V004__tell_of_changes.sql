-- Every node holds who may connect in memory, and reads it again when it is told of a change. PostgreSQL sends
-- the same notification once per transaction, so many rows of one provider cost one.
create function tell_of_provider() returns trigger language plpgsql as $$
begin
  perform pg_notify('bellcord_directory', coalesce(new.id, old.id));
  return null;
end $$;

create function tell_of_provider_part() returns trigger language plpgsql as $$
begin
  perform pg_notify('bellcord_directory', coalesce(new.provider_id, old.provider_id));
  return null;
end $$;

create trigger tell after insert or update or delete on provider
  for each row execute function tell_of_provider();
create trigger tell after insert or update or delete on provider_key
  for each row execute function tell_of_provider_part();
create trigger tell after insert or update or delete on tracker_credential
  for each row execute function tell_of_provider_part();
create trigger tell after insert or update or delete on revocation
  for each row execute function tell_of_provider_part();
