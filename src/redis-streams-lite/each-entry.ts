import { again, done, type Entry, never, type Outcome } from './types.ts';

/** Thrown by a per-entry handler: this can never succeed, park it. */
export class NeverRetryError extends Error {}

/** Makes a batch handler of a handler of one entry. Each stands alone: one that fails holds up none of the others. */
export function eachEntry(
  handle: (entry: Entry) => Promise<Outcome | undefined>,
): (entries: readonly Entry[]) => Promise<readonly Outcome[]> {
  return (entries) =>
    Promise.all(
      entries.map(async (entry) => {
        try {
          return (await handle(entry)) ?? done();
        } catch (error) {
          return error instanceof NeverRetryError ? never(error.message) : again(error);
        }
      }),
    );
}
