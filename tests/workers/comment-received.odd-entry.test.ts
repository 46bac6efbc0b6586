import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import type { LoggedEvent } from '../../src/events/catalog.ts';
import { rowsOf } from '../../src/platform/db/transaction.ts';
import type { Entry } from '../../src/redis-streams-lite/types.ts';
import { createDetectIntent } from '../../src/workers/comment-received.detect-intent.ts';
import { placeHold } from '../../src/workers/intent-detected.place-hold.ts';
import { runSteps } from '../../src/workers/step.ts';
import { createTestApp } from '../testkit/app.ts';
import { seedLive, seedStore } from '../testkit/scene.ts';

async function openLive() {
  const app = await createTestApp('workers');
  const { storeId, pageId } = await seedStore(app.pool);
  const liveEventId = await seedLive(app.pool, { storeId });
  const entryOf = (text: string, more: object = {}): Entry => {
    const ids = {
      page_id: pageId,
      post_id: null,
      comment_id: randomUUID(),
      author_id: randomUUID(),
      author_name: 'Ana',
    };
    const timestamp = new Date().toISOString();
    const data = { ...ids, text, received_at: timestamp, ...more };
    return { body: JSON.stringify({ event: 'feed_comment', timestamp, data }) } as Entry;
  };
  const texts = async () =>
    (
      await rowsOf<{ text: string }>(app.pool, 'SELECT text FROM comments WHERE tienda_id = $1 ORDER BY text', [
        storeId,
      ])
    ).map(({ text }) => text);
  return { app, storeId, liveEventId, entryOf, texts };
}

test('an entry that the database refuses holds up none of its batch', async () => {
  const live = await openLive();
  await using app = live.app;
  const odd = live.entryOf('quiero\u0000 uno');

  const outcomes = await createDetectIntent(app)([live.entryOf('a'), odd, live.entryOf('b')]);

  expect(outcomes.map(({ kind }) => kind)).toEqual(['done', 'again', 'done']);
  expect(await live.texts()).toEqual(['a', 'b']);
});

test('an event that a step cannot read holds up none of its batch', async () => {
  const { app: opened, storeId } = await openLive();
  await using app = opened;
  const entryOf = (payload: object): Entry => {
    const at = { cursor: '1', version: 1, occurredAt: new Date().toISOString() };
    const event: LoggedEvent = {
      id: randomUUID(),
      type: 'intent-detected',
      storeId,
      liveEventId: null,
      ...at,
      payload,
    };
    return { key: `intent-detected:${event.id}`, body: JSON.stringify(event) } as Entry;
  };
  const said = { intent: 'other', items: [], removed: [], ambiguous: false, confidence: 1, by: 'talk', lang: 'es' };
  const good = entryOf({ commentId: randomUUID(), authorName: null, text: 'hola', ...said });

  const outcomes = await runSteps(app, [placeHold])([good, entryOf({}), good]);

  expect(outcomes.map(({ kind }) => kind)).toEqual(['done', 'again', 'done']);
});

test('who asks to be erased in a comment that was only found by looking is obeyed like any other', async () => {
  const live = await openLive();
  await using app = live.app;

  const found = live.entryOf('eliminar mis datos', { backfill: { live_event_id: live.liveEventId } });
  expect((await createDetectIntent(app)([found])).map(({ kind }) => kind)).toEqual(['done']);

  const asked = await rowsOf(app.pool, 'SELECT source FROM erasures WHERE tienda_id = $1', [live.storeId]);
  expect(asked).toEqual([{ source: 'comment' }]);
});
