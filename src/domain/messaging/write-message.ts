import type { Pool } from 'pg';
import { recordEvents } from '../../events/record-events.ts';
import { rowOf, rowsOf, type Sql, withTransaction } from '../../platform/db/transaction.ts';
import { ConflictError } from '../errors.ts';
import { takeOverConversation } from './lead-conversation.ts';
import { decideSend } from './send-policy.ts';

type Chat = {
  hasPsid: boolean;
  hasOptedOut: boolean;
  lastInboundAtMs: number | null;
  isWindowClosed: boolean;
  nowMs: number;
};

const CHAT = `
SELECT b.psid IS NOT NULL AS "hasPsid", (extract(epoch FROM v.last_inbound_at) * 1000)::float8 AS "lastInboundAtMs",
  coalesce(b.opted_out_at >= coalesce(v.last_inbound_at, '-infinity'), false) AS "hasOptedOut",
  coalesce(v.window_closed_at >= v.last_inbound_at, false) AS "isWindowClosed",
  (extract(epoch FROM clock_timestamp()) * 1000)::float8 AS "nowMs"
FROM conversations v JOIN buyers b ON b.id = v.buyer_id WHERE v.id = $1 AND v.tienda_id = $2`;

// The key of the caller makes a second try of the same words the same message.
const WRITE = `
INSERT INTO messages (tienda_id, conversation_id, direction, kind, dedupe_key, body, author, written_by)
VALUES ($1, $2::uuid, 'out', 'notice', 'written:' || $2::uuid || ':' || $3::text, jsonb_build_object('text', $4::text), 'person', $5)
ON CONFLICT (dedupe_key) DO NOTHING RETURNING id`;

/**
 * A person writes into a conversation by hand and leads it from then on. The words leave like any message, stopped bot or
 * not. Answers the id of the message; a `clientKey` that was used before in this conversation sends nothing again.
 * @throws ConflictError when Meta's rules or the buyer's wish allow no message now.
 */
export async function writeMessage(
  deps: { readonly pool: Pool; readonly takeOverMs: number },
  input: {
    readonly storeId: string;
    readonly conversationId: string;
    readonly text: string;
    readonly clientKey: string;
    readonly by: string;
  },
): Promise<string> {
  const { storeId, conversationId } = input;
  return withTransaction(deps.pool, async (sql) => {
    await assertMayWrite(sql, input);
    const values = [storeId, conversationId, input.clientKey, input.text, input.by];
    const [written] = await rowsOf<{ id: string }>(sql, WRITE, values);
    if (!written) {
      const known = `SELECT id FROM messages WHERE dedupe_key = 'written:' || $1::uuid || ':' || $2::text`;
      return (await rowOf<{ id: string }>(sql, known, [conversationId, input.clientKey])).id;
    }
    const payload = { messageId: written.id, conversationId };
    await recordEvents(sql, [{ storeId, liveEventId: null, type: 'message-written', payload }]);
    await takeOverConversation(sql, { conversationId, by: input.by, takeOverMs: deps.takeOverMs });
    return written.id;
  });
}

async function assertMayWrite(sql: Sql, input: { storeId: string; conversationId: string }): Promise<void> {
  const chat = await rowOf<Chat>(sql, CHAT, [input.conversationId, input.storeId]);
  if (chat.hasOptedOut) throw new ConflictError('The person asked for no more messages. Wait until they write again.');
  const decision = decideSend({ ...chat, kind: 'notice', hasTemplate: false, commentedAtMs: null, byHuman: true });
  if (decision.mode === 'none') throw new ConflictError(`${decision.reason} Answer under their comment instead.`);
}
