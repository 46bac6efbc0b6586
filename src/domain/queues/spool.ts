import type { Pool } from 'pg';
import { rowsOf, type Sql } from '../../platform/db/transaction.ts';

const SPOOL_LOCK = 7_312_413;

/** An entry that waits for Redis. `stream` is its name in the code, `by` what decides on its shard. */
export type SpooledEntry = {
  readonly stream: string;
  readonly by: string;
  readonly message: {
    readonly body: string;
    readonly key: string;
    readonly headers?: Readonly<Record<string, string>>;
  };
};

/** Keeps entries in their order until Redis takes them. */
export async function spoolEntries(sql: Sql, entries: readonly SpooledEntry[]): Promise<void> {
  await rowsOf(
    sql,
    `INSERT INTO spool (stream, shard_by, message)
     SELECT e ->> 'stream', e ->> 'by', e -> 'message' FROM jsonb_array_elements($1::jsonb) WITH ORDINALITY AS x(e, place)
     ORDER BY place`,
    [JSON.stringify(entries)],
  );
}

/** Publishes messages to a stream, those of one shard in their order. */
export type PublishTo = (
  stream: string,
  messages: readonly (SpooledEntry['message'] & { readonly by: string })[],
) => Promise<void>;

/** How far a replay came: `empty`, `more` is left, or another process is `busy` with it. */
export type Replayed = 'empty' | 'more' | 'busy';

/**
 * Publishes the oldest entries of the spool and deletes them; one process at a time, so that their order is kept. After
 * a crash between the two they are published twice.
 */
export async function replaySpool(
  deps: { readonly pool: Pool; readonly publish: PublishTo },
  input: { readonly limit: number },
): Promise<Replayed> {
  const client = await deps.pool.connect();
  let broken: Error | undefined;
  try {
    const [lock] = await rowsOf<{ isOurs: boolean }>(client, 'SELECT pg_try_advisory_lock($1) AS "isOurs"', [
      SPOOL_LOCK,
    ]);
    if (!lock?.isOurs) return 'busy';
    const rows = await rowsOf<SpooledEntry & { seq: string }>(
      client,
      'SELECT seq, stream, shard_by AS by, message FROM spool ORDER BY seq LIMIT $1',
      [input.limit],
    );
    if (rows.length > 0) {
      for (const [stream, own] of Map.groupBy(rows, (row) => row.stream))
        await deps.publish(
          stream,
          own.map(({ message, by }) => ({ ...message, by })),
        );
      await rowsOf(client, 'DELETE FROM spool WHERE seq = ANY($1::bigint[])', [rows.map(({ seq }) => seq)]);
    }
    await rowsOf(client, 'SELECT pg_advisory_unlock($1)', [SPOOL_LOCK]);
    return rows.length > 0 ? 'more' : 'empty';
  } catch (error) {
    // Closing the connection frees the lock.
    broken = error as Error;
    throw error;
  } finally {
    client.release(broken);
  }
}
