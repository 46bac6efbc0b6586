import { recordEvents } from '../../../events/record-events.ts';
import { rowsOf, type Sql } from '../../../platform/db/transaction.ts';
import { requestErasure } from './request-erasure.ts';
import type { Wish } from './wish-of.ts';

/** A comment or message that demands something, stored before. */
export type AskedWish = {
  readonly storeId: string;
  readonly commentId: string;
  readonly liveEventId: string | null;
  readonly wish: Wish;
};

// Conditional: who is silent already is not told again, and START of somebody who gets messages means nothing.
const OPT_OUT = `
WITH silent AS (
  UPDATE buyers b SET opted_out_at = clock_timestamp() FROM comments c
  WHERE c.id = $1 AND b.id = c.buyer_id AND b.opted_out_at IS NULL RETURNING b.id
),
gone AS (UPDATE waitlist_entries w SET state = 'left' FROM silent WHERE w.buyer_id = silent.id AND w.state = 'waiting')
SELECT id AS "buyerId" FROM silent`;

const OPT_IN = `
UPDATE buyers b SET opted_out_at = NULL FROM comments c
WHERE c.id = $1 AND b.id = c.buyer_id AND b.opted_out_at IS NOT NULL AND b.erased_at IS NULL
  AND NOT EXISTS (SELECT FROM erasures e WHERE e.buyer_id = b.id AND e.erased_at IS NULL)
RETURNING b.id AS "buyerId"`;

const AUTHOR = `SELECT b.id AS "buyerId" FROM comments c JOIN buyers b ON b.id = c.buyer_id WHERE c.id = $1 AND b.erased_at IS NULL`;

/**
 * Obeys what people demand, in the transaction that stores their words: from its commit on nothing of the bot leaves to who
 * said STOP but its one answer (gate). What waits for them in the queue is refused when its turn comes.
 */
export async function obeyWishes(sql: Sql, asked: readonly AskedWish[]): Promise<void> {
  for (const { storeId, commentId, liveEventId, wish } of asked) {
    if (wish === 'data_deletion') {
      const [author] = await rowsOf<{ buyerId: string }>(sql, AUTHOR, [commentId]);
      if (author) await requestErasure(sql, { storeId, buyerId: author.buyerId, commentId, by: null });
      continue;
    }
    const [obeyed] = await rowsOf<{ buyerId: string }>(sql, wish === 'opt_out' ? OPT_OUT : OPT_IN, [commentId]);
    if (!obeyed) continue;
    const payload = { buyerId: obeyed.buyerId, wish, commentId, erasureId: null };
    await recordEvents(sql, [{ storeId, liveEventId, type: 'wish-obeyed', payload }]);
  }
}
