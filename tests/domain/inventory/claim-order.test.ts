import fc from 'fast-check';
import { expect, test } from 'vitest';
import { adjustStock } from '../../../src/domain/inventory/adjust-stock.ts';
import { promoteWaitlist } from '../../../src/domain/inventory/promote-waitlist.ts';
import { rowsOf } from '../../../src/platform/db/transaction.ts';
import { comment, HOLD_TTL_MS, openShop, PROPERTY_TIMEOUT_MS, place, sharedDatabase } from '../shop.ts';

const database = sharedDatabase();

/** Who is served when each takes the units wanted if they are still there, one after the other. */
function serve(free: number, wishes: readonly number[]): boolean[] {
  let left = free;
  return wishes.map((units) => {
    const isServed = units <= left;
    if (isServed) left -= units;
    return isServed;
  });
}

const wishes = fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 12 });

test(
  'a batch in any order, with any repeats, is served in the order of its comments',
  async () => {
    const { pool } = database;
    await fc.assert(
      fc.asyncProperty(fc.nat(12), wishes, fc.infiniteStream(fc.nat()), async (units, asked, order) => {
        const shop = await openShop(pool, { units });
        const claims = await Promise.all(asked.map((wish, second) => comment(pool, shop, { units: wish, second })));
        const delivered = [...claims, ...claims]
          .map((claim) => ({ claim, key: order.next().value ?? 0 }))
          .sort((a, b) => a.key - b.key)
          .map(({ claim }) => claim);

        const results = await place(pool, delivered);

        const held = new Map(results.map((result) => [result.commentId, result.held]));
        expect(claims.map((claim) => held.get(claim.commentId))).toEqual(serve(units, asked));
        expect(results).toHaveLength(claims.length);
      }),
      { numRuns: 40 },
    );
  },
  PROPERTY_TIMEOUT_MS,
);

test(
  'units that come back in any portions are given to the line as if it had been asked one by one',
  async () => {
    const { pool } = database;
    const portions = fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(wishes, portions, async (asked, deliveries) => {
        const shop = await openShop(pool, { units: 0 });
        const claims = await Promise.all(asked.map((wish, second) => comment(pool, shop, { units: wish, second })));
        await place(pool, claims);
        const served = asked.map(() => false);
        let free = 0;
        for (const deltaUnits of deliveries) {
          await adjustStock({ pool }, { storeId: shop.storeId, productId: shop.productId, deltaUnits });
          await promoteWaitlist({ pool, holdTtlMs: HOLD_TTL_MS }, { productIds: [shop.productId] });
          free += deltaUnits;
          for (const [turn, units] of asked.entries()) {
            if (served[turn] || units > free) continue;
            served[turn] = true;
            free -= units;
          }
        }

        const rows = await rowsOf<{ held: boolean }>(
          pool,
          `SELECT state = 'promoted' AS held FROM waitlist_entries WHERE producto_id = $1 ORDER BY commented_at`,
          [shop.productId],
        );
        expect(rows.map((row) => row.held)).toEqual(served);
      }),
      { numRuns: 25 },
    );
  },
  PROPERTY_TIMEOUT_MS,
);
