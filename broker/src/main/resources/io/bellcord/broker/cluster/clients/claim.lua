-- Tells all nodes that client identifiers of one provider were taken, and when by this server's clock.
--
-- KEYS  1: the last time that was answered, so that a clock that is set back goes on from there;  2: the channel
-- ARGV  1: seconds for which that is kept;  2: what the message begins with;
--       3: for each, how many microseconds ago (8 bytes) and its key (16 bytes)
-- Answers the time now, in microseconds since 1970.
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local last = redis.call('GET', KEYS[1])
if last and tonumber(last) >= now then
  now = tonumber(last) + 1
end
redis.call('SET', KEYS[1], string.format('%.0f', now), 'EX', ARGV[1])
local message = {ARGV[2]}
for at = 1, #ARGV[3], 24 do
  message[#message + 1] = struct.pack('>I8', now - struct.unpack('>I8', ARGV[3], at))
  message[#message + 1] = string.sub(ARGV[3], at + 8, at + 23)
end
redis.call('SPUBLISH', KEYS[2], table.concat(message))
return now
