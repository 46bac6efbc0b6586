import { startClocks } from '../domain/sales/start-clocks.ts';
import { on } from './step.ts';

/** A buyer whom the line reached has the whole time to pay from the moment when the message went out. */
export const startClock = on('message-sent', 'start-clock', (app, events) =>
  startClocks(app.pool, {
    messageIds: events.map(({ payload }) => payload.messageId),
    holdTtlMs: app.config.limits.holds.ttlMs,
  }),
);
