import type { Redis } from 'ioredis';
import type { Pool } from 'pg';
import type { App } from '../compose.ts';
import { type EventPayload, type EventType, eventModels, type LoggedEvent } from '../events/catalog.ts';
import { again, done, type Entry, type Outcome } from '../redis-streams-lite/types.ts';
import { isolate } from './isolate.ts';

/** What a step of the journey may use. */
export type StepApp = Pick<App, 'pool' | 'keyPrefix' | 'log' | 'metrics' | 'config'> & {
  readonly redis: Redis;
  readonly pool: Pool;
};

export type StepEvent<Type extends EventType> = Omit<LoggedEvent, 'payload'> & { readonly payload: EventPayload<Type> };

/** One step: an event of the log and what happens then, for a whole batch. Running it twice changes nothing. */
export type Step = {
  readonly event: EventType;
  readonly name: string;
  readonly run: (app: StepApp, events: readonly LoggedEvent[]) => Promise<void>;
};

/** Ties an event to its step; payloads are checked before the step sees them. */
export function on<Type extends EventType>(
  event: Type,
  name: string,
  run: (app: StepApp, events: readonly StepEvent<Type>[]) => Promise<void>,
): Step {
  return {
    event,
    name,
    run: (app, events) =>
      run(
        app,
        events.map((logged) => ({
          ...logged,
          payload: eventModels[event].parse(logged.payload) as EventPayload<Type>,
        })),
      ),
  };
}

/** A batch handler for the log: each step gets its events; a failing one is tried again without the others. */
export function runSteps(
  app: StepApp,
  steps: readonly Step[],
): (entries: readonly Entry[]) => Promise<readonly Outcome[]> {
  return async (entries) => {
    const failures = new Map<Entry, unknown>();
    for (const step of steps) {
      // The relay puts the type before the id, so that what does not concern a reader need not be parsed.
      const mine = entries.filter((entry) => entry.key?.startsWith(`${step.event}:`));
      if (mine.length === 0) continue;
      const failed = await isolate(mine, (some) =>
        step.run(
          app,
          some.map((entry) => JSON.parse(entry.body) as LoggedEvent),
        ),
      );
      for (const [entry, error] of failed) failures.set(entry, error);
      const [error] = failed.values();
      if (failed.size > 0)
        app.log.error({ err: error, step: step.name, count: failed.size }, 'A step failed and will be tried again');
    }
    return entries.map((entry) => (failures.has(entry) ? again(failures.get(entry)) : done()));
  };
}
