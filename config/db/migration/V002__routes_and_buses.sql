-- What riders are shown of a route; its id is GTFS's route_id and a topic level.
create table route (
  provider_id text not null references provider on delete cascade,
  id          text not null check (id ~ '^[A-Za-z0-9._-]{1,64}$'),
  name        text not null check (name <> ''),
  description text,
  colour      text check (colour ~ '^[0-9A-F]{6}$'),  -- GTFS's route_color, RRGGBB
  primary key (provider_id, id)
);

-- The buses a provider has told of. A bus not listed may report all the same: its tracker's token vouches for it.
create table bus (
  provider_id text not null references provider on delete cascade,
  id          text not null check (id ~ '^[A-Za-z0-9._-]{1,64}$'),
  name        text check (name <> ''),
  route_id    text,  -- where it usually runs; what it runs now stands in its positions
  primary key (provider_id, id),
  foreign key (provider_id, route_id) references route on delete set null (route_id)
);
