import fc from 'fast-check';
import { expect, test } from 'vitest';
import { incomingModel } from '../../../src/events/incoming.ts';
import { parseMetaWebhook, WebhookShapeError } from '../../../src/integrations/meta/parse-webhook.ts';

const RECEIVED = new Date('2026-11-24T12:00:00.000Z');
const read = (...entry: unknown[]) => parseMetaWebhook(JSON.stringify({ object: 'page', entry }), RECEIVED);
const parse = (...entry: unknown[]) => read(...entry).incoming;

const comment = (over: Record<string, unknown> = {}) => ({
  id: '100',
  time: 1_760_000_001,
  changes: [
    {
      field: 'feed',
      value: {
        item: 'comment',
        verb: 'add',
        post_id: '100_55',
        comment_id: '55_77',
        from: { id: '7001', name: 'Ana P.' },
        message: 'Quiero',
        created_time: 1_760_000_000,
        ...over,
      },
    },
  ],
});
const message = (over: Record<string, unknown> = {}, entryTime?: number) => ({
  id: '100',
  ...(entryTime ? { time: entryTime } : {}),
  messaging: [{ sender: { id: '9' }, recipient: { id: '100' }, ...over }],
});

test('a comment without author is kept, without its author', () => {
  expect(parse(comment({ from: undefined }))[0]?.data).toMatchObject({
    author_id: null,
    author_name: null,
    comment_id: '55_77',
  });
});

test('a comment without words (a sticker, a photo) is nothing to understand', () => {
  expect(parse(comment({ message: '' }), comment({ message: undefined }))).toEqual([]);
});

test.each([
  ['seconds', 1_760_000_000, '2025-10-09T08:53:20.000Z'],
  ['milliseconds', 1_760_000_000_123, '2025-10-09T08:53:20.123Z'],
  ['nothing', undefined, RECEIVED.toISOString()],
  ['a day in the far future', 9_999_999_999_999, RECEIVED.toISOString()],
  ['a time before Facebook', 5, RECEIVED.toISOString()],
  ['a negative number', -1_760_000_000, RECEIVED.toISOString()],
])('the time of a comment given as %s', (_, created_time, expected) => {
  expect(parse(comment({ created_time }))[0]?.timestamp).toBe(expected);
});

test('a message, a quick reply and a button are told apart, and each has the id that Meta gave it', () => {
  const events = parse(
    message({ timestamp: 1_760_000_000_100, message: { mid: 'm_1', text: 'Si' } }),
    message({
      timestamp: 1_760_000_000_100,
      message: { mid: 'm_2', text: 'Si', quick_reply: { payload: 'ORDER:9:YES' } },
    }),
    message({ timestamp: 1_760_000_000_100, postback: { mid: 'm_3', title: 'Confirmar', payload: 'ORDER:9:OK' } }),
  );

  expect(
    events.map(({ event, timestamp, data }) => [
      event,
      timestamp,
      'message_id' in data && data.message_id,
      'text' in data && data.text,
    ]),
  ).toEqual([
    ['message', '2025-10-09T08:53:20.100Z', 'm_1', 'Si'],
    ['tap', '2025-10-09T08:53:20.100Z', 'm_2', 'Si'],
    ['tap', '2025-10-09T08:53:20.100Z', 'm_3', 'Confirmar'],
  ]);
});

test('without an id of Meta the same event has the same id, and another event another one', () => {
  const idOf = (given: unknown, at = RECEIVED) => {
    const [event] = parseMetaWebhook(JSON.stringify({ object: 'page', entry: [given] }), at).incoming;
    return event && 'message_id' in event.data ? event.data.message_id : null;
  };
  const tap = message({ timestamp: 1, postback: { title: 'Ok', payload: 'A' } });
  const nextDay = new Date(RECEIVED.getTime() + 86_400_000);

  expect(idOf(tap)).toBe(idOf(tap, nextDay));
  expect(idOf(tap)).not.toBe(idOf(message({ timestamp: 2, postback: { title: 'Ok', payload: 'A' } })));
  expect(idOf(tap)).not.toBe(idOf(message({ timestamp: 1, postback: { title: 'Ok', payload: 'B' } })));
  expect(idOf(message({ message: { text: 'Hola' } }, 7))).toBe(
    idOf(message({ message: { text: 'Hola' } }, 7), nextDay),
  );
  expect(idOf(message({ message: { text: 'Hola' } }))).not.toBe(idOf(message({ message: { text: 'Hola' } }), nextDay));
});

