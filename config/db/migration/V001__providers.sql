-- A provider is a company that runs buses: the tenant. Its id is a topic level, a Redis key part and a
-- URL segment at once, hence the few characters it may have.
create table provider (
  id          text        primary key check (id ~ '^[A-Za-z0-9._-]{1,64}$'),
  name        text        not null check (name <> ''),
  enabled     boolean     not null default true,   -- false: nobody connects, live connections are closed
  public_read boolean     not null default false,  -- true: riders need no password
  created_at  timestamptz not null default now()
);

-- A provider has several keys at a time, so that one can be replaced without a gap.
create table provider_key (
  provider_id text        not null references provider on delete cascade,
  kid         text        not null check (kid ~ '^[A-Za-z0-9._-]{1,64}$'),  -- the "kid" in a token's header
  algorithm   text        not null
              check (algorithm in ('HS256', 'HS384', 'HS512', 'RS256', 'ES256', 'EdDSA')),
  key         text        not null check (key <> ''),  -- HS*: the secret in base64; others: a public key in PEM
  not_before  timestamptz,                             -- null: from the start
  not_after   timestamptz,                             -- null: until it is retired, which sets this
  created_at  timestamptz not null default now(),      -- tokens are issued with the newest
  primary key (provider_id, kid)
);
