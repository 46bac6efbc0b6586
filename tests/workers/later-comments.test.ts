import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import type { Decision } from '../../src/domain/intent/intent-detector.ts';
import { saveDecisions } from '../../src/domain/intent/save-decisions.ts';
import { adjustStock } from '../../src/domain/inventory/adjust-stock.ts';
import { startClocks } from '../../src/domain/sales/start-clocks.ts';
import type { LoggedEvent } from '../../src/events/catalog.ts';
import { rowOf, rowsOf } from '../../src/platform/db/transaction.ts';
import type { Entry } from '../../src/redis-streams-lite/types.ts';
import { sayLimit } from '../../src/workers/claim-refused.send-reply.ts';
import { sayWaitlisted } from '../../src/workers/claim-waitlisted.send-reply.ts';
import { createDetectIntent } from '../../src/workers/comment-received.detect-intent.ts';
import { sayCancelled } from '../../src/workers/hold-cancelled.send-reply.ts';
import { sayChanged } from '../../src/workers/hold-changed.send-reply.ts';
import { sendReply } from '../../src/workers/hold-placed.send-reply.ts';
import { placeHold } from '../../src/workers/intent-detected.place-hold.ts';
import { startClockAnyway } from '../../src/workers/message-refused.start-clock.ts';
import { startClock } from '../../src/workers/message-sent.start-clock.ts';
import { sayRevisionRefused } from '../../src/workers/revision-refused.send-reply.ts';
import type { Step } from '../../src/workers/step.ts';
import { promoteNext } from '../../src/workers/stock-changed.promote-waitlist.ts';
import { createTestApp } from '../testkit/app.ts';
import { seedComment, seedLive, seedProduct, seedStore } from '../testkit/scene.ts';

const STEPS: readonly Step[] = [
  placeHold,
  promoteNext,
  sendReply,
  sayWaitlisted,
  sayLimit,
  sayChanged,
  sayCancelled,
  sayRevisionRefused,
];

/** A live where "10" is a polera in M (red) and L; comments are understood by the real engine and followed to messages. */
async function openLive(given: { m: number; l: number; agoMs?: number; stepMs?: number }) {
  const app = await createTestApp('workers');
  const { storeId, pageId } = await seedStore(app.pool);
  const liveEventId = await seedLive(app.pool, { storeId });
  const make = async (size: string, units: number) => {
    const name = `Polera roja ${size}`;
    const id = await seedProduct(app.pool, { storeId, sku: `POL-${size}`, name, units, claimCode: '10' });
    await rowsOf(app.pool, `UPDATE productos SET size = $2, color = 'roja', group_key = 'polera' WHERE id = $1`, [
      id,
      size,
    ]);
    return id;
  };
  const [m, l] = [await make('M', given.m), await make('L', given.l)];
  await rowsOf(app.pool, 'UPDATE live_events SET showing_product_id = $2 WHERE id = $1', [liveEventId, l]);
  const detect = createDetectIntent(app);
  const startMs = Date.now() - (given.agoMs ?? 60_000);
  let second = 0;
  let seen = 0;

  /** Comments of one batch, each author and text. */
  async function say(...comments: readonly (readonly [author: string, text: string])[]): Promise<void> {
    const entries = comments.map(([author, text]) => {
      second += 1;
      const timestamp = new Date(startMs + second * (given.stepMs ?? 1_000)).toISOString();
      const ids = { page_id: pageId, post_id: null, comment_id: randomUUID(), author_id: author, author_name: author };
      const data = { ...ids, text, received_at: timestamp };
      return { body: JSON.stringify({ event: 'feed_comment', timestamp, data }) } as Entry;
    });
    await detect(entries);
    await follow();
  }

  /** Runs every step of the log to its end, each event twice, as after a crash. */
  async function follow(): Promise<void> {
    for (;;) {
      const events = await rowsOf<LoggedEvent & { seq: string }>(
        app.pool,
        `SELECT seq, id, type, payload, tienda_id AS "storeId", live_id AS "liveEventId" FROM events
         WHERE tienda_id = $1 AND seq > $2 ORDER BY seq`,
        [storeId, seen],
      );
      if (events.length === 0) return;
      seen = Number(events.at(-1)?.seq);
      for (const step of [...STEPS, ...STEPS]) {
        const mine = events.filter((event) => event.type === step.event);
        if (mine.length > 0) await step.run(app, mine);
      }
    }
  }

  const texts = (author: string) =>
    rowsOf<{ kind: string; text: string; orderId: string | null; id: string }>(
      app.pool,
      `SELECT g.kind, g.body->>'text' AS text, g.pedido_id AS "orderId", g.id FROM messages g
       JOIN conversations c ON c.id = g.conversation_id JOIN buyers b ON b.id = c.buyer_id
       WHERE b.fb_author_id = $1 AND g.direction = 'out' ORDER BY g.created_at, g.kind`,
      [author],
    );
  const held = async () =>
    (
      await rowsOf<{ line: string }>(
        app.pool,
        `SELECT b.name || ': ' || sum(h.quantity) || ' ' || p.size AS line FROM holds h JOIN pedidos o ON o.id = h.pedido_id
         JOIN buyers b ON b.id = o.buyer_id JOIN productos p ON p.id = h.producto_id
         WHERE o.tienda_id = $1 AND h.state = 'active' GROUP BY b.name, p.size ORDER BY 1`,
        [storeId],
      )
    ).map((row) => row.line);
  /** A comment that rules left open, as a model decides it. */
  async function decide(author: string, decision: Pick<Decision, 'intent' | 'items' | 'removed'>): Promise<void> {
    const buyer = await rowOf<{ id: string }>(app.pool, 'SELECT id FROM buyers WHERE fb_author_id = $1', [author]);
    const text = 'algo raro';
    const commentedAt = new Date().toISOString();
    const { commentId: id } = await seedComment(app.pool, { storeId, liveEventId, commentedAt, buyerId: buyer.id });
    const sure = { ...decision, ambiguous: false, confidence: 0.8, by: 'model:test/test', lang: 'es' };
    const comment = { id, storeId, liveEventId, text };
    await saveDecisions(app.pool, [{ comment, decision: sure, catalogueVersion: '1', tookMs: 1, trail: null }]);
    await follow();
  }

  return { app, storeId, m, l, say, decide, follow, texts, held };
}

