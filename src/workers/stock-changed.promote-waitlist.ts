import { promoteWaitlist } from '../domain/inventory/promote-waitlist.ts';
import { on } from './step.ts';

/**
 * Free stock goes to the next in line, whatever freed it: an expiry, a cancelled order, a delivery. Each promotion changes
 * the stock again, which ends when nobody in line fits.
 */
export const promoteNext = on('stock-changed', 'promote-waitlist', async (app, events) => {
  const free = events.filter(({ payload }) => payload.onHandUnits > payload.heldUnits);
  const productIds = [...new Set(free.map(({ payload }) => payload.productId))];
  const { ttlMs: holdTtlMs, messageWaitMs } = app.config.limits.holds;
  await promoteWaitlist({ pool: app.pool, holdTtlMs, messageWaitMs }, { productIds });
});
