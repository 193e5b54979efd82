-- Who is disabled keeps the row, and whatever refers to it, but cannot log in.
alter table app_user add column enabled boolean not null default true;

-- The access token that was issued with a refresh token: both end when the family is revoked.
alter table refresh_token add column access_id text;
