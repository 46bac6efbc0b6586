import type { Redis } from 'ioredis';
import type { PageUsage } from './graph.ts';

const USAGE_TTL_MS = 120_000;
const SLOW_PERCENT = 75;
const ESSENTIAL_PERCENT = 90;
const FULL_PERCENT = 100;

type Deps = { readonly redis: Redis; readonly keyPrefix: string };
/** Percent of Meta's quota that a Page has used lately, and until when Meta takes no calls, in milliseconds. */
export type KnownUsage = { readonly percent: number; readonly closedUntilMs: number };

export const NO_USAGE: KnownUsage = { percent: 0, closedUntilMs: 0 };
const keyOf = (prefix: string, pageId: string) => `${prefix}page:${pageId}:usage`;

/**
 * Keeps what Meta's headers say about a Page, for all processes. What is far from the limit is not worth a call, except that
 * it ends what was known before.
 */
export function createUsageKeeper(deps: Deps): (usage: PageUsage) => Promise<void> {
  const tight = new Set<string>();
  return async ({ pageId, percent, regainMinutes }) => {
    const key = keyOf(deps.keyPrefix, pageId);
    if (percent < SLOW_PERCENT) {
      if (tight.delete(pageId)) await deps.redis.del(key);
      return;
    }
    tight.add(pageId);
    const closedMs = percent >= FULL_PERCENT ? Math.max(1, regainMinutes) * 60_000 : 0;
    const usage: KnownUsage = { percent, closedUntilMs: closedMs > 0 ? Date.now() + closedMs : 0 };
    await deps.redis.set(key, JSON.stringify(usage), 'PX', Math.max(closedMs, USAGE_TTL_MS));
  };
}

export async function findUsage(deps: Deps, pageId: string): Promise<KnownUsage> {
  const known = await deps.redis.get(keyOf(deps.keyPrefix, pageId));
  return known === null ? NO_USAGE : (JSON.parse(known) as KnownUsage);
}

/** Whether what can wait should leave the quota to those who buy. */
export function isTight({ percent, closedUntilMs }: KnownUsage): boolean {
  return percent >= SLOW_PERCENT || closedUntilMs > Date.now();
}

/** What the quota allows now: how many tokens a message costs, and whether only what brings in money may leave. */
export function paceOf(usage: KnownUsage, given: { readonly isCut: boolean; readonly nowMs: number }) {
  const isClosed = usage.closedUntilMs > given.nowMs;
  return {
    closedUntilMs: isClosed ? usage.closedUntilMs : null,
    // Half as fast from 75 % on; a quarter after a warning of abuse.
    each: given.isCut ? 4 : usage.percent >= SLOW_PERCENT ? 2 : 1,
    isEssentialOnly: usage.percent >= ESSENTIAL_PERCENT,
  };
}
