import { expect, test } from 'vitest';
import { readArguments } from '../../scripts/rehearse/arguments.ts';
import { findShop, loadComments } from '../../scripts/rehearse/demo-comments.ts';
import { playComments } from '../../scripts/rehearse/play-comments.ts';
import { parseMetaWebhook } from '../../src/integrations/meta/parse-webhook.ts';
import { APP_SECRET, startScene } from './scene.ts';

const comments = [
  { author: 'Ana', text: 'hola', showingSku: null, intent: 'greeting' },
  { author: 'Beto', text: 'quiero la roja ❤️', showingSku: 'RED-M', intent: 'purchase' },
  { author: 'Ana', text: 'yo también', showingSku: 'RED-M', intent: 'purchase' },
];

test('the list is repeated by the clock with fresh authors and ids, and the product is shown before its comments', async () => {
  const scene = await startScene();
  const shown: string[] = [];
  const played = await playComments({
    url: scene.receiverUrl,
    appSecret: APP_SECRET,
    page: { id: '5001', postId: '5001_77' },
    comments,
    ratePerMinute: 3_000,
    durationMs: 1_000,
    onShow: async (sku) => {
      shown.push(`${sku} after ${scene.received.length > 0 ? 'posts' : 'nothing'}`);
    },
  });
  expect(played).toHaveLength(50);
  expect(played.every((comment) => comment.isAccepted)).toBe(true);
  expect(new Set(played.map((comment) => comment.id)).size).toBe(50);
  expect(new Set(played.map((comment) => comment.authorId)).size).toBe(34);
  expect(shown.slice(0, 2)).toEqual(['null after nothing', 'RED-M after posts']);
  // Products change at the pace of a hand, twice a second, however fast the list goes by.
  const tookMs = (played.at(-1)?.sentAtMs ?? 0) - (played[0]?.sentAtMs ?? 0);
  expect(tookMs).toBeGreaterThan(900);
  expect(shown.length).toBeLessThanOrEqual(1 + Math.ceil(tookMs / 500));
  const arrived = scene.received.flatMap((webhook) => parseMetaWebhook(webhook.body, new Date()).incoming);
  expect(arrived).toHaveLength(50);
  expect(arrived).toContainEqual(
    expect.objectContaining({ data: expect.objectContaining({ text: 'quiero la roja ❤️' }) }),
  );
});

test('a post that the server could not store is sent again and counts once', async () => {
  const scene = await startScene({ statuses: [503] });
  const played = await playComments({
    url: scene.receiverUrl,
    appSecret: APP_SECRET,
    page: { id: '5001', postId: '5001_77' },
    comments,
    ratePerMinute: 60,
    durationMs: 1_000,
  });
  expect(played).toMatchObject([{ isAccepted: true }]);
  expect(scene.received).toHaveLength(2);
});

test('a refused signature ends the rehearsal with the reason', async () => {
  const scene = await startScene({ statuses: [403] });
  const input = {
    url: scene.receiverUrl,
    appSecret: 'wrong-secret',
    page: { id: '5001', postId: '5001_77' },
    comments,
  };
  await expect(playComments({ ...input, ratePerMinute: 60, durationMs: 1_000 })).rejects.toThrow('FB_APP_SECRET');
});

test('every demo shop has comments, and a shop is found by key and by name', () => {
  const counts = ['cl', 'mx', 'us', 'br'].map((key) => {
    const shop = findShop(key);
    return shop && findShop(shop.shop) === shop ? loadComments(shop).length : 0;
  });
  expect(counts).toEqual([241, 190, 130, 139]);
});

test('arguments are read, and one that does not fit says what was expected', () => {
  expect(readArguments(['--shop', 'mx', '--rate', '20/s', '--minutes', '0.5'])).toMatchObject({
    shop: { shop: 'mx-cosmeticos' },
    ratePerMinute: 1_200,
    durationMs: 30_000,
    jsonFile: null,
  });
  expect(() => readArguments(['--shop', 'fr'])).toThrow('Expected one of cl, mx, us, br');
  expect(() => readArguments(['--rate', 'fast'])).toThrow('such as 1000/min');
  expect(() => readArguments(['--rate', '0/min'])).toThrow('such as 1000/min');
  expect(() => readArguments(['--minutes', '0'])).toThrow('Expected a number');
  expect(() => readArguments(['--url', 'localhost'])).toThrow('Expected one such as');
});
