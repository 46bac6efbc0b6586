import { randomUUID } from 'node:crypto';
import { expect, onTestFinished, test } from 'vitest';
import { parseMetaWebhook } from '../../src/integrations/meta/parse-webhook.ts';
import { rowOf, rowsOf } from '../../src/platform/db/transaction.ts';
import { createDetectIntent } from '../../src/workers/comment-received.detect-intent.ts';
import { createFake } from '../journeys/fakes/fake-server.ts';
import { until } from '../testkit/until.ts';
import { openDeliveryWorld } from './delivery-world.ts';

/** The delivery worker with a Facebook whose webhooks arrive: they are parsed and ingested as the real ones. */
async function openWorld() {
  const bodies: unknown[] = [];
  const receiver = await createFake(({ body }) => {
    bodies.push(body);
    return { status: 200, body: {} };
  });
  onTestFinished(() => receiver.close());
  const world = await openDeliveryWorld({ baseUrl: receiver.url });
  await world.post('graph-answers', { hasEchoes: true });
  const ingest = createDetectIntent(world.app);
  /** Ingests what Facebook has told, once `count` of it are there. */
  const hear = async (count: number) => {
    await until(`${count} webhooks`, () => bodies.length >= count);
    const incoming = bodies.flatMap((body) => parseMetaWebhook(JSON.stringify(body), new Date()).incoming);
    await ingest(
      incoming.map((event) => ({ id: '1-1', stream: 's', attempt: 1, publishedAtMs: 0, body: JSON.stringify(event) })),
    );
    return incoming;
  };
  return { ...world, hear };
}

const chatOf = (world: Awaited<ReturnType<typeof openWorld>>, buyerId: string) =>
  rowOf<{ psid: string | null; delivered: Date | null; read: Date | null }>(
    world.app.pool,
    `SELECT b.psid, v.delivered_until AS delivered, v.read_until AS read
     FROM buyers b JOIN conversations v ON v.buyer_id = b.id WHERE b.id = $1`,
    [buyerId],
  );

test('a message whose answer was lost is not sent twice: its echo settles it, late and twice alike', async () => {
  const world = await openWorld();
  const author = { name: 'Ana' };
  await world.post('taps', { author, title: 'Confirmar', payload: 'X' });
  const { psid } = await rowOfTap(world);
  const receipt = await world.queue('notice', { commentId: null });
  await rowsOf(world.app.pool, 'UPDATE buyers SET psid = $2 WHERE id = $1', [receipt.buyerId, psid]);
  await rowsOf(world.app.pool, 'UPDATE conversations SET last_inbound_at = now() WHERE buyer_id = $1', [
    receipt.buyerId,
  ]);
  await world.post('graph-answers', { refusals: [{ kind: 'send', code: 1, isDone: true }] });

  expect(await world.deliver([receipt.id])).toMatchObject([{ kind: 'again' }]);
  expect(await world.deliver([receipt.id])).toEqual([{ kind: 'done' }]);
  expect(await world.message(receipt.id)).toMatchObject({
    state: 'unknown',
    failure: expect.stringMatching(/Look at the chat/),
  });
  await world.hear(2);
  await world.hear(2);
  await world.deliver([receipt.id]);

  expect(await world.message(receipt.id)).toMatchObject({
    state: 'sent',
    failure: null,
    external_id: expect.any(String),
  });
  expect(await world.said('send')).toHaveLength(1);
  const told = await rowsOf(world.app.pool, `SELECT type FROM events WHERE payload->>'messageId' = $1 ORDER BY seq`, [
    receipt.id,
  ]);
  expect(told).toEqual([{ type: 'message-refused' }, { type: 'message-sent' }]);

  async function rowOfTap({ hear }: typeof world) {
    const [tap] = await hear(1);
    if (tap?.event !== 'tap') throw new Error('No tap arrived.');
    await rowsOf(world.app.pool, 'DELETE FROM buyers WHERE psid = $1', [tap.data.psid]);
    return tap.data;
  }
});

test('the echo of a private reply whose answer was lost teaches who the buyer is', async () => {
  const world = await openWorld();
  await world.post('graph-answers', { refusals: [{ kind: 'private_reply', code: 1, isDone: true }] });
  const { id, buyerId } = await world.queue('private_reply');

  await world.deliver([id]);
  await world.hear(1);

  expect(await world.message(id)).toMatchObject({ state: 'sent' });
  expect(await chatOf(world, buyerId)).toMatchObject({ psid: expect.stringMatching(/^9\d+$/) });
});

test('an echo settles only its own store’s message, and one of somebody else settles none', async () => {
  const world = await openWorld();
  const other = await openDeliveryWorld();
  const foreign = await other.queue('private_reply');
  const { id } = await world.queue('private_reply');
  const echo = (metadata: string) =>
    parseMetaWebhook(
      JSON.stringify({
        object: 'page',
        entry: [
          {
            id: world.pageId,
            messaging: [
              {
                recipient: { id: '9' },
                sender: { id: world.pageId },
                message: { is_echo: true, mid: 'm_1', metadata },
              },
            ],
          },
        ],
      }),
      new Date(),
    ).incoming;

  const ingest = createDetectIntent({ ...world.app, pool: other.app.pool });
  for (const metadata of [`outbox:${foreign.id}`, `outbox:${randomUUID()}`, 'outbox:x', 'hello'])
    for (const app of [ingest, createDetectIntent(world.app)])
      await app(
        echo(metadata).map((event) => ({
          id: '1',
          stream: 's',
          attempt: 1,
          publishedAtMs: 0,
          body: JSON.stringify(event),
        })),
      );

  expect(await other.message(foreign.id)).toMatchObject({ state: 'queued' });
  expect(await world.message(id)).toMatchObject({ state: 'queued' });
});

test('receipts only move forward, and what was read was delivered', async () => {
  const world = await openWorld();
  const { id, buyerId } = await world.queue('private_reply', { name: 'Ana' });
  await world.deliver([id]);
  const { psid } = await chatOf(world, buyerId);
  const receipt = async (what: 'delivery' | 'read', watermark: number) => {
    const event = {
      sender: { id: psid },
      recipient: { id: world.pageId },
      timestamp: watermark,
      [what]: { watermark },
    };
    const body = { object: 'page', entry: [{ id: world.pageId, time: watermark, messaging: [event] }] };
    await createDetectIntent(world.app)(
      parseMetaWebhook(JSON.stringify(body), new Date()).incoming.map((incoming) => ({
        id: '1',
        stream: 's',
        attempt: 1,
        publishedAtMs: 0,
        body: JSON.stringify(incoming),
      })),
    );
  };
  const nowMs = Date.now();

  await receipt('delivery', nowMs - 1_000);
  expect(await chatOf(world, buyerId)).toMatchObject({ delivered: new Date(nowMs - 1_000), read: null });
  await receipt('read', nowMs);
  await receipt('delivery', nowMs - 5_000);
  await receipt('read', nowMs - 5_000);
  expect(await chatOf(world, buyerId)).toMatchObject({ delivered: new Date(nowMs), read: new Date(nowMs) });
});
