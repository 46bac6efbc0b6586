import pg from 'pg';
import type { Logger } from 'pino';
import { rowsOf } from '../platform/db/transaction.ts';
import { pause } from '../platform/pause.ts';

/** First half of the lock's name; the second is the slot. */
const SLOT_LOCKS = 7_312_412;
const SLOTS_MAX = 256;

/** A number that no other process of the installation has while `lost` is not settled. */
export type SlotLease = {
  readonly slot: number;
  /** Resolves when another process has the slot: the owner must end, because two would work under one name. */
  readonly lost: Promise<void>;
  release(): Promise<void>;
};

// Row by row, so that it locks the first free slot and no other.
const TAKE = `SELECT slot FROM generate_series($2::int, $3::int) AS slot WHERE pg_try_advisory_lock($1::int, slot) LIMIT 1`;

/**
 * Takes the lowest free slot. PostgreSQL holds it with a connection of its own and frees it when the process dies, so
 * that the next one gets the same slot at once and with it the work that was left under its name. Waits for PostgreSQL.
 * @throws Error when every slot is taken.
 */
export async function leaseSlot(input: { readonly databaseUrl: string; readonly log: Logger }): Promise<SlotLease> {
  const ending = new AbortController();
  const lost = Promise.withResolvers<void>();
  let { client, closed } = await connect(input, ending.signal);
  const slot = await take(client, 1, SLOTS_MAX);
  if (slot === null) throw new Error(`All ${SLOTS_MAX} slots for workers are taken.`);
  const keep = async (): Promise<void> => {
    for (;;) {
      await closed;
      if (ending.signal.aborted) return;
      ({ client, closed } = await connect(input, ending.signal));
      const held: number | null = await take(client, slot, slot).catch(() => slot);
      if (held !== slot) return lost.resolve();
    }
  };
  const keeping = keep();
  return {
    slot,
    lost: lost.promise,
    async release() {
      ending.abort();
      await client.end().catch(() => undefined);
      await keeping;
    },
  };
}

async function connect(
  input: { readonly databaseUrl: string; readonly log: Logger },
  signal: AbortSignal,
): Promise<{ client: pg.Client; closed: Promise<void> }> {
  for (;;) {
    const client = new pg.Client({ connectionString: input.databaseUrl, keepAlive: true });
    const closed = new Promise<void>((resolve) => client.once('end', () => resolve()));
    client.on('error', () => undefined);
    try {
      await client.connect();
      return { client, closed };
    } catch (error) {
      await client.end().catch(() => undefined);
      if (signal.aborted) return { client, closed: Promise.resolve() };
      input.log.warn({ err: error }, 'The workers wait for PostgreSQL to get their slot');
      await pause(1_000, signal);
    }
  }
}

async function take(client: pg.Client, first: number, last: number): Promise<number | null> {
  const [row] = await rowsOf<{ slot: number }>(client, TAKE, [SLOT_LOCKS, first, last]);
  return row?.slot ?? null;
}
