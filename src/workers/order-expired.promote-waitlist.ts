import { promoteWaitlist } from '../domain/inventory/promote-waitlist.ts';
import { rowsOf } from '../platform/db/transaction.ts';
import { on, type StepApp } from './step.ts';

async function promote(app: StepApp, orderIds: readonly string[]): Promise<void> {
  const products = await rowsOf<{ productId: string }>(
    app.pool,
    'SELECT DISTINCT producto_id AS "productId" FROM pedido_items WHERE pedido_id = ANY($1::uuid[])',
    [orderIds],
  );
  const deps = { pool: app.pool, holdTtlMs: app.config.limits.holds.ttlMs };
  for (const { productId } of products) await promoteWaitlist(deps, { productId });
}

/** Stock that an unpaid order gave back goes to the next in line. */
export const promoteAfterExpiry = on('order-expired', 'promote-waitlist', (app, events) =>
  promote(
    app,
    events.map((event) => event.payload.orderId),
  ),
);

/** The same for an order that was cancelled. */
export const promoteAfterCancel = on('order-cancelled', 'promote-waitlist', (app, events) =>
  promote(
    app,
    events.map((event) => event.payload.orderId),
  ),
);
