// Every script leaves an entry in exactly one place. Items are JSON lists of field names and values, all of them strings.

/**
 * settle: ends deliveries in one step, so that an entry is never both acknowledged and lost.
 * KEYS[1] stream | KEYS[2] retry zset | KEYS[3] parked hash | KEYS[4] parked-order zset
 * ARGV[1] group | ARGV[2] '1' keeps acknowledged entries (a log), '0' deletes them (a queue)
 * ARGV[3] JSON array of { id, kind: 'retry', delayMs, item } | { id, kind: 'later', atMs, item } | { id, kind: 'park', parkedId, item }
 * ARGV[4…] ids of the entries that are done
 * Returns { how many failed and were scheduled, how many were parked }; what somebody else has settled meanwhile is not counted.
 */
export const SETTLE = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
for from = 4, #ARGV, 1000 do
  local to = math.min(from + 999, #ARGV)
  redis.call('XACK', KEYS[1], ARGV[1], unpack(ARGV, from, to))
  if ARGV[2] == '0' then redis.call('XDEL', KEYS[1], unpack(ARGV, from, to)) end
end
local retried, parked = 0, 0
for _, end_ in ipairs(cjson.decode(ARGV[3])) do
  if redis.call('XACK', KEYS[1], ARGV[1], end_.id) == 1 then
    if ARGV[2] == '0' then redis.call('XDEL', KEYS[1], end_.id) end
    if end_.kind == 'park' then
      redis.call('HSET', KEYS[3], end_.parkedId, end_.item)
      redis.call('ZADD', KEYS[4], now, end_.parkedId)
      parked = parked + 1
    else
      redis.call('ZADD', KEYS[2], end_.atMs or now + end_.delayMs, end_.item)
      if end_.kind == 'retry' then retried = retried + 1 end
    end
  end
end
return { retried, parked }`;

/**
 * wake: puts retries that are due back to work.
 * KEYS[1] retry zset | KEYS[2] again stream | ARGV[1] how many at most
 * Returns how many were put back.
 */
export const WAKE = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local due = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', now, 'LIMIT', 0, ARGV[1])
for _, item in ipairs(due) do
  redis.call('XADD', KEYS[2], '*', unpack(cjson.decode(item)))
  redis.call('ZREM', KEYS[1], item)
end
return #due`;

/**
 * requeue: takes parked entries out of the dead letters and puts them back to work.
 * KEYS[1] parked hash | KEYS[2] parked-order zset | KEYS[3] again stream | ARGV pairs of an id and the item to append
 * Returns how many were still there.
 */
export const REQUEUE = `
local found = 0
for place = 1, #ARGV, 2 do
  if redis.call('HDEL', KEYS[1], ARGV[place]) == 1 then
    redis.call('ZREM', KEYS[2], ARGV[place])
    redis.call('XADD', KEYS[3], '*', unpack(cjson.decode(ARGV[place + 1])))
    found = found + 1
  end
end
return found`;

/**
 * again: puts entries back to work.
 * KEYS[1] again stream | ARGV the items to append
 */
export const AGAIN = `
for place = 1, #ARGV do redis.call('XADD', KEYS[1], '*', unpack(cjson.decode(ARGV[place]))) end`;

/**
 * drop: deletes parked entries for good.
 * KEYS[1] parked hash | KEYS[2] parked-order zset | ARGV[1] only what was parked up to this time | ARGV[2…] ids
 * Returns how many there were.
 */
export const DROP = `
local found = 0
for place = 2, #ARGV do
  local at = redis.call('ZSCORE', KEYS[2], ARGV[place])
  if at and tonumber(at) <= tonumber(ARGV[1]) then
    found = found + redis.call('HDEL', KEYS[1], ARGV[place])
    redis.call('ZREM', KEYS[2], ARGV[place])
  end
end
return found`;

/**
 * take over: claims pending entries that nobody works on, the oldest first. One that was left twice before comes alone,
 * because it may be what ended the consumers. The page of 100 keeps a long pending list out of the script's memory.
 * KEYS[1] stream | ARGV[1] group | ARGV[2] consumer that takes | ARGV[3] only what is idle for so many ms
 * ARGV[4] how many at most | ARGV[5] only what this consumer left, '' for everybody | ARGV[6…] ids that the taker works on
 * Returns { how many had been deleted from the stream, list of { id, fields, how often it was delivered, this time included } }.
 */
export const TAKE_OVER = `
local working = {}
for place = 6, #ARGV do working[ARGV[place]] = true end
local lost, taken, from = 0, {}, '-'
while true do
  local query = { 'XPENDING', KEYS[1], ARGV[1], 'IDLE', ARGV[3], from, '+', 100 }
  if ARGV[5] ~= '' then table.insert(query, ARGV[5]) end
  local page = redis.call(unpack(query))
  for _, pending in ipairs(page) do
    local id, suspect = pending[1], pending[4] >= 2
    if not working[id] then
      if suspect and #taken > 0 then return { lost, taken } end
      local claimed = redis.call('XCLAIM', KEYS[1], ARGV[1], ARGV[2], ARGV[3], id)[1]
      if claimed then table.insert(taken, { id, claimed[2], pending[4] + 1 }) else lost = lost + 1 end
      if claimed and suspect or #taken == tonumber(ARGV[4]) then return { lost, taken } end
    end
    from = '(' .. id
  end
  if #page < 100 then return { lost, taken } end
end`;

/**
 * forget: deletes the names of consumers that are gone. With something pending a name stays, else that would be lost.
 * KEYS[1] stream | ARGV[1] group | ARGV[2] the asking consumer | ARGV[3] gone means: no sign of life for so many ms
 */
export const FORGET = `
for _, flat in ipairs(redis.call('XINFO', 'CONSUMERS', KEYS[1], ARGV[1])) do
  local consumer = {}
  for place = 1, #flat, 2 do consumer[flat[place]] = flat[place + 1] end
  if consumer.pending == 0 and consumer.idle > tonumber(ARGV[3]) and consumer.name ~= ARGV[2] then
    redis.call('XGROUP', 'DELCONSUMER', KEYS[1], ARGV[1], consumer.name)
  end
end`;

/**
 * append to a log: adds entries under given positions, unless the log has lost its end. Positions have up to 19 digits
 * and a number of Lua holds 15, so they are compared as text.
 * KEYS[1] stream | ARGV[1] position that the log must have reached | ARGV[2…] JSON lists of a position, names and values
 * Returns { 1 when it has not reached it and nothing was added, else 0; the position where the log ends }.
 */
export const APPEND_LOG = `
local function isBelow(a, b)
  if #a ~= #b then return #a < #b end
  return a < b
end
local last = '0'
if redis.call('EXISTS', KEYS[1]) == 1 then
  local info = redis.call('XINFO', 'STREAM', KEYS[1])
  for place = 1, #info, 2 do
    if info[place] == 'last-generated-id' then last = string.match(info[place + 1], '^%d+') end
  end
end
if isBelow(last, ARGV[1]) then return { 1, last } end
for place = 2, #ARGV do
  local item = cjson.decode(ARGV[place])
  if isBelow(last, item[1]) then
    redis.call('XADD', KEYS[1], item[1] .. '-0', unpack(item, 2))
    last = item[1]
  end
end
return { 0, last }`;
