import fc from 'fast-check';
import { expect, test } from 'vitest';
import { incomingModel } from '../../../src/events/incoming.ts';
import { parseMetaWebhook } from '../../../src/integrations/meta/parse-webhook.ts';

const RECEIVED = new Date('2026-11-24T12:00:00.000Z');
const parse = (...entry: unknown[]) => parseMetaWebhook(JSON.stringify({ object: 'page', entry }), RECEIVED).incoming;
const change = (field: string, value: unknown) => ({ id: '100', time: 1_760_000_001, changes: [{ field, value }] });
const dataOf = (entry: unknown) => parse(entry).map(({ event, data }) => ({ event, ...data }));

test.each([
  [
    'message_template_status_update',
    { event: 'APPROVED', message_template_name: 'r_1', reason: 'NONE' },
    'approved',
    null,
  ],
  [
    'messenger_template_status_update',
    { status: 'rejected', name: 'r_1', rejected_reason: 'SCAM' },
    'rejected',
    'SCAM',
  ],
  [
    'messenger_template_status_update',
    { message_template_status: 'PAUSED', message_template_name: 'r_1', reason: 'Low quality' },
    'paused',
    'Low quality',
  ],
])('%s with %o is understood', (field, value, state, reason) => {
  const [event, again] = parse(change(field, value), change(field, value));
  expect(event).toMatchObject({
    event: 'template',
    timestamp: '2025-10-09T08:53:21.000Z',
    data: { page_id: '100', name: 'r_1', state, reason },
  });
  expect(again?.data).toEqual(event?.data);
});

test.each([[{ status: 'APPROVED' }], [{ name: 'Not A Name', status: 'APPROVED' }], [{ name: 'r_1' }], [null]])(
  'a notice of a template without its name or status, %o, is left out',
  (value) => {
    expect(parse(change('message_template_status_update', value))).toEqual([]);
  },
);

test.each([
  ['live', 'live'],
  ['LIVE_STOPPED', 'ended'],
  ['vod', 'ended'],
])('a broadcast that is %s counts as %s', (status, broadcast) => {
  expect(dataOf(change('live_videos', { id: '77', status }))).toMatchObject([
    { event: 'live_video', fb_live_id: '77', broadcast },
  ]);
});

test('a broadcast that is only planned is left out', () => {
  for (const status of ['scheduled_unpublished', 'scheduled_live', 'unpublished', 'constructor'])
    expect(parse(change('live_videos', { id: '77', status }))).toEqual([]);
});

const spam = { type: 'SPAM', description: 'High volume.', url: 'https://transparency.example/spam' };
const api = {
  feature: 'page_messaging_api',
  status: 'RESTRICTED',
  description: 'For 1 day',
  expiration_time: 1_761_064_276,
};
const known = {
  feature: 'page_messaging_api',
  description: 'For 1 day',
  is_lifted: false,
  ends_at: '2025-10-21T16:31:16.000Z',
};

test('what is held against a Page is read whether it stands inside the event or beside it', () => {
  const said = { timestamp: 1_760_977_876, status: 'ok', violations: [spam] };
  const inside = { id: '100', time: 1_760_978_707_275, messaging: [{ ...said, restrictions: [api] }] };
  const beside = { id: '100', time: 1_760_978_707_275, messaging: [said], restrictions: [api] };

  expect(dataOf(inside)).toEqual([
    {
      event: 'integrity',
      page_id: '100',
      notice_id: expect.any(String),
      status: 'ok',
      violations: [spam],
      restrictions: [known],
      appeals: [],
      received_at: RECEIVED.toISOString(),
    },
  ]);
  expect(dataOf(beside)).toEqual(dataOf(inside));
  expect(parse(inside)[0]?.timestamp).toBe('2025-10-20T16:31:16.000Z');
});

test('a restriction that is lifted, an appeal, and parts that are odd are read as far as they make sense', () => {
  const lifted = { feature: 'PAGE_MESSAGING', status: 'UNRESTRICTED' };
  const odd = { type: 'NUDITY', link: 'javascript:alert(1)' };
  const messaging = [
    {
      status: 'Suspended',
      violations: ['SPAM', odd],
      restrictions: [lifted, 7],
      action_events: [{ type: 'FILE_APPEAL', status: 'OPEN' }],
    },
  ];

  expect(dataOf({ id: '100', messaging })).toMatchObject([
    {
      status: 'suspended',
      violations: [{ type: 'NUDITY', description: '', url: null }],
      restrictions: [{ feature: 'page_messaging', is_lifted: true, ends_at: null }],
      appeals: [{ type: 'FILE_APPEAL', status: 'OPEN' }],
    },
  ]);
});

test('a message of a buyer, and a status that says nothing, are no notice', () => {
  const message = {
    sender: { id: '9' },
    recipient: { id: '100' },
    status: 'x',
    violations: [spam],
    message: { text: 'hola' },
  };
  expect(parse({ id: '100', messaging: [message] }).map(({ event }) => event)).toEqual(['message']);
  expect(parse({ id: '100', messaging: [{ status: 'ok' }] })).toEqual([]);
});

test('no notice, however odd, breaks the parser or leaves it in another shape than the stream knows', () => {
  const odd = fc.oneof(
    fc.string(),
    fc.integer(),
    fc.constant(null),
    fc.string({ unit: 'binary' }),
    fc.constant('\u0000\ud800'),
  );
  const list = fc.oneof(
    odd,
    fc.array(
      fc.oneof(
        odd,
        fc.record({ type: odd, feature: odd, status: odd, description: odd, expiration_time: odd, url: odd }),
      ),
    ),
  );
  const event = fc.record({ timestamp: odd, status: odd, violations: list, restrictions: list, action_events: list });
  const field = fc.constantFrom('message_template_status_update', 'live_videos', 'business_integrity');
  const value = fc.record({ id: odd, status: odd, event: odd, name: fc.oneof(odd, fc.constant('r_1')), reason: odd });
  fc.assert(
    fc.property(event, field, value, list, (given, name, changed, beside) => {
      const entry = { id: '100', messaging: [given], changes: [{ field: name, value: changed }], restrictions: beside };
      for (const found of parse(entry)) {
        expect(incomingModel.parse(found)).toEqual(found);
        expect(JSON.stringify(found)).not.toMatch(/\\u0000|\\ud[89a-f]/i);
      }
    }),
  );
});
