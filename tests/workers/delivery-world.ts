import { randomUUID } from 'node:crypto';
import { onTestFinished } from 'vitest';
import { startSandbox } from '../../sandbox/start-sandbox.ts';
import type { App } from '../../src/compose.ts';
import type { Limits } from '../../src/config/limits.ts';
import { connectPage } from '../../src/domain/identity/connect-page.ts';
import { type NewMessage, type OutgoingKind, queueMessages } from '../../src/domain/messaging/queue-messages.ts';
import { rowOf, rowsOf } from '../../src/platform/db/transaction.ts';
import { createDeliverMessage } from '../../src/workers/message-queued.deliver-message.ts';
import { createTestApp, TEST_SECRETS } from '../testkit/app.ts';
import { seedStore } from '../testkit/scene.ts';

type Call = {
  readonly kind: string;
  readonly text: string | null;
  readonly outcome: string;
  readonly psid: string | null;
};
export type DeliveryWorld = Awaited<ReturnType<typeof openDeliveryWorld>>;

/** The delivery worker, its real client, and the sandbox as Facebook. `baseUrl` is where Facebook's webhooks go. */
export async function openDeliveryWorld(given: { messaging?: Partial<Limits['messaging']>; baseUrl?: string } = {}) {
  const sandbox = await startSandbox({
    port: 0,
    host: '127.0.0.1',
    baseUrl: given.baseUrl ?? 'http://127.0.0.1:1',
    appId: '100000000000001',
    appSecret: TEST_SECRETS.FB_APP_SECRET,
    mercadopagoSecret: TEST_SECRETS.MERCADOPAGO_WEBHOOK_SECRET,
  });
  const composed = await createTestApp('workers', { SANDBOX_URL: sandbox.url });
  const { limits } = composed.config;
  const config = { ...composed.config, limits: { ...limits, messaging: { ...limits.messaging, ...given.messaging } } };
  const app = { ...composed, config, log: { ...composed.log, warn: () => undefined } as unknown as App['log'] };
  const pageId = `${Date.now()}${Math.floor(Math.random() * 1e6)}`;
  const { storeId, sellerId } = await seedStore(app.pool, { pageId });
  const connect = () =>
    connectPage(app, {
      storeId,
      actorId: sellerId,
      fbPageId: pageId,
      pageAccessToken: `sandbox-token-${pageId}`,
      proven: { name: 'Test Page', fbUserId: null, scopes: [] },
    });
  await connect();
  onTestFinished(async () => {
    await composed[Symbol.asyncDispose]();
    await sandbox.close();
  });
  const post = async (path: string, body: object) => {
    const response = await fetch(`${sandbox.url}/api/live/${pageId}/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`The sandbox answered ${response.status}: ${await response.text()}`);
  };
  const handle = createDeliverMessage(app);
  return {
    app,
    storeId,
    sellerId,
    pageId,
    sandbox,
    post,
    connect,
    /** A message about a new comment of a new buyer, with a cart of this value when one is given. */
    async queue(kind: OutgoingKind, over: Partial<NewMessage> & { totalMinor?: number; name?: string } = {}) {
      const { totalMinor, name = `Buyer ${randomUUID().slice(0, 6)}`, ...message } = over;
      const { id: buyerId } = await rowOf<{ id: string }>(
        app.pool,
        'INSERT INTO buyers (tienda_id, fb_author_id, name) VALUES ($1, $2, $3) RETURNING id',
        [storeId, randomUUID(), name],
      );
      const { id: commentId } = await rowOf<{ id: string }>(
        app.pool,
        `INSERT INTO comments (tienda_id, buyer_id, fb_comment_id, text, commented_at, received_at)
         VALUES ($1, $2, $3, 'quiero', now(), now()) RETURNING id`,
        [storeId, buyerId, `55_${randomUUID()}`],
      );
      const orderId = totalMinor === undefined ? null : await openCart(app, { storeId, buyerId, totalMinor });
      const [id = ''] = await queueMessages(app.pool, [
        {
          storeId,
          buyerId,
          liveEventId: null,
          orderId,
          commentId,
          kind,
          dedupeKey: `${kind}:${commentId}`,
          body: { text: `${kind} ${name}` },
          ...message,
        },
      ]);
      return { id, buyerId, commentId, orderId };
    },
    deliver: (ids: readonly string[]) =>
      handle(
        ids.map((id) => ({
          id: '1-1',
          stream: 's',
          attempt: 1,
          publishedAtMs: 0,
          body: JSON.stringify({ message_id: id }),
        })),
      ),
    /** What Facebook was asked to say, in order. */
    async said(kind?: string): Promise<readonly Call[]> {
      const response = await fetch(`${sandbox.url}/_history?page=${pageId}${kind ? `&kind=${kind}` : ''}`);
      return ((await response.json()) as { calls: Call[] }).calls;
    },
    async message(id: string) {
      return rowOf<{ state: string; failure: string | null; external_id: string | null }>(
        app.pool,
        'SELECT state, failure, external_id FROM messages WHERE id = $1',
        [id],
      );
    },
    stops: () =>
      rowsOf<{ action: string; cause: string; endsInS: number | null }>(
        app.pool,
        `SELECT action, cause, round(extract(epoch FROM ends_at - now()))::int AS "endsInS" FROM page_stops
         WHERE tienda_id = $1 ORDER BY action`,
        [storeId],
      ),
    /** Lets the stops that have an end run out. */
    passStops: () =>
      rowsOf(app.pool, `UPDATE page_stops SET ends_at = now() WHERE tienda_id = $1 AND ends_at IS NOT NULL`, [storeId]),
  };
}

async function openCart(app: App, given: { storeId: string; buyerId: string; totalMinor: number }): Promise<string> {
  const { id } = await rowOf<{ id: string }>(
    app.pool,
    `INSERT INTO pedidos (tienda_id, buyer_id, customer_fb_id, total, currency, checkout_token, hold_expires_at)
     VALUES ($1, $2, 'c', $3, 'CLP', $4, now() + interval '30 minutes') RETURNING id`,
    [given.storeId, given.buyerId, given.totalMinor, randomUUID().replaceAll('-', '')],
  );
  return id;
}
