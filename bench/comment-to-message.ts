import { DEMO_SELLER } from '../prisma/seed.ts';
import { findShop } from '../scripts/rehearse/demo-comments.ts';
import { rehearseLive } from '../scripts/rehearse/rehearse-live.ts';
import { isClean } from '../scripts/rehearse/summarise.ts';
import { type BenchRow, ceilingRow } from './row.ts';
import type { BenchWorld } from './world.ts';

const SECONDS = 20;

/** From the post of a comment to its private message accepted by the sandbox, at a steady pace. */
export async function benchCommentToMessage(
  world: BenchWorld,
  given: { readonly shop: string; readonly ratePerMinute: number; readonly atMostMs: number },
): Promise<BenchRow> {
  const shop = findShop(given.shop);
  if (!shop) throw new Error(`There is no demo shop ${given.shop}.`);
  const figures = await rehearseLive({
    shop,
    ratePerMinute: given.ratePerMinute,
    durationMs: SECONDS * 1_000,
    url: world.baseUrl,
    sandboxUrl: world.sandboxUrl,
    appSecret: world.env.FB_APP_SECRET,
    seller: DEMO_SELLER,
  });
  if (!isClean(figures)) throw new Error(`The rehearsal lost or doubled something: ${JSON.stringify(figures)}`);
  return ceilingRow({
    name: `comment → message, ${given.ratePerMinute}/min`,
    unit: 'ms (p95)',
    ours: figures.latencyMs?.p95 ?? Number.POSITIVE_INFINITY,
    atMost: given.atMostMs,
  });
}
