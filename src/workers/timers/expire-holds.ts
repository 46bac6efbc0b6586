import type { App } from '../../compose.ts';
import { expireOrders } from '../../domain/sales/expire-orders.ts';

/** Ends all carts whose time is over, batch by batch. */
export async function expireHolds(app: Pick<App, 'pool' | 'config'>): Promise<void> {
  const limit = app.config.limits.holds.expireBatch;
  while ((await expireOrders({ pool: app.pool }, { limit })) === limit);
}
