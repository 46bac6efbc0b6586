import { z } from 'zod';
import type { App } from '../compose.ts';
import { claimDelivery, type Delivery } from '../domain/partners/claim-delivery.ts';
import { envelopeOf } from '../domain/partners/event-envelope.ts';
import { settleDelivery, type Try } from '../domain/partners/settle-delivery.ts';
import { signWebhook } from '../domain/partners/sign-webhook.ts';
import { postOutside } from '../platform/net/post-outside.ts';
import { RETRY_DELAYS_MS } from '../redis-streams-lite/options.ts';
import { again, done, type Entry, laterAt, type Outcome } from '../redis-streams-lite/types.ts';

const bodyModel = z.object({ delivery_id: z.uuid(), endpoint_id: z.uuid() });

export type DeliverWebhookApp = Pick<App, 'pool' | 'vault' | 'log' | 'metrics' | 'config'>;

/** How long the others of an endpoint wait when one of them failed, so that a dead endpoint holds up nobody else's. */
const PAUSE_MS = 10_000;
const TURN_MS = 200;
const RETRY_AFTER_MAX_MS = 3_600_000;

/**
 * Posts deliveries, signed as Standard Webhooks says, under the id of the event: the same on every try. Those of one
 * endpoint go one after the other; when one fails, the others wait without being counted.
 */
export function createDeliverWebhook(app: DeliverWebhookApp): (entry: Entry) => Promise<Outcome> {
  const pausedUntil = new Map<string, number>();
  const lines = new Map<string, Promise<unknown>>();
  return async (entry) => {
    const { delivery_id: id, endpoint_id: endpointId } = bodyModel.parse(JSON.parse(entry.body));
    const before = lines.get(endpointId) ?? Promise.resolve();
    const mine = before.then(() => deliverNext(app, pausedUntil, { id, endpointId, isRetry: entry.attempt > 1 }));
    const settled = mine.catch(() => undefined);
    lines.set(endpointId, settled);
    void settled.then(() => lines.get(endpointId) === settled && lines.delete(endpointId));
    return mine;
  };
}

async function deliverNext(
  app: DeliverWebhookApp,
  pausedUntil: Map<string, number>,
  next: { readonly id: string; readonly endpointId: string; readonly isRetry: boolean },
): Promise<Outcome> {
  const untilMs = pausedUntil.get(next.endpointId) ?? 0;
  if (!next.isRetry && untilMs > Date.now()) return laterAt(untilMs);
  pausedUntil.delete(next.endpointId);
  const claim = await claimDelivery({ sql: app.pool, vault: app.vault }, next.id);
  if (claim.kind === 'over') return done();
  if (claim.kind === 'wait') return laterAt(Date.now() + TURN_MS);
  const { result, retryAfterMs } = await post(app, claim.delivery);
  const settled = await settleDelivery(app, {
    delivery: claim.delivery,
    result,
    maxAttempts: RETRY_DELAYS_MS.length + 1,
    disableAfterMs: app.config.limits.partners.disableAfterMs,
  });
  if (settled !== 'delivered') pausedUntil.set(next.endpointId, Date.now() + PAUSE_MS);
  if (settled !== 'again') return done();
  return retryAfterMs ? laterAt(Date.now() + retryAfterMs) : again(result.error);
}

async function post(app: DeliverWebhookApp, delivery: Delivery): Promise<{ result: Try; retryAfterMs: number }> {
  const { partners } = app.config.limits;
  const body = envelopeOf(delivery.event);
  const startedMs = Date.now();
  const timestampS = Math.floor(startedMs / 1_000);
  const rules = {
    ports: partners.webhookPorts,
    allowLoopback: partners.webhookLoopback,
    timeoutMs: partners.webhookTimeoutMs,
    excerptBytes: partners.webhookExcerptBytes,
  };
  const signed = signWebhook({ id: delivery.event.id, timestampS, body, secrets: delivery.secrets });
  const headers = {
    'content-type': 'application/json',
    'user-agent': 'LiveStreamSell-Webhooks/1',
    // The id of the event and not of the comment or payment behind it, for these may cause several events.
    'x-idempotency-key': delivery.event.id,
    ...signed,
  };
  try {
    const answer = await postOutside(rules, { url: delivery.url, headers, body });
    const { status, excerpt } = answer;
    const error = status >= 200 && status < 300 ? null : `The endpoint answered ${status}.`;
    const retryAfterS = [429, 503].includes(status) ? Number(answer.headers['retry-after']) || 0 : 0;
    return {
      result: { status, excerpt, error, durationMs: Date.now() - startedMs },
      retryAfterMs: Math.min(Math.max(0, retryAfterS * 1_000), RETRY_AFTER_MAX_MS),
    };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return {
      result: { status: null, excerpt: null, error: message, durationMs: Date.now() - startedMs },
      retryAfterMs: 0,
    };
  }
}
