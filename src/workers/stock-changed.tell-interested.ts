import { type BackInStock, queueBackInStock } from '../domain/messaging/queue-back-in-stock.ts';
import { publishMessages } from './publish-messages.ts';
import { on } from './step.ts';

// Interest of buyers ends with their window.
const SOLD_OUT_TTL_S = 86_400;

/**
 * What was sold out and is back is told to those who wanted it. Redis remembers since when a product is sold out; losing that
 * costs a notice, never a second one.
 */
export const tellInterested = on('stock-changed', 'tell-interested', async (app, events) => {
  const back: BackInStock[] = [];
  for (const { payload, occurredAt } of events) {
    const key = `${app.keyPrefix}product:${payload.productId}:sold-out`;
    if (payload.onHandUnits <= payload.heldUnits) {
      await app.redis.set(key, occurredAt, 'EX', SOLD_OUT_TTL_S, 'NX');
      continue;
    }
    const soldOutAt = await app.redis.getdel(key);
    if (soldOutAt) back.push({ productId: payload.productId, soldOutAt });
  }
  if (back.length > 0) await publishMessages(app, await queueBackInStock(app.pool, { products: back }));
});
