-- What belongs to the whole installation. The hashes of tracker credentials are keyed: who can write into this
-- database, and has not the key, cannot make a credential that lets a tracker in.
create table installation (
  id                   boolean     primary key default true check (id),  -- there is one row
  credential_key       text,                                             -- in base64; null: nodes are given it as a setting
  credential_key_check text        not null,                             -- tells a node that was given another one
  created_at           timestamptz not null default now()
);

comment on column tracker_credential.hash is 'HMAC-SHA-256 of the secret under the key of the installation';
comment on column tracker_credential.not_after is 'null: until it is revoked, which sets this';
create index tracker_credential_end on tracker_credential (not_after);

alter table revocation drop constraint revocation_kind_check;
alter table revocation add constraint revocation_kind_check check (kind in ('token', 'subject', 'certificate'));

-- A provider may have very many credentials, so of them nodes are told which: "PROVIDER credential HASH HASH …", a
-- hundred at most, since a notification has room for 8000 bytes. "PROVIDER" alone means all the rest of it.
create function tell_of_credentials() returns trigger language plpgsql as $$
begin
  perform pg_notify('bellcord_directory', provider_id || ' credential ' || string_agg(hash, ' '))
    from (select provider_id, hash, (row_number() over (partition by provider_id order by hash) - 1) / 100 as part
            from changed) numbered
    group by provider_id, part;
  return null;
end $$;

drop trigger tell on tracker_credential;
create trigger tell_of_new after insert on tracker_credential
  referencing new table as changed for each statement execute function tell_of_credentials();
create trigger tell_of_changed after update on tracker_credential
  referencing new table as changed for each statement execute function tell_of_credentials();
create trigger tell_of_gone after delete on tracker_credential
  referencing old table as changed for each statement execute function tell_of_credentials();
