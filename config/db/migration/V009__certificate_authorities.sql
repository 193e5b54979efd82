-- Who signs the certificates that a provider's trackers log in with. Several at a time, so that one can be replaced
-- without a gap. No two providers share one: who holds its key could let trackers in as either.
create table provider_ca (
  fingerprint text        primary key check (fingerprint ~ '^[0-9a-f]{64}$'),  -- SHA-256 of the certificate
  provider_id text        not null references provider on delete cascade,
  name        text        not null,                                            -- its subject, for people
  certificate text        not null check (certificate <> ''),                  -- PEM
  not_after   timestamptz not null,                                            -- as it stands in the certificate
  created_at  timestamptz not null default now()
);
create index provider_ca_provider on provider_ca (provider_id);

create trigger tell after insert or update or delete on provider_ca
  for each row execute function tell_of_provider_part();
select audit_table('provider_ca', 'certificate authority', 'fingerprint', noise => 'certificate');
