import { z } from 'zod';
import type { App } from '../compose.ts';
import { settlePayment } from '../domain/payments/settle-payment.ts';
import { rowsOf } from '../platform/db/transaction.ts';
import { CircuitOpenError } from '../platform/net/breaker.ts';
import { again, done, type Entry, laterAt, never, type Outcome } from '../redis-streams-lite/types.ts';

const AWAY_MS = 3_000;

const entryModel = z.object({ inboxId: z.uuid() });
const hintModel = z.object({ storeId: z.uuid(), externalId: z.string(), gateway: z.string() });

export type MarkPaidApp = Pick<App, 'pool' | 'gateways' | 'vault' | 'installationCredentials' | 'metrics'>;

/** Asks the gateway about one hint of the inbox and moves the order by what it says. */
export async function handleHint(app: MarkPaidApp, inboxId: string): Promise<Outcome> {
  const [row] = await rowsOf<{ body: unknown }>(
    app.pool,
    'SELECT body FROM inbox WHERE id = $1 AND handled_at IS NULL',
    [inboxId],
  );
  if (!row) return done();
  const hint = hintModel.safeParse(row.body);
  if (!hint.success) return never('The hint in the inbox has an unknown shape.');
  let settled: Awaited<ReturnType<typeof settlePayment>>;
  try {
    settled = await settlePayment(app, hint.data);
  } catch (error) {
    // Nobody was asked, so it counts as no try.
    if (error instanceof CircuitOpenError) return laterAt(Date.now() + AWAY_MS * (1 + Math.random()));
    throw error;
  }
  if (settled === 'unknown-payment') return again(`The gateway does not know payment ${hint.data.externalId} yet.`);
  await rowsOf(app.pool, 'UPDATE inbox SET handled_at = clock_timestamp() WHERE id = $1', [inboxId]);
  return done();
}

/** A batch handler for `payment_events`; each entry names a row of the inbox. */
export function createMarkOrderPaid(app: MarkPaidApp): (entry: Entry) => Promise<Outcome> {
  return (entry) => handleHint(app, entryModel.parse(JSON.parse(entry.body)).inboxId);
}
