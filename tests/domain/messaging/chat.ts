import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import { claimMessages, type MessageToSend } from '../../../src/domain/messaging/claim-messages.ts';
import type { MetaGraph, SendError } from '../../../src/domain/messaging/graph.ts';
import { type NewMessage, type OutgoingKind, queueMessages } from '../../../src/domain/messaging/queue-messages.ts';
import { rowOf } from '../../../src/platform/db/transaction.ts';
import { comment, openShop } from '../shop.ts';

/** A comment of a new buyer, and messages about it. */
export async function openChat(pool: Pool) {
  const shop = await openShop(pool as Parameters<typeof openShop>[0]);
  const { buyerId, commentId } = await comment(pool as Parameters<typeof openShop>[0], shop);
  const message = (kind: OutgoingKind, given: Partial<NewMessage> = {}): NewMessage => ({
    storeId: shop.storeId,
    buyerId,
    liveEventId: shop.liveEventId,
    orderId: null,
    commentId,
    kind,
    dedupeKey: `${kind}:${randomUUID()}`,
    body: { text: 'Hola Beto' },
    ...given,
  });
  return { ...shop, buyerId, commentId, message };
}

/** Queues messages and takes them for sending. */
export async function queueAndClaim(pool: Pool, messages: readonly NewMessage[]): Promise<readonly MessageToSend[]> {
  return claimMessages(pool, await queueMessages(pool, messages));
}

export async function messageRow(pool: Pool, id: string) {
  return rowOf<{ state: string; external_id: string | null; failure: string | null; is_sent: boolean }>(
    pool,
    'SELECT state, external_id, failure, sent_at IS NOT NULL AS is_sent FROM messages WHERE id = $1',
    [id],
  );
}

export const PAGE = { pageId: 'page-1', accessToken: 'token' } as const;

/** Facebook as a book: what it was asked, the public replies it shows, and the refusal it answers next. */
export function bookOfFacebook(given: { refusal?: SendError; isHeard?: boolean } = {}) {
  const calls: { what: string; input: unknown }[] = [];
  const replies: { id: string; commentId: string; text: string }[] = [];
  const answer = <Answer>(what: string, input: unknown, work: () => Answer): Promise<Answer> => {
    calls.push({ what, input });
    if (given.refusal && !given.isHeard) return Promise.reject(given.refusal);
    const done = work();
    return given.refusal ? Promise.reject(given.refusal) : Promise.resolve(done);
  };
  const graph: MetaGraph = {
    replyPublicly: (_page, input) =>
      answer('replyPublicly', input, () => {
        const id = `reply-${replies.length + 1}`;
        replies.push({ id, ...input });
        return { id };
      }),
    replyPrivately: (_page, input) =>
      answer('replyPrivately', input, () => ({ recipientId: 'psid-1', messageId: 'm_private' })),
    send: (_page, input) => answer('send', input, () => ({ messageId: 'm_text' })),
    sendUtility: (_page, input) => answer('sendUtility', input, () => ({ messageId: 'm_template' })),
    async findOwnReply(_page, input) {
      calls.push({ what: 'findOwnReply', input });
      const found = replies.find((reply) => reply.commentId === input.commentId && reply.text === input.text);
      return found ? { id: found.id } : null;
    },
    findRunningLive: async () => null,
  };
  return { graph, calls, replies, given };
}
