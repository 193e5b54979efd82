-- Where a provider publishes its keys (RFC 7517). Nodes take turns in reading it again: who moves read_next on, reads.
create table provider_jwks (
  provider_id   text        primary key references provider on delete cascade,
  url           text        not null check (url <> ''),
  read_at       timestamptz,                         -- the last time it was read; its keys are those of then
  failing_since timestamptz,                         -- null: all is well
  problem       text,                                -- why it cannot be read
  read_next     timestamptz not null default now()
);

-- A key that came from there and is there no more ends after a while, by not_after; one that an operator retires is
-- no longer of the set, so that reading it again does not bring it back.
alter table provider_key add column of_jwks boolean not null default false;
