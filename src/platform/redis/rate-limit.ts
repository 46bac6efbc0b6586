import type { Redis } from 'ioredis';
import type { Logger } from 'pino';

/** What became of a call. `retryAfterMs` is 0 when it may pass; `leftCount` and `fullInMs` are what remains of the burst. */
export type Taken = { readonly retryAfterMs: number; readonly leftCount: number; readonly fullInMs: number };
export type Rate = { readonly perSecond: number; readonly burst: number };

// KEYS[1] when the next call is due | ARGV ms between calls, ms that a burst may run ahead
// Returns { ms to wait (0: pass), whole calls left, ms until the burst is whole again }
const TAKE = `local t = redis.call('TIME')
local now = t[1] * 1000 + t[2] / 1000
local gap, ahead = tonumber(ARGV[1]), tonumber(ARGV[2])
local due = math.max(tonumber(redis.call('GET', KEYS[1]) or 0), now)
local wait = due + gap - now - ahead
if wait > 0 then return { math.ceil(wait), 0, math.ceil(due - now) } end
due = due + gap
redis.call('SET', KEYS[1], string.format('%.3f', due), 'PX', math.ceil(due - now) + 1)
return { 0, math.floor((ahead - (due - now)) / gap + 0.001), math.ceil(due - now) }`;

/**
 * Takes one of `perSecond` calls of a key, of which `burst` may come at once, on the clock of Redis: all processes count
 * together. Null while Redis is away: the call passes uncounted, for what the limit protects must not fall with it.
 */
export async function takeCall(
  deps: { readonly redis: Redis; readonly log: Pick<Logger, 'warn'> },
  input: Rate & { readonly key: string },
): Promise<Taken | null> {
  const gapMs = 1_000 / input.perSecond;
  try {
    const answer = await deps.redis.eval(TAKE, 1, input.key, gapMs, gapMs * input.burst);
    const [retryAfterMs, leftCount, fullInMs] = answer as [number, number, number];
    return { retryAfterMs, leftCount, fullInMs };
  } catch (error) {
    deps.log.warn({ err: error }, 'Calls cannot be counted without Redis; all pass');
    return null;
  }
}
