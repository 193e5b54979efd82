-- Has buses of one provider count as connected for a while from now, by this server's clock.
--
-- KEYS  1: the provider's sorted set of connected buses by the time (ms) until which they count as such
-- ARGV  1: for how many milliseconds;  then the buses
local connected, lease = KEYS[1], tonumber(ARGV[1])
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
redis.call('ZREMRANGEBYSCORE', connected, '-inf', now)
for i = 2, #ARGV do
  redis.call('ZADD', connected, 'GT', now + lease, ARGV[i])
end
if redis.call('PTTL', connected) < lease then
  redis.call('PEXPIRE', connected, lease)
end
