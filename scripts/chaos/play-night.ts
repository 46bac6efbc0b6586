import { setTimeout as pause } from 'node:timers/promises';
import { DEMO_SELLER } from '../../prisma/seed.ts';
import type { GraphCall } from '../../sandbox/meta/history.ts';
import { rowOf } from '../../src/platform/db/transaction.ts';
import { lastPart, withParts } from '../rehearse/comment-part.ts';
import { findShop, loadComments } from '../rehearse/demo-comments.ts';
import { playComments } from '../rehearse/play-comments.ts';
import { openSandbox } from '../rehearse/sandbox-client.ts';
import { signIn } from '../rehearse/seller-api.ts';
import { type ChaosWorld, startChaosWorld } from './chaos-world.ts';
import { followStore, type SeenEvent } from './follow-store.ts';
import { compareTimes, type Times } from './judge-models.ts';
import { payOrders } from './pay-orders.ts';
import type { Scenario } from './scenarios.ts';
import { isHeld, type Verdict, verify } from './verify.ts';
import { withPuzzles } from './with-puzzles.ts';

/** `times` only where language models broke. */
export type Night = {
  readonly name: string;
  readonly settledAfterMs: number;
  readonly verdict: Verdict;
  readonly times: Times | null;
};

const SHOP = 'cl';
const PATIENCE_MS = 90_000;
/** Three retries of the queue and the gateway's reconciliation fit into it. */
const SETTLE_MAX_MS = 240_000;
const ASK_EVERY_MS = 1_000;

/** Plays one bad night on a fresh product, waits until it has recovered, and judges it from outside. */
export async function playNight(scenario: Scenario): Promise<Night> {
  const shop = findShop(SHOP);
  if (!shop) throw new Error(`There is no demo shop ${SHOP}.`);
  await using world = await startChaosWorld();
  const sandbox = await openSandbox({ url: world.sandboxUrl, pageId: shop.pageId });
  const api = await signIn({ url: world.baseUrl, ...DEMO_SELLER });
  const storeId = await api.findStore(shop.pageId);
  const { feedCursor } = await api.ensureLive({ storeId, title: scenario.name });
  const durationMs = scenario.minutes * 60_000;
  const total = Math.ceil(scenario.ratePerMinute * scenario.minutes);
  const [buying, following, striking] = [new AbortController(), new AbortController(), new AbortController()];
  const taken = payOrders(world, buying.signal);
  const feed = { baseUrl: world.baseUrl, token: api.token, storeId, after: feedCursor };
  const seen: SeenEvent[] = [];
  const watching = followStore(feed, seen, following.signal);
  const strike = scenario.strike(world, { durationMs, signal: striking.signal });
  const played = await playComments({
    url: world.baseUrl,
    appSecret: world.appSecret,
    page: sandbox.page,
    comments: scenario.isPuzzling ? withPuzzles(loadComments(shop), total) : loadComments(shop),
    ratePerMinute: scenario.ratePerMinute,
    durationMs,
    patienceMs: PATIENCE_MS,
    isUnruly: scenario.isUnruly ?? false,
    announce: sandbox.announce,
  });
  striking.abort();
  await strike;
  const endedAtMs = performance.now();
  await untilStill(world, endedAtMs);
  buying.abort();
  const payments = await taken;
  const posted = played.map((comment) => ({ ...comment, id: lastPart(comment.id) }));
  const storeUuid = Buffer.from(storeId, 'base64').toString().split(':').at(-1) ?? '';
  const calls: GraphCall[] = [];
  const models = { modelsBrokenAtMs: world.modelsBrokenAtMs() };
  const verdict = await untilHeld(endedAtMs, async () => {
    calls.push(...withParts(await sandbox.newCalls()));
    return verify(world.pool, {
      storeId: storeUuid,
      played: posted,
      calls,
      taken: payments,
      seen,
      cursor: feedCursor,
      ...models,
    });
  });
  const settledAfterMs = performance.now() - endedAtMs;
  following.abort();
  await watching;
  const times = await compareTimes(world.pool, { played: posted, calls, ...models });
  return { name: scenario.name, settledAfterMs, verdict, times };
}

/** Nothing new for three seconds: comments, holds, messages on their way. */
async function untilStill(world: ChaosWorld, sinceMs: number): Promise<void> {
  let last = '';
  let stillSinceMs = performance.now();
  while (performance.now() - sinceMs < SETTLE_MAX_MS) {
    const now = await fingerprint(world).catch(() => `away ${performance.now()}`);
    if (now !== last) stillSinceMs = performance.now();
    last = now;
    if (performance.now() - stillSinceMs > 3_000) return;
    await pause(ASK_EVERY_MS);
  }
}

async function fingerprint(world: ChaosWorld): Promise<string> {
  const counts = await rowOf<{ counts: string }>(
    world.pool,
    `SELECT concat_ws(' ', (SELECT count(*) FROM comments WHERE intent IS NOT NULL), (SELECT count(*) FROM holds),
       (SELECT count(*) FROM messages WHERE state = 'sent'), (SELECT count(*) FROM events)) AS counts`,
  );
  return counts.counts;
}

/** Asks again until every invariant holds, or time is up. */
async function untilHeld(sinceMs: number, judge: () => Promise<Verdict>): Promise<Verdict> {
  for (;;) {
    const verdict = await judge();
    if (isHeld(verdict) || performance.now() - sinceMs > SETTLE_MAX_MS) return verdict;
    await pause(ASK_EVERY_MS);
  }
}
