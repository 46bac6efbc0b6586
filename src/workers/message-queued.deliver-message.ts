import { z } from 'zod';
import type { App } from '../compose.ts';
import { pageTokenSeal } from '../domain/identity/page-seal.ts';
import { claimMessages, type MessageToSend } from '../domain/messaging/claim-messages.ts';
import { createGate } from '../domain/messaging/gate.ts';
import type { PageAccess } from '../domain/messaging/graph.ts';
import { holdBack, type SendResult, sendMessage } from '../domain/messaging/send-message.ts';
import { settleMessages } from '../domain/messaging/settle-messages.ts';
import { withTransaction } from '../platform/db/transaction.ts';
import { again, done, type Entry, laterAt, type Outcome } from '../redis-streams-lite/types.ts';

const bodyModel = z.object({ message_id: z.uuid() });

export type DeliverApp = Pick<App, 'pool' | 'graph' | 'vault' | 'metrics' | 'log'>;

/** Sends what is queued, each message once: claimed, sent, settled. What Facebook may take later is tried again. */
export function createDeliverMessage(app: DeliverApp): (entries: readonly Entry[]) => Promise<readonly Outcome[]> {
  const gate = createGate(app.pool);
  return async (entries) => {
    const ids = entries.map((entry) => bodyModel.parse(JSON.parse(entry.body)).message_id);
    const messages = await claimMessages(app.pool, ids);
    const tries = await Promise.all(
      messages.map(async (message) => ({ message, result: await deliver(app, gate, message) })),
    );
    if (tries.length > 0) await withTransaction(app.pool, (sql) => settleMessages(sql, tries));
    const results = new Map(tries.map(({ message, result }) => [message.id, result]));
    return ids.map((id) => outcomeOf(results.get(id)));
  };
}

/** While Facebook is taken for dead its circuit tries every few seconds; so do we, spread out, without counting. */
const AWAY_MS = 3_000;

function outcomeOf(result: SendResult | undefined): Outcome {
  if (result?.state !== 'again') return done();
  return result.isUncounted ? laterAt(Date.now() + AWAY_MS * (1 + Math.random())) : again(result.reason);
}

async function deliver(
  app: DeliverApp,
  gate: ReturnType<typeof createGate>,
  message: MessageToSend,
): Promise<SendResult> {
  const page = await openPage(app, message);
  // The last thing before the call: a brake holds within the time of one question to the database.
  const closed = await gate(message.id);
  const result = closed ? holdBack(message, closed) : await sendMessage({ graph: app.graph, page }, message);
  app.metrics.messages.inc({ kind: message.kind, result: result.state });
  if (result.state === 'sent' && message.kind === 'private_reply' && message.receivedAtMs !== null) {
    app.metrics.commentToMessage.observe((Date.now() - message.receivedAtMs) / 1_000);
  }
  if (result.state !== 'sent' && !closed)
    app.log.warn({ messageId: message.id, kind: message.kind, reason: result.reason }, 'A message was not sent');
  return result;
}

async function openPage(app: DeliverApp, message: MessageToSend): Promise<PageAccess | null> {
  if (!message.pageId || !message.pageTokenSealed) return null;
  return {
    pageId: message.pageId,
    accessToken: await app.vault.decrypt(message.pageTokenSealed, pageTokenSeal(message.storeId)),
  };
}
