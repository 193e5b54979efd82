-- A provider's GTFS, as far as it is needed: what a tracker may name, and what a map draws. An import replaces all of it
-- in one transaction, its routes too.
alter table route
  add short_name   text check (short_name <> ''),
  add long_name    text check (long_name <> ''),
  add text_colour  text check (text_colour ~ '^[0-9A-F]{6}$'),  -- GTFS's route_text_color
  add type         integer check (type between 0 and 1999);     -- GTFS's route_type: 3 is a bus

create table gtfs (
  provider_id text        primary key references provider on delete cascade,
  source      text        not null,  -- a file's name, or an address without what may be secret in it
  agency      text        not null,
  timezone    text        not null,  -- of the agency, as in Europe/Monaco
  routes      integer     not null,
  stops       integer     not null,
  trips       integer     not null,
  imported_at timestamptz not null default clock_timestamp()  -- also tells one import from another
);

-- Where buses halt: GTFS's location_type 0.
create table gtfs_stop (
  provider_id text   not null references gtfs on delete cascade,
  id          text   not null check (id <> ''),
  code        text   check (code <> ''),  -- what riders see at the stop
  name        text   not null,
  latitude    float8 not null check (latitude between -90 and 90),
  longitude   float8 not null check (longitude between -180 and 180),
  primary key (provider_id, id)
);

create table gtfs_trip (
  provider_id text     not null references gtfs on delete cascade,
  id          text     not null check (id <> ''),
  route_id    text     not null,
  direction   smallint check (direction in (0, 1)),
  primary key (provider_id, id)
);

-- The lines that routes follow, drawn on maps: few and simple ones, not every variant there is.
create table gtfs_line (
  provider_id text     not null references gtfs on delete cascade,
  number      integer  not null,
  route_id    text     not null,
  direction   smallint check (direction in (0, 1)),
  coordinates text     not null,  -- GeoJSON's of a LineString: [[longitude,latitude],…]
  primary key (provider_id, number)
);

create function tell_of_gtfs() returns trigger language plpgsql as $$
begin
  perform pg_notify('bellcord_gtfs', coalesce(new.provider_id, old.provider_id));
  return null;
end $$;

create trigger tell after insert or update or delete on gtfs
  for each row execute function tell_of_gtfs();

select audit_table('gtfs', 'gtfs', 'source', noise => 'imported_at');
