import { planReminders } from '../domain/messaging/plan-reminders.ts';
import { on } from './step.ts';

/** The buyer will be reminded of the cart, if it is still unpaid then. */
export const planLadder = on('hold-placed', 'plan-reminders', async (app, events) => {
  await planReminders(app.pool, { orderIds: events.map((event) => event.payload.orderId) });
});
