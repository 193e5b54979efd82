-- Riders who do not say how seldom they want to hear get what their provider wants for them: a city with little phones
-- may want less than one with displays at stops.
alter table provider
  add column min_interval_ms integer check (min_interval_ms between 0 and 3600000);  -- null: the broker's own default
