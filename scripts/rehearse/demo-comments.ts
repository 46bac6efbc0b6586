import { readFileSync } from 'node:fs';
import { z } from 'zod';
import shops from '../../demo/shops.json' with { type: 'json' };

export type DemoShop = (typeof shops)[number];
/** A comment of the demo live. `showingSku`: what the seller holds up while it is written. `intent`: its label. */
export type DemoComment = {
  readonly author: string;
  readonly text: string;
  readonly showingSku: string | null;
  readonly intent: string;
};

export const SHOP_KEYS: readonly string[] = shops.map((shop) => shop.key);

const lineModel = z.object({
  author: z.string(),
  text: z.string(),
  context: z.object({ showing_sku: z.string().nullable() }),
  expected: z.object({ intent: z.string() }),
});

/** The demo shop of a key such as `cl`, or of its full name; null when there is none. */
export function findShop(key: string): DemoShop | null {
  return shops.find((shop) => shop.key === key || shop.shop === key) ?? null;
}

/** The comments of a shop's live, in order. */
export function loadComments(shop: DemoShop): readonly DemoComment[] {
  const text = readFileSync(new URL(`../../demo/comments-${shop.shop}.jsonl`, import.meta.url), 'utf8');
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => lineModel.parse(JSON.parse(line)))
    .map(({ author, text: said, context, expected }) => ({
      author,
      text: said,
      showingSku: context.showing_sku,
      intent: expected.intent,
    }));
}
