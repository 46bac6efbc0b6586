import { startClocks } from '../domain/sales/start-clocks.ts';
import { on } from './step.ts';

/** A message that cannot go out holds up nobody: the time to pay runs from its refusal. */
export const startClockAnyway = on('message-refused', 'start-clock', (app, events) =>
  startClocks(app.pool, {
    messageIds: events.map(({ payload }) => payload.messageId),
    holdTtlMs: app.config.limits.holds.ttlMs,
  }),
);