test('"mejor la M", "que sean 3" and "ya no" change the cart and are answered with it, in one batch or in several', async () => {
  const live = await openLive({ m: 9, l: 9 });
  await using _ = live.app;

  await live.say(['Ana', 'mía la L'], ['Beto', 'quiero la L'], ['Ana', 'mejor la M'], ['Beto', 'mejor que sean 3']);
  expect(await live.held()).toEqual(['Ana: 1 M', 'Beto: 3 L']);

  await live.say(['Beto', 'ya no la quiero, cancela']);
  expect(await live.held()).toEqual(['Ana: 1 M']);
  const carts = (await live.texts('Ana')).filter(({ kind }) => kind === 'private_reply');
  expect(carts.at(-1)?.text).toContain('1 × Polera roja M');
  expect((await live.texts('Ana')).map(({ text }) => text)).toContain('¡Cambiado, Ana! Revisa tus mensajes 📩');
  expect((await live.texts('Beto')).at(-1)?.text).toBe('Listo, Beto, liberamos 3 × Polera roja L.');
});

test('a change in the very second of its claim, which is all that Facebook tells, is understood by the claim before it', async () => {
  const live = await openLive({ m: 9, l: 9, stepMs: 0 });
  await using _ = live.app;

  await live.say(['Ana', 'mía la L']);
  await live.say(['Ana', 'mejor que sean 3']);

  expect(await live.held()).toEqual(['Ana: 3 L']);
});

test('what is out of stock is said, and the old stays; who cancels without a claim in mind cancels the cart', async () => {
  const live = await openLive({ m: 0, l: 1 });
  await using _ = live.app;

  await live.say(['Ana', 'mía la L']);
  await live.say(['Ana', 'mejor la M']);
  expect(await live.held()).toEqual(['Ana: 1 L']);
  expect((await live.texts('Ana')).at(-1)?.text).toBe(
    'No queda Polera roja M, Ana. Te dejamos lo que ya tenías apartado.',
  );

  await live.say(['Ana', 'hola'], ['Ana', 'qué linda'], ['Ana', 'saludos desde Talca']);
  await live.say(['Beto', 'quiero la L'], ['Ana', 'cancela mi pedido']);
  expect(await live.held()).toEqual(['Beto: 1 L']);
});

test('a comment whose first product was held hears of the second when the line moves, once', async () => {
  const live = await openLive({ m: 1, l: 0 });
  await using _ = live.app;
  await live.say(['Ana', 'quiero la 10 M y la 10 L']);
  expect(await live.held()).toEqual(['Ana: 1 M']);
  const before = (await live.texts('Ana')).length;

  await adjustStock(live.app, { storeId: live.storeId, productId: live.l, deltaUnits: 1 });
  await live.follow();

  expect(await live.held()).toEqual(['Ana: 1 L', 'Ana: 1 M']);
  const news = (await live.texts('Ana')).slice(before);
  expect(news.map(({ kind }) => kind).sort()).toEqual(['notice', 'public_reply']);
  expect(news.find(({ kind }) => kind === 'public_reply')?.text).toContain('¡Volvió Polera roja L, Ana!');
});

