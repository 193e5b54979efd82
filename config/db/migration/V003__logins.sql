-- People who log in with a password: drivers, riders and operators. Trackers have credentials instead.
create table app_user (
  id            text        primary key check (id <> '' and length(id) <= 128),
  provider_id   text        not null references provider on delete cascade,
  password_hash text        not null,
  role          text        not null check (role in ('driver', 'rider', 'operator')),
  created_at    timestamptz not null default now()
);
create index app_user_provider on app_user (provider_id);

-- Short secrets for modems that cap the password. The secret is long and random, so a plain SHA-256 of it is
-- enough, and lets a CONNECT find its row by the hash.
create table tracker_credential (
  provider_id text        not null references provider on delete cascade,
  hash        text        not null check (hash ~ '^[0-9a-f]{64}$'),
  bus_id      text        not null check (bus_id ~ '^[A-Za-z0-9._-]{1,64}$'),
  not_after   timestamptz,  -- null: until it is deleted
  created_at  timestamptz not null default now(),
  primary key (provider_id, hash)
);
create index tracker_credential_bus on tracker_credential (provider_id, bus_id);

-- A refresh token is used once: the next one carries on its family. One that comes a second time was stolen,
-- and revokes the family.
create table refresh_token (
  id         text        primary key,  -- the token's jti; the token itself is not kept
  family     text        not null,
  user_id    text        not null references app_user on delete cascade,
  expires_at timestamptz not null,     -- rows past it can be deleted
  used_at    timestamptz,              -- null: still good
  created_at timestamptz not null default now()
);
create index refresh_token_family on refresh_token (family);
create index refresh_token_user on refresh_token (user_id);
create index refresh_token_expiry on refresh_token (expires_at);

-- Access tokens that no longer count although they have not expired: one by its jti, or all of a subject's.
create table revocation (
  provider_id text        not null references provider on delete cascade,
  kind        text        not null check (kind in ('token', 'subject')),
  value       text        not null check (value <> ''),
  revoked_at  timestamptz not null default now(),  -- of a subject: tokens issued before it
  expires_at  timestamptz not null,                -- the tokens have expired by then: the row can be deleted
  primary key (provider_id, kind, value)
);
create index revocation_expiry on revocation (expires_at);
