-- Keeps each position of one provider that is newer than the one held, and announces those that it kept to every node that
-- listens. Two nodes may hold two fixes of one bus: which is newer is decided here, where nothing can come between the
-- question, the answer and the announcement.
--
-- KEYS  1: the provider's sorted set of buses by fix time;  then one last location per position
-- ARGV  1: seconds until a last location expires;  2: the fix time (ms) up to which buses leave the sorted set;
--       3: the provider's channel;  4: the header of an announcement;
--       then, for each position, busId, fix time (ms), JSON and its entry in an announcement
-- Answers 1 for each position kept and 0 for each that was not newer.
local seen, ttl, forgotten = KEYS[1], ARGV[1], ARGV[2]
local kept, announcement = {}, { ARGV[4] }
for i = 1, #KEYS - 1 do
  local at = 4 * i
  local bus, time = ARGV[at + 1], ARGV[at + 2]
  local held = redis.call('ZSCORE', seen, bus)
  if held and tonumber(held) >= tonumber(time) then
    kept[i] = 0
  else
    redis.call('SET', KEYS[i + 1], ARGV[at + 3], 'EX', ttl)
    redis.call('ZADD', seen, time, bus)
    kept[i] = 1
    announcement[#announcement + 1] = ARGV[at + 4]
  end
end
redis.call('ZREMRANGEBYSCORE', seen, '-inf', forgotten)
redis.call('EXPIRE', seen, ttl)
if #announcement > 1 then
  redis.call('SPUBLISH', ARGV[3], table.concat(announcement))
end
return kept
