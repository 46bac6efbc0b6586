import type { Pool } from 'pg';
import { rowsOf } from '../../platform/db/transaction.ts';

/** Why a message may not leave at this instant: the bot is stopped, a person leads the chat, or the buyer said STOP. */
export type Closed =
  | { readonly why: 'paused'; readonly pauseId: string }
  | { readonly why: 'taken-over' }
  | { readonly why: 'opted-out' };

// What a person wrote passes a pause; to who said STOP only the answer to that leaves, or an answer to what they wrote since.
const CLOSED = `
SELECT m.id, p.id AS "pauseId", CASE
  WHEN b.opted_out_at IS NOT NULL AND m.author <> 'duty'
    AND NOT (m.author = 'person' AND coalesce(v.last_inbound_at > b.opted_out_at, false)) THEN 'opted-out'
  WHEN v.taken_over_until > clock_timestamp() AND m.author = 'bot' THEN 'taken-over'
  WHEN p.id IS NOT NULL THEN 'paused' END AS why
FROM messages m
JOIN conversations v ON v.id = m.conversation_id
JOIN buyers b ON b.id = v.buyer_id
LEFT JOIN LATERAL (
  SELECT id FROM bot_pauses WHERE tienda_id = m.tienda_id AND resumed_at IS NULL AND m.author <> 'person'
    AND (live_id IS NULL OR live_id = m.live_id) ORDER BY paused_at LIMIT 1) p ON true
WHERE m.id = ANY($1::uuid[])`;

// A busy process gets its answers late: one that is too old to go by is asked for again, for a while.
const FRESH_MS = 200;
const TRIES = 10;

/**
 * Asks the database whether a message may leave; call it right before the call to the vendor. Those who ask in the same
 * turn of the process share one question. A message that is gone may not leave.
 */
export function createGate(pool: Pick<Pool, 'query'>): (messageId: string) => Promise<Closed | null> {
  let asked: { readonly ids: string[]; readonly answers: Promise<ReadonlyMap<string, Closed | null>> } | null = null;
  const askOnce = async (messageId: string) => {
    if (!asked) {
      const ids: string[] = [];
      const answers = new Promise<void>((resolve) => setImmediate(resolve)).then(() => {
        asked = null;
        return ask(pool, ids);
      });
      asked = { ids, answers };
    }
    asked.ids.push(messageId);
    const answer = (await asked.answers).get(messageId);
    if (answer === undefined) throw new Error(`Message ${messageId} is gone.`);
    return answer;
  };
  return async (messageId) => {
    for (let tries = 1; ; tries += 1) {
      const askedMs = Date.now();
      const answer = await askOnce(messageId);
      if (answer || Date.now() - askedMs < FRESH_MS || tries === TRIES) return answer;
    }
  };
}

async function ask(pool: Pick<Pool, 'query'>, ids: readonly string[]): Promise<ReadonlyMap<string, Closed | null>> {
  const rows = await rowsOf<{ id: string; why: Closed['why'] | null; pauseId: string }>(pool as Pool, CLOSED, [ids]);
  return new Map(rows.map(({ id, why, pauseId }) => [id, why && (why === 'paused' ? { why, pauseId } : { why })]));
}

const REASONS: Readonly<Record<Closed['why'], string>> = {
  paused: 'The bot is stopped.',
  'taken-over': 'A person of the store leads this conversation; the bot is silent in it.',
  'opted-out': 'The person asked for no more messages.',
};

/** The reason in words for the seller. */
export function reasonOf(closed: Closed): string {
  return REASONS[closed.why];
}
