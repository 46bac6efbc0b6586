import { randomUUID } from 'node:crypto';
import type { App } from '../../src/compose.ts';
import { keepDeadLetters } from '../../src/domain/queues/dead-letters.ts';
import { toGlobalId } from '../../src/events/global-id.ts';
import { rowsOf } from '../../src/platform/db/transaction.ts';

/** Global ids of new dead letters of a store, with `mark` in their texts. Settling one ends it, so each operation needs its own. */
export async function seedDeadLetters(
  app: Pick<App, 'pool' | 'vault' | 'keyPrefix'>,
  given: { storeId: string; mark: string; count: number },
): Promise<string[]> {
  const { storeId, mark } = given;
  const group = randomUUID();
  await keepDeadLetters(
    app,
    Array.from({ length: given.count }, (_, place) => ({
      storeId,
      kind: 'step' as const,
      subject: mark,
      group,
      reason: mark,
      parkedAtMs: 0,
      entry: { id: `${place}-0`, stream: `${app.keyPrefix}walk`, body: mark, attempt: 1, publishedAtMs: 0 },
    })),
  );
  const rows = await rowsOf<{ id: string }>(app.pool, 'SELECT id FROM dead_letters WHERE consumer_group = $1', [group]);
  return rows.map(({ id }) => toGlobalId('DeadLetter', id));
}
