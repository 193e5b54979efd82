-- For how many milliseconds buses of one provider still count as connected, by this server's clock; 0 for those that do not.
--
-- KEYS  1: the provider's sorted set of connected buses by the time (ms) until which they count as such
-- ARGV  the buses
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local remaining = {}
for i, score in ipairs(redis.call('ZMSCORE', KEYS[1], unpack(ARGV))) do
  remaining[i] = score and math.max(0, score - now) or 0
end
return remaining
