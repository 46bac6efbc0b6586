import { createHash } from 'node:crypto';
import type { Redis } from 'ioredis';
import type { Logger } from 'pino';

export type LoginGuardDeps = { readonly redis: Redis; readonly keyPrefix: string; readonly log: Pick<Logger, 'warn'> };
export type LoginGuardOptions = {
  readonly accountTries: number;
  readonly addressTries: number;
  readonly firstWaitMs: number;
  readonly longestWaitMs: number;
  readonly forgetAfterMs: number;
};
export type LoginTry = { readonly email: string; readonly address: string };

// KEYS[1] hash of n, until | ARGV tries that are free, first and longest wait, ms after which all is forgotten
// Counts the try before the password is looked at, so that tries at the same time cannot all pass.
// Returns ms to wait (0: go on), and 1 when this try starts a wait for the next.
const BEGIN = `local t = redis.call('TIME')
local now = t[1] * 1000 + math.floor(t[2] / 1000)
local free, first, longest, forget = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
local till = tonumber(redis.call('HGET', KEYS[1], 'till') or 0)
if till > now then return { till - now, 0 } end
local n = redis.call('HINCRBY', KEYS[1], 'n', 1)
redis.call('PEXPIRE', KEYS[1], forget)
if n < free then return { 0, 0 } end
redis.call('HSET', KEYS[1], 'till', now + math.min(longest, first * 2 ^ math.min(n - free, 30)))
return { 0, 1 }`;

// KEYS[1] as above: gives one try back | ARGV tries that are free
const GIVE_BACK = `if redis.call('EXISTS', KEYS[1]) == 0 then return 0 end
local n = redis.call('HINCRBY', KEYS[1], 'n', -1)
if n < tonumber(ARGV[1]) then redis.call('HDEL', KEYS[1], 'till') end
return n`;

/**
 * Counts tries to sign in, by account and by address. After some that were wrong the next has to wait, twice as long each
 * time. While Redis is away nobody is counted: sign-in stays open, and each guess still costs a password hash.
 */
export function createLoginGuard(deps: LoginGuardDeps, options: LoginGuardOptions) {
  const { redis, log } = deps;
  const accountKey = ({ email }: LoginTry) =>
    `${deps.keyPrefix}login:account:${createHash('sha256').update(email.trim().toLowerCase()).digest('base64url')}`;
  const addressKey = ({ address }: LoginTry) => `${deps.keyPrefix}login:address:${address}`;
  const count = async (key: string, free: number) => {
    const { firstWaitMs, longestWaitMs, forgetAfterMs } = options;
    const answer = await redis.eval(BEGIN, 1, key, free, firstWaitMs, longestWaitMs, forgetAfterMs);
    const [waitMs, isLocking] = answer as [number, number];
    return { waitMs, isLocking: isLocking === 1 };
  };
  return {
    /** How long the try has to wait, 0: go on; and whether it is the one that locks the account for the next. */
    async begin(tried: LoginTry): Promise<{ readonly waitMs: number; readonly isLocking: boolean }> {
      try {
        const address = await count(addressKey(tried), options.addressTries);
        if (address.waitMs > 0) return { waitMs: address.waitMs, isLocking: false };
        const account = await count(accountKey(tried), options.accountTries);
        if (address.isLocking || account.isLocking) {
          const what = account.isLocking ? 'account' : 'address';
          log.warn({ alert: 'login-lockout', what, address: tried.address }, 'Too many wrong passwords in a row');
        }
        return account;
      } catch (error) {
        log.warn({ err: error }, 'Tries to sign in cannot be counted without Redis');
        return { waitMs: 0, isLocking: false };
      }
    },
    /** The password was right: the account starts anew, and the address gets its try back. */
    async succeed(tried: LoginTry): Promise<void> {
      try {
        await Promise.all([
          redis.del(accountKey(tried)),
          redis.eval(GIVE_BACK, 1, addressKey(tried), options.addressTries),
        ]);
      } catch (error) {
        log.warn({ err: error }, 'A good sign-in could not be counted without Redis');
      }
    },
  };
}
