import type { Redis } from 'ioredis';

// KEYS[1] bucket | ARGV size, tokens per ms, tokens wanted, tokens each | returns { how many were taken, ms until the next one }
const SCRIPT = `
local size, rate = tonumber(ARGV[1]), tonumber(ARGV[2])
local wanted, each = tonumber(ARGV[3]), tonumber(ARGV[4])
local now = redis.call('TIME')
local ms = now[1] * 1000 + math.floor(now[2] / 1000)
local bucket = redis.call('HMGET', KEYS[1], 'tokens', 'ms')
local tokens = math.min(size, (tonumber(bucket[1]) or size) + math.max(0, ms - (tonumber(bucket[2]) or ms)) * rate)
local taken = math.min(wanted, math.floor(tokens / each))
tokens = tokens - taken * each
redis.call('HSET', KEYS[1], 'tokens', string.format('%.6f', tokens), 'ms', ms)
redis.call('PEXPIRE', KEYS[1], math.ceil(size / rate))
return { taken, math.ceil(math.max(0, each - tokens) / rate) }`;

/** A bucket of `size` tokens that fills itself within `fillMs`. */
export type TokenBucket = { readonly key: string; readonly size: number; readonly fillMs: number };

/**
 * Takes up to `count` things of `each` tokens, in one round trip and on the clock of Redis: all processes count together.
 * Answers how many were taken, and when the next one will be there.
 */
export async function takeTokens(
  redis: Redis,
  bucket: TokenBucket,
  asked: { readonly count: number; readonly each: number },
): Promise<{ readonly taken: number; readonly waitMs: number }> {
  const rate = bucket.size / bucket.fillMs;
  const answer = await redis.eval(SCRIPT, 1, bucket.key, bucket.size, rate, asked.count, asked.each);
  const [taken, waitMs] = answer as [number, number];
  return { taken, waitMs };
}
