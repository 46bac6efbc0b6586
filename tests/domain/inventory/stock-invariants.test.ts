import fc from 'fast-check';
import { expect, test } from 'vitest';
import { IllegalMoveError, OutOfStockError } from '../../../src/domain/errors.ts';
import { adjustStock } from '../../../src/domain/inventory/adjust-stock.ts';
import type { Revision } from '../../../src/domain/inventory/plan-revision.ts';
import { promoteWaitlist } from '../../../src/domain/inventory/promote-waitlist.ts';
import { applyPayment } from '../../../src/domain/payments/apply-payment.ts';
import { cancelOrder } from '../../../src/domain/sales/cancel-order.ts';
import { expireOrders } from '../../../src/domain/sales/expire-orders.ts';
import { rowsOf } from '../../../src/platform/db/transaction.ts';
import { seedProduct, stockProblems } from '../../testkit/scene.ts';
import {
  comment,
  HOLD_TTL_MS,
  openShop,
  PROPERTY_TIMEOUT_MS,
  place,
  revise,
  revision,
  runOut,
  sharedDatabase,
} from '../shop.ts';

const database = sharedDatabase();

const PRODUCTS = 2;
const BUYERS = 4;
const any = fc.nat(1_000);
const claim = fc.record({
  product: fc.nat(PRODUCTS - 1),
  buyer: fc.nat(BUYERS - 1),
  units: fc.integer({ min: 1, max: 4 }),
  second: fc.nat(60),
});
const action = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('claim' as const),
      claims: fc.array(claim, { minLength: 1, maxLength: 4 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('repeat' as const) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('expire' as const), order: any }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('cancel' as const), order: any }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('pay' as const), order: any }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('adjust' as const),
      product: fc.nat(PRODUCTS - 1),
      delta: fc.integer({ min: -3, max: 5 }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('promote' as const) }) },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('revise' as const),
      what: fc.constantFrom('count', 'swap', 'drop', 'drop all'),
      claims: fc.array(claim, { minLength: 1, maxLength: 2 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('revise again' as const) }) },
);
type Action = typeof action extends fc.Arbitrary<infer Value> ? Value : never;

