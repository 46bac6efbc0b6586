/**
 * settle: ends deliveries in one step, so that an entry is never both acknowledged and lost.
 * KEYS[1] stream | KEYS[2] retry zset | KEYS[3] parked hash | KEYS[4] parked-order zset
 * ARGV[1] group | ARGV[2] '1' keeps acknowledged entries (a log), '0' deletes them (a queue)
 * ARGV[3] JSON array of { id, kind: 'done' | 'retry' | 'later' | 'park', delayMs?, atMs?, item? }; item is the stored entry
 * Returns the number of entries that this call acknowledged.
 */
export const SETTLE = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local acked = 0
for _, end_ in ipairs(cjson.decode(ARGV[3])) do
  if redis.call('XACK', KEYS[1], ARGV[1], end_.id) == 1 then
    acked = acked + 1
    if ARGV[2] == '0' then redis.call('XDEL', KEYS[1], end_.id) end
    if end_.kind == 'retry' then redis.call('ZADD', KEYS[2], now + end_.delayMs, end_.item) end
    if end_.kind == 'later' then redis.call('ZADD', KEYS[2], end_.atMs, end_.item) end
    if end_.kind == 'park' then
      redis.call('HSET', KEYS[3], end_.id, end_.item)
      redis.call('ZADD', KEYS[4], now, end_.id)
    end
  end
end
return acked`;

/**
 * wake: puts retries that are due back to work.
 * KEYS[1] retry zset | KEYS[2] again stream | ARGV[1] how many at most
 * Returns how many were put back.
 */
export const WAKE = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local due = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', now, 'LIMIT', 0, ARGV[1])
for _, text in ipairs(due) do
  local item = cjson.decode(text)
  local fields = { 'body', item.body, 'attempt', tostring(item.attempt), 'published', string.format('%.0f', item.publishedAtMs) }
  if item.key then table.insert(fields, 'key'); table.insert(fields, item.key) end
  if item.headers then table.insert(fields, 'headers'); table.insert(fields, item.headers) end
  redis.call('XADD', KEYS[2], '*', unpack(fields))
  redis.call('ZREM', KEYS[1], text)
end
return #due`;

/**
 * requeue: takes parked entries out of the dead letters and puts them back to work as first attempts.
 * KEYS[1] parked hash | KEYS[2] parked-order zset | KEYS[3] again stream | ARGV the ids
 * Returns how many were found.
 */
export const REQUEUE = `
local found = 0
for _, id in ipairs(ARGV) do
  local text = redis.call('HGET', KEYS[1], id)
  if text then
    local item = cjson.decode(text)
    local fields = { 'body', item.body, 'attempt', '1', 'published', string.format('%.0f', item.publishedAtMs) }
    if item.key then table.insert(fields, 'key'); table.insert(fields, item.key) end
    if item.headers then table.insert(fields, 'headers'); table.insert(fields, item.headers) end
    redis.call('XADD', KEYS[3], '*', unpack(fields))
    redis.call('HDEL', KEYS[1], id)
    redis.call('ZREM', KEYS[2], id)
    found = found + 1
  end
end
return found`;
