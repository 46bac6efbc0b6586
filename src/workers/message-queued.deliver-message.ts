import { z } from 'zod';
import type { App } from '../compose.ts';
import { pageTokenSeal } from '../domain/identity/page-seal.ts';
import { chooseMessages } from '../domain/messaging/choose-messages.ts';
import { claimMessages, type MessageToSend } from '../domain/messaging/claim-messages.ts';
import { createGate } from '../domain/messaging/gate.ts';
import type { PageAccess } from '../domain/messaging/graph.ts';
import { offerLinks } from '../domain/messaging/offer-links.ts';
import { holdBack, type SendResult, sendMessage } from '../domain/messaging/send-message.ts';
import { settleMessages } from '../domain/messaging/settle-messages.ts';
import { withTransaction } from '../platform/db/transaction.ts';
import { again, done, type Entry, laterAt, type Outcome } from '../redis-streams-lite/types.ts';
import { publishMessages } from './publish-messages.ts';

const bodyModel = z.object({ message_id: z.uuid() });
/** After a refusal "not now": long enough that the stop which came with it is on, and is what decides next. */
const SOON_MS = 1_000;
/** What Facebook postponed without naming a stop: another app leads the chat. */
const POSTPONED_MS = 15 * 60_000;
/** While Facebook is taken for dead its circuit tries every few seconds; so do we, spread out, without counting. */
const AWAY_MS = 3_000;

export type DeliverApp = Pick<App, 'pool' | 'redis' | 'keyPrefix' | 'graph' | 'vault' | 'metrics' | 'log' | 'config'>;

/**
 * Sends what is queued, each message once: chosen by the quota of its Page, claimed, sent, settled. What has to wait comes back
 * at its time and counts no try; what Facebook may take soon is tried again.
 */
export function createDeliverMessage(app: DeliverApp): (entries: readonly Entry[]) => Promise<readonly Outcome[]> {
  const gate = createGate(app.pool);
  return async (entries) => {
    const ids = entries.map((entry) => bodyModel.parse(JSON.parse(entry.body)).message_id);
    const { redis, keyPrefix, pool } = app;
    const limits = app.config.limits.messaging;
    const choice = await chooseMessages({ sql: pool, redis, keyPrefix, limits }, { ids });
    const overflow = [...choice.later].filter(([, { isOverflow }]) => isOverflow).map(([id]) => id);
    const links = await offerLinks({ sql: pool, baseUrl: app.config.env.BASE_URL }, { ids: overflow });
    if (links.length > 0) await publishMessages(app, links);
    const tries = await sendAll(app, gate, choice.ids);
    const outcomes = new Map(tries.map(({ message, result }) => [message.id, toOutcome(message, result)]));
    return ids.map((id) => {
      const later = choice.later.get(id);
      return outcomes.get(id) ?? (later ? laterAt(later.atMs) : done());
    });
  };
}

type Gate = ReturnType<typeof createGate>;

async function sendAll(app: DeliverApp, gate: Gate, ids: readonly string[]) {
  if (ids.length === 0) return [];
  const messages = await claimMessages(app.pool, ids);
  const tries = await Promise.all(
    messages.map(async (message) => ({ message, result: await deliver(app, gate, message) })),
  );
  if (tries.length > 0) await withTransaction(app.pool, (sql) => settleMessages(sql, tries));
  return tries;
}

function toOutcome(message: MessageToSend, result: SendResult): Outcome {
  if (result.state === 'again') return again(result.reason);
  if (result.state !== 'later') return done();
  if (result.isAway) return laterAt(message.nowMs + AWAY_MS * (1 + Math.random()));
  return laterAt(message.nowMs + (result.waitMs ?? (result.stop ? SOON_MS : POSTPONED_MS)));
}

async function deliver(app: DeliverApp, gate: Gate, message: MessageToSend): Promise<SendResult> {
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