test(
  'no interleaving of claims, changes, cancels, repeats, expiries, payments, deliveries and promotions oversells or loses a unit',
  async () => {
    const waves = fc.array(fc.array(action, { minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 6 });
    await fc.assert(fc.asyncProperty(fc.nat(6), waves, playAndCheck), { numRuns: 40 });
  },
  PROPERTY_TIMEOUT_MS,
);

/** Each wave runs its actions at once, on connections of their own. */
async function playAndCheck(units: number, waves: readonly (readonly Action[])[]): Promise<void> {
  const market = await openMarket(units);
  for (const wave of waves) {
    await Promise.all(wave.map((step) => market.play(step)));
    expect(await stockProblems(database.pool)).toEqual([]);
    expect(await market.problems()).toEqual([]);
  }
  await market.play({ do: 'promote' });
  expect(await market.waitingWhoFit()).toBe(0);
}

async function openMarket(units: number) {
  const { pool } = database;
  const shop = await openShop(pool, { units });
  const productIds = [shop.productId, await seedProduct(pool, { storeId: shop.storeId, units, priceMinor: 250n })];
  const buyerIds = await Promise.all(Array.from({ length: BUYERS }, async () => (await comment(pool, shop)).buyerId));
  const placed: Awaited<ReturnType<typeof comment>>[][] = [];
  const revised: Revision[][] = [];

  /** One revision of each buyer at most, as rounds have it. */
  async function makeRevisions(step: Extract<Action, { do: 'revise' }>): Promise<Revision[]> {
    const byBuyer = new Map(step.claims.map((one) => [one.buyer, one]));
    return Promise.all(
      [...byBuyer.values()].map(({ buyer, product, units, second }) => {
        const [productId, other] = [productIds[product] ?? '', productIds[(product + 1) % PRODUCTS] ?? ''];
        return revision(pool, shop, {
          buyerId: buyerIds[buyer] ?? '',
          second,
          intent: step.what.startsWith('drop') ? 'cancel' : 'change',
          isWholeCart: step.what === 'drop all',
          items: step.what === 'drop all' ? [] : [{ productId, quantityUnits: units }],
          removedProductIds: step.what === 'swap' ? [other] : [],
        });
      }),
    );
  }

  async function pick(order: number): Promise<{ id: string; total: string } | undefined> {
    const rows = await rowsOf<{ id: string; total: string }>(
      pool,
      'SELECT id, total FROM pedidos WHERE tienda_id = $1 ORDER BY id',
      [shop.storeId],
    );
    return rows[order % Math.max(rows.length, 1)];
  }

  async function play(step: Action): Promise<void> {
    if (step.do === 'claim') {
      const claims = await Promise.all(
        step.claims.map(({ product, buyer, ...given }) =>
          comment(pool, shop, { ...given, productId: productIds[product] ?? '', buyerId: buyerIds[buyer] ?? '' }),
        ),
      );
      placed.push(claims);
      await place(pool, claims);
    }
    if (step.do === 'revise') {
      const revisions = await makeRevisions(step);
      revised.push(revisions);
      await revise(pool, revisions);
    }
    if (step.do === 'revise again') for (const revisions of revised.toReversed()) await revise(pool, revisions);
    if (step.do === 'repeat') await place(pool, placed.flat().reverse());
    if (step.do === 'promote') await promoteWaitlist({ pool, holdTtlMs: HOLD_TTL_MS }, { productIds });
    if (step.do === 'adjust') {
      const input = { storeId: shop.storeId, productId: productIds[step.product] ?? '', deltaUnits: step.delta };
      await adjustStock({ pool }, input).catch(only(OutOfStockError));
    }
    const order = 'order' in step ? await pick(step.order) : undefined;
    if (!order) return;
    if (step.do === 'expire') {
      await runOut(pool, order.id);
      await expireOrders({ pool }, { limit: 100 });
    }
    if (step.do === 'cancel')
      await cancelOrder({ pool }, { storeId: shop.storeId, orderId: order.id }).catch(only(IllegalMoveError));
    if (step.do === 'pay') await pay(shop.storeId, order);
  }

  return { play, problems: () => marketProblems(shop.storeId), waitingWhoFit: () => countWaitingWhoFit(shop.storeId) };
}

/** Pays in full at the gateway, on time or late, and tells it twice. */
async function pay(storeId: string, order: { id: string }): Promise<void> {
  const { pool } = database;
  const [attempt] = await rowsOf<{ id: string; amount: string }>(
    pool,
    `WITH closed AS (UPDATE pedidos SET checkout_started_at = now() WHERE id = $1 RETURNING id, tienda_id, total, currency)
     INSERT INTO payment_attempts (tienda_id, pedido_id, gateway, amount_minor, currency)
     SELECT tienda_id, id, 'mercadopago', total, currency FROM closed RETURNING id, amount_minor AS amount`,
    [order.id],
  );
  const payment = {
    externalId: `pay-${attempt?.id}`,
    attemptId: attempt?.id ?? '',
    state: 'approved',
    amountMinor: BigInt(attempt?.amount ?? 0),
    currency: 'CLP',
  } as const;
  await Promise.all([1, 2].map(() => applyPayment({ pool }, { gateway: 'mercadopago', storeId, payment })));
}

const MARKET_PROBLEMS = `
SELECT 'paid order ' || o.id || ' without all of its units' AS problem FROM pedidos o
WHERE o.tienda_id = $1 AND o.status = 'paid' AND (SELECT sum(quantity) FROM pedido_items WHERE pedido_id = o.id)
  IS DISTINCT FROM (SELECT sum(quantity) FROM holds WHERE pedido_id = o.id AND state = 'consumed')
UNION ALL
SELECT 'order ' || o.id || ' is ' || o.status || ' and holds stock' FROM pedidos o
WHERE o.tienda_id = $1 AND o.status <> 'pending' AND EXISTS (SELECT FROM holds WHERE pedido_id = o.id AND state = 'active')
UNION ALL
SELECT 'order ' || o.id || ' asks another total than its lines' FROM pedidos o
WHERE o.tienda_id = $1 AND o.total <> (SELECT sum(quantity * unit_price) FROM pedido_items WHERE pedido_id = o.id)
UNION ALL
SELECT 'promoted entry ' || w.id || ' without its hold' FROM waitlist_entries w
WHERE w.tienda_id = $1 AND (w.state = 'promoted') <>
  EXISTS (SELECT FROM holds h WHERE h.comment_id = w.comment_id AND h.producto_id = w.producto_id AND h.from_line)
UNION ALL
SELECT 'hold ' || h.id || ' has not exactly one event' FROM holds h
WHERE h.tienda_id = $1 AND 1 <> (SELECT count(*) FROM events e WHERE e.tienda_id = $1 AND e.type = 'hold-placed'
  AND (e.payload->>'cause' = 'line') = h.from_line
  AND e.payload->>'commentId' = h.comment_id::text AND e.payload->>'productId' = h.producto_id::text)
UNION ALL
SELECT 'comment ' || c.id || ' is held for and refused' FROM comments c JOIN refused_claims r ON r.comment_id = c.id
WHERE c.tienda_id = $1 AND EXISTS (SELECT FROM holds h WHERE h.comment_id = c.id AND h.producto_id = r.producto_id)
UNION ALL
SELECT 'unpaid order ' || o.id || ' asks for other units than it holds' FROM pedidos o
WHERE o.tienda_id = $1 AND o.status = 'pending' AND (SELECT sum(quantity) FROM pedido_items WHERE pedido_id = o.id)
  IS DISTINCT FROM (SELECT sum(quantity) FROM holds WHERE pedido_id = o.id AND state = 'active')
UNION ALL
SELECT 'revision of comment ' || r.comment_id || ' is told of ' || count(e.id) || ' times' FROM claim_revisions r
LEFT JOIN events e ON e.tienda_id = $1 AND e.payload->>'commentId' = r.comment_id::text
  AND e.type IN ('hold-changed', 'hold-cancelled', 'revision-refused')
WHERE r.tienda_id = $1 GROUP BY r.comment_id, r.producto_id HAVING count(e.id) > 1
UNION ALL
SELECT 'order ' || o.id || ' is ' || o.status || ' with money ' || count(p.id) FROM pedidos o
LEFT JOIN payments p ON p.pedido_id = o.id AND p.outcome = 'applied'
WHERE o.tienda_id = $1 GROUP BY o.id HAVING (o.status = 'paid') <> (count(p.id) = 1)`;

async function marketProblems(storeId: string): Promise<readonly string[]> {
  const rows = await rowsOf<{ problem: string }>(database.pool, MARKET_PROBLEMS, [storeId]);
  return rows.map((row) => row.problem);
}

async function countWaitingWhoFit(storeId: string): Promise<number | undefined> {
  const [row] = await rowsOf<{ count: number }>(
    database.pool,
    `SELECT count(*)::int AS count FROM waitlist_entries w JOIN productos p ON p.id = w.producto_id
     WHERE w.tienda_id = $1 AND w.state = 'waiting' AND w.quantity <= p.stock - p.held`,
    [storeId],
  );
  return row?.count;
}

/** Lets one kind of refusal pass and nothing else. */
function only(kind: typeof OutOfStockError | typeof IllegalMoveError) {
  return (error: unknown) => {
    if (!(error instanceof kind)) throw error;
  };
}
