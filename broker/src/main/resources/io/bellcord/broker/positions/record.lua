-- Keeps each position of one provider that is newer than the one held. Two nodes may hold two fixes of one
-- bus: which is newer is decided here, where nothing can come between the question and the answer.
--
-- KEYS  1: the provider's sorted set of buses by fix time;  then one last location per position
-- ARGV  1: seconds until a last location expires;  2: the fix time (ms) up to which buses are forgotten;
--       then, for each position, busId, fix time (ms) and JSON
-- Answers 1 for each position kept and 0 for each that was not newer.
local seen, ttl, forgotten = KEYS[1], ARGV[1], ARGV[2]
local kept = {}
for i = 1, #KEYS - 1 do
  local bus, time, json = ARGV[3 * i], ARGV[3 * i + 1], ARGV[3 * i + 2]
  local held = redis.call('ZSCORE', seen, bus)
  if held and tonumber(held) >= tonumber(time) then
    kept[i] = 0
  else
    redis.call('SET', KEYS[i + 1], json, 'EX', ttl)
    redis.call('ZADD', seen, time, bus)
    kept[i] = 1
  end
end
redis.call('ZREMRANGEBYSCORE', seen, '-inf', forgotten)
redis.call('EXPIRE', seen, ttl)
return kept
