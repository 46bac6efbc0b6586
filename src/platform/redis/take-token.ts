import type { Redis } from 'ioredis';

// KEYS[1] bucket | ARGV[1] tokens a second, which is also the size of the bucket
// Returns { 1 or 0: taken or not, whole tokens left, ms until full, ms until the next token }. Time is Redis' own.
const SCRIPT = `
local rate = tonumber(ARGV[1])
local now = redis.call('TIME')
local ms = now[1] * 1000 + math.floor(now[2] / 1000)
local bucket = redis.call('HMGET', KEYS[1], 'tokens', 'ms')
local tokens = math.min(rate, (tonumber(bucket[1]) or rate) + math.max(0, ms - (tonumber(bucket[2]) or ms)) * rate / 1000)
local taken = 0
if tokens >= 1 then tokens = tokens - 1; taken = 1 end
redis.call('HSET', KEYS[1], 'tokens', tostring(tokens), 'ms', ms)
redis.call('PEXPIRE', KEYS[1], 5000)
return { taken, math.floor(tokens), math.ceil((rate - tokens) * 1000 / rate), math.ceil(math.max(0, 1 - tokens) * 1000 / rate) }`;

export type TokenAnswer = {
  readonly isTaken: boolean;
  readonly leftCount: number;
  readonly fullInMs: number;
  readonly nextInMs: number;
};

/** Takes a token from a bucket that holds one second's worth and fills itself; one round trip, the same for all processes. */
export async function takeToken(
  redis: Redis,
  input: { readonly key: string; readonly perSecond: number },
): Promise<TokenAnswer> {
  const answer = (await redis.eval(SCRIPT, 1, input.key, input.perSecond)) as [number, number, number, number];
  const [taken, leftCount, fullInMs, nextInMs] = answer;
  return { isTaken: taken === 1, leftCount, fullInMs, nextInMs };
}