test.each(['message-sent', 'message-refused'] as const)(
  'the time to pay of a promoted buyer starts with %s, and is bounded before',
  async (told) => {
    const live = await openLive({ m: 9, l: 0 });
    await using _ = live.app;
    const { ttlMs, messageWaitMs } = live.app.config.limits.holds;
    await live.say(['Ana', 'mía la L']);
    await adjustStock(live.app, { storeId: live.storeId, productId: live.l, deltaUnits: 1 });
    await live.follow();
    const left = async () => {
      const [row] = await rowsOf<{ left: number; awaits: boolean }>(
        live.app.pool,
        `SELECT (extract(epoch FROM hold_expires_at - clock_timestamp()) * 1000)::float8 AS left, awaits_message AS awaits
         FROM pedidos WHERE tienda_id = $1`,
        [live.storeId],
      );
      return row;
    };
    expect((await left())?.awaits).toBe(true);
    expect((await left())?.left).toBeGreaterThan(ttlMs + messageWaitMs - 60_000);

    const message = (await live.texts('Ana')).find(({ kind }) => kind === 'private_reply');
    if (told === 'message-sent')
      await rowsOf(
        live.app.pool,
        `UPDATE messages SET state = 'sent', sent_at = now() - interval '5 min' WHERE id = $1`,
        [message?.id],
      );
    const payload = {
      messageId: message?.id,
      kind: 'private_reply',
      orderId: message?.orderId,
      commentId: null,
      reason: '',
    };
    const event = { type: told, storeId: live.storeId, payload } as unknown as LoggedEvent;
    await (told === 'message-sent' ? startClock : startClockAnyway).run(live.app, [event]);

    const early = told === 'message-sent' ? 300_000 : 0;
    expect((await left())?.awaits).toBe(false);
    expect(Math.abs(((await left())?.left ?? 0) - (ttlMs - early))).toBeLessThan(30_000);

    const [reminder] = await rowsOf<{ before: number }>(
      live.app.pool,
      `SELECT extract(epoch FROM o.hold_expires_at - r.due_at)::int AS before FROM reminders r
       JOIN pedidos o ON o.id = r.pedido_id WHERE o.tienda_id = $1 AND r.step = 'hold_ends'`,
      [live.storeId],
    );
    expect(reminder?.before).toBe(600);

    await startClocks(live.app.pool, { messageIds: [message?.id ?? ''], holdTtlMs: 1 });
    expect(Math.abs(((await left())?.left ?? 0) - (ttlMs - early))).toBeLessThan(60_000);
  },
);

test('who reaches a limit is told once, who is blocked hears nothing', async () => {
  const live = await openLive({ m: 9, l: 9 });
  await using _ = live.app;
  await rowsOf(live.app.pool, 'UPDATE tiendas SET max_units_per_product = 2 WHERE id = $1', [live.storeId]);
  await live.say(['Ana', 'quiero 5 de la L'], ['Beto', 'hola']);
  await rowsOf(live.app.pool, `UPDATE buyers SET blocked_at = now() WHERE fb_author_id = 'Beto'`, []);
  await live.say(['Beto', 'quiero la L']);

  expect((await live.texts('Ana')).map(({ text }) => text)).toEqual([
    'Hay un máximo por persona y ya lo alcanzaste, Ana 🙏',
  ]);
  expect(await live.texts('Beto')).toEqual([]);
  expect(await live.held()).toEqual([]);
});

test('a change and a cancel that a model decided do what they say', async () => {
  const live = await openLive({ m: 9, l: 9 });
  await using _ = live.app;
  await live.say(['Ana', 'mía la L']);

  await live.decide('Ana', { intent: 'change', items: [{ sku: 'POL-M', qty: 1 }], removed: ['POL-L'] });
  expect(await live.held()).toEqual(['Ana: 1 M']);

  await live.decide('Ana', { intent: 'cancel', items: [{ sku: 'POL-M', qty: 1 }], removed: [] });
  expect(await live.held()).toEqual([]);
});

test('an old change is answered in private alone, and who was erased in the meantime claims nothing', async () => {
  const live = await openLive({ m: 9, l: 9, agoMs: 3_600_000 });
  await using _ = live.app;
  await live.say(['Ana', 'mía la L'], ['Ana', 'mejor la M'], ['Ana', 'ya no la quiero, cancela']);

  expect(new Set((await live.texts('Ana')).map(({ kind }) => kind))).toEqual(new Set(['private_reply']));

  await rowsOf(live.app.pool, `UPDATE buyers SET erased_at = now() WHERE fb_author_id = 'Ana'`, []);
  await live.decide('Ana', { intent: 'purchase', items: [{ sku: 'POL-M', qty: 1 }], removed: [] });
  expect(await live.held()).toEqual([]);
});
