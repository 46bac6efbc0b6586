import type { Pool } from 'pg';
import { recordEvents } from '../../events/record-events.ts';
import { rowsOf, withTransaction } from '../../platform/db/transaction.ts';
import { NotFoundError } from '../errors.ts';
import { endHolds } from '../inventory/end-holds.ts';
import { lockHeldProducts } from '../inventory/lock-products.ts';
import { type OrderState, requireMove } from './saga.ts';

/**
 * Cancels an unpaid order and puts its stock back.
 * @throws NotFoundError when the store has no such order; IllegalMoveError when it is no longer pending.
 */
export async function cancelOrder(
  deps: { readonly pool: Pool },
  input: { readonly storeId: string; readonly orderId: string },
): Promise<void> {
  await withTransaction(deps.pool, async (sql) => {
    await lockHeldProducts(sql, [input.orderId]);
    const [order] = await rowsOf<{ status: OrderState; live_id: string | null }>(
      sql,
      'SELECT status, live_id FROM pedidos WHERE id = $1 AND tienda_id = $2 FOR NO KEY UPDATE',
      [input.orderId, input.storeId],
    );
    if (!order) throw new NotFoundError('order', input.orderId);
    requireMove('order', order.status, 'cancelled');
    await rowsOf(sql, `UPDATE pedidos SET status = 'cancelled' WHERE id = $1`, [input.orderId]);
    await endHolds(sql, { orderIds: [input.orderId], end: 'released' });
    await recordEvents(sql, [
      {
        storeId: input.storeId,
        liveEventId: order.live_id,
        type: 'order-cancelled',
        payload: { orderId: input.orderId },
      },
    ]);
  });
}
