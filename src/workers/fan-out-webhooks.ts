import { planDeliveries } from '../domain/partners/plan-deliveries.ts';
import type { LoggedEvent } from '../events/catalog.ts';
import type { Entry } from '../redis-streams-lite/types.ts';
import { publishDeliveries } from './publish-deliveries.ts';
import type { StepApp } from './step.ts';

/** Every event of the log becomes one delivery for each endpoint that asked for it. */
export function createFanOut(app: StepApp): (entries: readonly Entry[]) => Promise<undefined> {
  return async (entries) => {
    const events = entries.map((entry) => JSON.parse(entry.body) as LoggedEvent);
    await publishDeliveries(app, await planDeliveries(app.pool, events));
    return undefined;
  };
}