test('a text holds what the database can store: no NUL, no half of a letter, 2,000 characters', () => {
  const [nul, cut] = parse(
    comment({ message: 'a\u0000b\ud83d', from: { id: '1', name: 'N\u0000\udc00' } }),
    comment({ message: `${'x'.repeat(1_999)}🙋` }),
  );

  expect(nul?.data).toMatchObject({ text: 'ab\ufffd', author_name: 'N\ufffd' });
  expect(cut?.data).toMatchObject({ text: `${'x'.repeat(1_999)}\ufffd` });
});

test('an id that no database key should be is no id', () => {
  for (const comment_id of ['', 'a b', 'a\u0000', 'ñ', 'x'.repeat(201), 5, null])
    expect(parse(comment({ comment_id }))).toEqual([]);
});

test('what should concern us and cannot be read is counted; what Meta tells others of is not', () => {
  const entry = (parts: Record<string, unknown>) => ({ id: '100', ...parts });
  const odd = [
    null,
    'x',
    { id: 5 },
    entry({ changes: 'x' }),
    entry({ messaging: [7] }),
    comment({ comment_id: 5 }),
    comment({ message: 5 }),
    comment({ from: { id: 7001 } }),
    message({ message: { text: ['Si'] } }),
    message({ sender: null, postback: { title: 'Ok' } }),
    message({ policy_enforcement: { action: 'tickle' } }),
  ];
  const ofOthers = [
    entry({}),
    entry({ changes: null }),
    comment({ item: 'reaction', comment_id: 5 }),
    comment({ message: undefined }),
    message({ message: { attachments: [{ type: 'image' }] } }),
    message({ reaction: { emoji: '🙋' } }),
  ];

  expect(odd.map((one) => read(one))).toEqual(odd.map(() => ({ incoming: [], oddCount: 1 })));
  expect(read(...odd, ...ofOthers, comment())).toMatchObject({ incoming: [{}], oddCount: odd.length });
});

test('whatever is posted is either refused as no webhook or read as events that the workers know', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.json(),
        fc.string(),
        fc.json().map((json) => `{"object":"page","entry":[${json}]}`),
      ),
      (body) => {
        try {
          for (const event of parseMetaWebhook(body, RECEIVED).incoming) incomingModel.parse(event);
        } catch (error) {
          expect(error).toBeInstanceOf(WebhookShapeError);
        }
      },
    ),
  );
});

const anyValue = (fields: Record<string, fc.Arbitrary<unknown>>) => fc.record(fields, { requiredKeys: [] });

test('odd values in the known places make no event that could not be stored', () => {
  const odd = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.double(),
    fc.constant(null),
    fc.constant('55_77'),
    fc.constant('comment'),
    fc.constant('add'),
  );
  const value = anyValue({
    item: fc.constantFrom('comment', 'x'),
    verb: fc.constantFrom('add', 'x'),
    comment_id: odd,
    post_id: odd,
    from: anyValue({ id: odd, name: odd }),
    message: odd,
    created_time: odd,
  });
  fc.assert(
    fc.property(value, (given) => {
      for (const event of parse({ id: '100', changes: [{ field: 'feed', value: given }] })) {
        expect(JSON.stringify(event)).not.toMatch(/\\u0000|\\ud[89a-f]/i);
        expect(new Date(event.timestamp).toISOString()).toBe(event.timestamp);
      }
    }),
  );
});
