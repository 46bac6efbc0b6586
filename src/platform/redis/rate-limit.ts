import type { Redis } from 'ioredis';
import type { Logger } from 'pino';

/** `retryAfterMs` is 0 when the call may pass. */
export type Taken = { readonly retryAfterMs: number };

// KEYS[1] when the next call is due | ARGV ms between calls, ms that a burst may run ahead | returns ms to wait, 0: pass
const TAKE = `local t = redis.call('TIME')
local now = t[1] * 1000 + t[2] / 1000
local gap, ahead = tonumber(ARGV[1]), tonumber(ARGV[2])
local due = math.max(tonumber(redis.call('GET', KEYS[1]) or 0), now)
local wait = due + gap - now - ahead
if wait > 0 then return math.ceil(wait) end
redis.call('SET', KEYS[1], string.format('%.3f', due + gap), 'PX', math.ceil(due + gap - now) + 1)
return 0`;

/**
 * Takes one of `perSecond` calls of a key, with a burst on top, on the clock of Redis: all processes count together.
 * While Redis is away every call passes; what the limit protects must not fall with it.
 */
export async function takeCall(
  deps: { readonly redis: Redis; readonly log: Pick<Logger, 'warn'> },
  input: { readonly key: string; readonly perSecond: number; readonly burst: number },
): Promise<Taken> {
  const gapMs = 1_000 / input.perSecond;
  try {
    const waitMs = await deps.redis.eval(TAKE, 1, input.key, gapMs, gapMs * input.burst);
    return { retryAfterMs: Number(waitMs) };
  } catch (error) {
    deps.log.warn({ err: error }, 'Calls cannot be counted without Redis; all pass');
    return { retryAfterMs: 0 };
  }
}
