-- Nodes hold the names of buses in memory, with the rest of a provider, and are told when one changes.
create trigger tell_of_new after insert on bus
  for each row when (new.name is not null) execute function tell_of_provider_part();
create trigger tell_of_changed after update of name on bus
  for each row when (new.name is distinct from old.name) execute function tell_of_provider_part();
create trigger tell_of_gone after delete on bus
  for each row when (old.name is not null) execute function tell_of_provider_part();
