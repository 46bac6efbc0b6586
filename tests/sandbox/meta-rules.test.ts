import { createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import { until } from '../testkit/until.ts';
import { APP_SECRET, PAGE, refusalOf, startScene, TOKEN } from './scene.ts';

const DAY_MS = 86_400_000;
const text = (value: string) => ({ text: value });
const buttons = (given: { text?: string; titles?: readonly string[] }) => ({
  attachment: {
    type: 'template',
    payload: {
      template_type: 'button',
      text: given.text ?? 'Total $ 7.990',
      buttons: (given.titles ?? ['Pagar']).map((title) => ({
        type: 'web_url',
        url: 'https://shop.example/c/1',
        title,
      })),
    },
  },
});

test('a comment gets one private reply, ever; the second is refused with 10900', async () => {
  const scene = await startScene();
  const commentId = await scene.comment('quiero la roja');
  const reply = { recipient: { comment_id: commentId }, message: buttons({}) };
  const first = await scene.graph('POST', `${PAGE}/messages`, reply);
  expect(first.body).toEqual({ recipient_id: expect.stringMatching(/^9\d{15}$/), message_id: expect.any(String) });
  expect(refusalOf(await scene.graph('POST', `${PAGE}/messages`, reply))).toBe('400: 10900');
});

test('a comment that another program posted gets the same rule', async () => {
  const scene = await startScene();
  const reply = { recipient: { comment_id: '77_1' }, message: text('Hola') };
  expect((await scene.graph('POST', `${PAGE}/messages`, reply)).status).toBe(200);
  expect(refusalOf(await scene.graph('POST', `${PAGE}/messages`, reply))).toBe('400: 10900');
});

test('after seven days a comment takes no private reply: 10902', async () => {
  const scene = await startScene();
  const [old, fresh] = [await scene.comment('quiero una'), await scene.comment('quiero otra')];
  scene.pass(7 * DAY_MS - 60_000);
  const reply = (commentId: string) => ({ recipient: { comment_id: commentId }, message: text('Hola') });
  expect((await scene.graph('POST', `${PAGE}/messages`, reply(fresh))).status).toBe(200);
  scene.pass(60_000);
  expect(refusalOf(await scene.graph('POST', `${PAGE}/messages`, reply(old)))).toBe('400: 10902');
});

test('a Page that commented takes no private reply: 10903', async () => {
  const scene = await startScene();
  const commentId = await scene.comment('gracias a todas', { name: 'La tienda', id: PAGE });
  const reply = { recipient: { comment_id: commentId }, message: text('Hola') };
  expect(refusalOf(await scene.graph('POST', `${PAGE}/messages`, reply))).toBe('400: 10903');
});

test('free text passes only within 24 hours of an act of the person; a private reply opens no window', async () => {
  const scene = await startScene();
  const commentId = await scene.comment('quiero una');
  const reply = await scene.graph('POST', `${PAGE}/messages`, {
    recipient: { comment_id: commentId },
    message: text('Hola'),
  });
  const psid = reply.body['recipient_id'] as string;
  const send = () =>
    scene.graph('POST', `${PAGE}/messages`, {
      recipient: { id: psid },
      messaging_type: 'RESPONSE',
      message: text('¿Sigues?'),
    });
  expect(refusalOf(await send())).toBe('400: 10/2018278');
  const tap = { author: { name: 'Ana' }, title: 'Confirmar', payload: 'ORDER:1:OK' };
  expect((await scene.call('POST', `/api/live/${PAGE}/taps`, { body: tap })).body['psid']).toBe(psid);
  expect((await send()).status).toBe(200);
  scene.pass(DAY_MS);
  expect(refusalOf(await send())).toBe('400: 10/2018278');
  await scene.call('POST', `/api/live/${PAGE}/messages`, { body: { author: { name: 'Ana' }, text: 'hola' } });
  expect((await send()).status).toBe(200);
});

const receipt = (over: object = {}) => ({
  name: 'order_receipt_1',
  category: 'UTILITY',
  language: 'es',
  parameter_format: 'NAMED',
  components: [
    {
      type: 'BODY',
      text: 'Recibimos {{total}} por el pedido.',
      example: { body_text_named_params: [{ param_name: 'total', example: '$ 1' }] },
    },
  ],
  ...over,
});

test('outside the window an approved utility template passes with all its values, a removed tag does not', async () => {
  const scene = await startScene();
  const commentId = await scene.comment('quiero una');
  const reply = await scene.graph('POST', `${PAGE}/messages`, {
    recipient: { comment_id: commentId },
    message: text('Hola'),
  });
  const recipient = { id: reply.body['recipient_id'] };
  const send = (parameters: object[]) =>
    scene.graph('POST', `${PAGE}/messages`, {
      recipient,
      messaging_type: 'UTILITY',
      message: {
        template: { name: 'order_receipt_1', language: { code: 'es' }, components: [{ type: 'body', parameters }] },
      },
    });
  const total = [{ type: 'text', parameter_name: 'total', text: '$ 30.000' }];
  expect(refusalOf(await send(total))).toBe('400: 100');
  await scene.call('POST', `/api/live/${PAGE}/template-reviews`, { body: { status: 'APPROVED', afterMs: null } });
  await scene.graph('POST', `${PAGE}/message_templates`, receipt());
  expect(refusalOf(await send(total))).toBe('400: 100');
  await scene.call('POST', `/api/live/${PAGE}/template-decisions`, { body: { status: 'APPROVED' } });
  expect(refusalOf(await send([]))).toBe('400: 100');
  expect((await send(total)).status).toBe(200);
  const history = await scene.call('GET', `/_history?page=${PAGE}&kind=utility`);
  expect((history.body['calls'] as { text: string | null }[]).at(-1)?.text).toBe('Recibimos $ 30.000 por el pedido.');
  const tagged = { recipient, messaging_type: 'MESSAGE_TAG', tag: 'POST_PURCHASE_UPDATE', message: text('Hola') };
  expect(refusalOf(await scene.graph('POST', `${PAGE}/messages`, tagged))).toBe('400: 100');
});

test('a template is decided a little later, told by a signed webhook, and refused when its shape is not Meta’s', async () => {
  const scene = await startScene();
  const make = async (over: object) => refusalOf(await scene.graph('POST', `${PAGE}/message_templates`, receipt(over)));
  const body = (text_: string, params: readonly string[]) => ({
    components: [
      {
        type: 'BODY',
        text: text_,
        example: { body_text_named_params: params.map((param_name) => ({ param_name, example: 'x' })) },
      },
    ],
  });
  expect(await make(body('{{total}} recibido.', ['total']))).toBe('400: 100/2388299');
  expect(await make(body('Pagaste {{a}} {{b}} hoy.', ['a', 'b']))).toBe('400: 100/2388299');
  expect(await make(body('Recibimos {{total}} hoy.', []))).toBe('400: 100/2388043');
  expect(await make({ category: 'MARKETING' })).toBe('400: 100');

  await scene.call('POST', `/api/live/${PAGE}/template-reviews`, {
    body: { status: 'REJECTED', reason: 'PROMOTIONAL', afterMs: 0 },
  });
  expect(await make({})).toBe('accepted (200)');
  expect(await make({})).toBe('400: 100/2388024');
  const told = await until('the webhook', () =>
    scene.received.find(({ body: sent }) => sent.includes('template_status')),
  );
  expect(JSON.parse(told.body).entry[0].changes[0]).toMatchObject({
    field: 'message_template_status_update',
    value: { event: 'REJECTED', message_template_name: 'order_receipt_1', reason: 'PROMOTIONAL' },
  });
  const signature = createHmac('sha256', APP_SECRET).update(told.body).digest('hex');
  expect(told.headers['x-hub-signature-256']).toBe(`sha256=${signature}`);
  const { body: listed } = await scene.graph('GET', `${PAGE}/message_templates`);
  expect(listed['data']).toMatchObject([
    { name: 'order_receipt_1', status: 'REJECTED', rejected_reason: 'PROMOTIONAL' },
  ]);
});

test('a field that Facebook does not know makes it refuse the whole list', async () => {
  const scene = await startScene();
  const unknownFields = ['business_integrity'];
  await scene.call('POST', `/api/live/${PAGE}/graph-answers`, { body: { unknownFields } });
  const subscribe = async (fields: string) =>
    refusalOf(await scene.graph('POST', `${PAGE}/subscribed_apps?subscribed_fields=${fields}`));
  expect(await subscribe('feed,business_integrity')).toBe('400: 100');
  expect(await subscribe('feed')).toBe('accepted (200)');
});

test('an unknown person is refused with 100/2018001, one of another Page too', async () => {
  const scene = await startScene();
  const other = await scene.call('POST', '/api/live/6001/messages', {
    body: { author: { name: 'Ana' }, text: 'hola' },
  });
  for (const id of ['9000000000000000', other.body['psid']]) {
    const send = { recipient: { id }, messaging_type: 'RESPONSE', message: text('Hola') };
    expect(refusalOf(await scene.graph('POST', `${PAGE}/messages`, send))).toBe('400: 100/2018001');
  }
});

test('text, template and button titles have the limits of Meta', async () => {
  const scene = await startScene();
  const tryMessage = async (message: unknown) =>
    refusalOf(
      await scene.graph('POST', `${PAGE}/messages`, {
        recipient: { comment_id: await scene.comment('quiero una') },
        message,
      }),
    );
  expect(await tryMessage(text('x'.repeat(2_000)))).toBe('accepted (200)');
  expect(await tryMessage(text('x'.repeat(2_001)))).toBe('400: 100');
  expect(await tryMessage(buttons({ text: 'x'.repeat(640), titles: ['x'.repeat(20), 'b', 'c'] }))).toBe(
    'accepted (200)',
  );
  expect(await tryMessage(buttons({ text: 'x'.repeat(641) }))).toBe('400: 100');
  expect(await tryMessage(buttons({ titles: ['x'.repeat(21)] }))).toBe('400: 100');
  expect(await tryMessage(buttons({ titles: ['a', 'b', 'c', 'd'] }))).toBe('400: 100');
  expect(await tryMessage(buttons({ titles: [] }))).toBe('400: 100');
});

test('a wrong token is refused with 190, a wrong appsecret_proof with 100', async () => {
  const scene = await startScene();
  expect(refusalOf(await scene.graph('GET', `${PAGE}/live_videos`, undefined, 'EAAwrong'))).toBe('400: 190/467');
  const proof = createHmac('sha256', APP_SECRET).update(TOKEN).digest('hex');
  expect((await scene.graph('GET', `${PAGE}/live_videos?appsecret_proof=${proof}`)).status).toBe(200);
  const wrong = await scene.graph('GET', `${PAGE}/live_videos?appsecret_proof=${proof.replace(/^./, 'x')}`);
  expect(refusalOf(wrong)).toBe('400: 100');
});

test('public replies are listed under their comment, and those of another Page stay hidden', async () => {
  const scene = await startScene();
  const commentId = await scene.comment('quiero una');
  const made = await scene.graph('POST', `${commentId}/comments`, { message: '¡Listo, Ana!' });
  const listed = await scene.graph('GET', `${commentId}/comments?fields=id,from,message`);
  expect(listed.body['data']).toMatchObject([{ id: made.body['id'], message: '¡Listo, Ana!', from: { id: PAGE } }]);
  const foreign = await scene.graph('GET', `${commentId}/comments`, undefined, 'sandbox-token-6001');
  expect(refusalOf(foreign)).toBe('400: 100/33');
});

const lastPart = (id: string) => id.split('_').at(-1);

test('the comments of the running live are read page by page, in both orders', async () => {
  const scene = await startScene();
  const ids: string[] = [];
  for (let count = 0; count < 5; count += 1) ids.push(await scene.comment(`comentario ${count}`));
  const lives = await scene.graph('GET', `${PAGE}/live_videos?broadcast_status=["LIVE"]`);
  const live = (lives.body['data'] as { id: string; status: string; post_id: string }[])[0];
  expect(live).toMatchObject({ status: 'LIVE', post_id: expect.stringMatching(/^5001_\d{9}$/) });
  for (const [order, expected] of [
    ['chronological', ids],
    ['reverse_chronological', ids.toReversed()],
  ] as const) {
    const read: string[] = [];
    let after = '';
    do {
      const page = await scene.graph('GET', `${live?.id}/comments?order=${order}&limit=2${after}`);
      read.push(...(page.body['data'] as { id: string }[]).map((comment) => comment.id));
      const paging = page.body['paging'] as { cursors: { after: string }; next?: string };
      after = paging.next ? `&after=${paging.cursors.after}` : 'end';
    } while (after !== 'end');
    // The edge names comments by the video, the webhook by the post: only the last part is the same.
    expect(read.map(lastPart)).toEqual(expected.map(lastPart));
  }
});

test('the fields of a subscription are listed until it is removed', async () => {
  const scene = await startScene();
  await scene.graph('POST', `${PAGE}/subscribed_apps?subscribed_fields=feed,messages`);
  const listed = await scene.graph('GET', `${PAGE}/subscribed_apps`);
  expect(listed.body['data']).toMatchObject([{ subscribed_fields: ['feed', 'messages'] }]);
  await scene.graph('DELETE', `${PAGE}/subscribed_apps`);
  expect((await scene.graph('GET', `${PAGE}/subscribed_apps`)).body).toEqual({ data: [] });
});

test('the history keeps accepted and refused calls, and answers by Page, kind and place', async () => {
  const scene = await startScene();
  const commentId = await scene.comment('quiero una');
  const reply = { recipient: { comment_id: commentId }, message: text('Hola') };
  await scene.graph('POST', `${PAGE}/messages`, reply);
  await scene.graph('POST', `${PAGE}/messages`, reply);
  await scene.graph('POST', `${commentId}/comments`, { message: '¡Listo!' });
  const ask = async (query: string) => (await scene.call('GET', `/_history?${query}`)).body;
  const answer = await ask(`page=${PAGE}&kind=private_reply`);
  expect(answer['calls']).toMatchObject([
    { outcome: 'accepted', commentId, text: 'Hola', code: null },
    { outcome: 'refused', commentId, code: 10_900 },
  ]);
  const [first] = answer['calls'] as { seq: number; atMs: number }[];
  expect(Math.abs(Date.now() - (first?.atMs ?? 0))).toBeLessThan(30_000);
  expect((await ask(`after=${first?.seq}`))['calls']).toHaveLength(2);
  expect((await ask('page=other'))['calls']).toEqual([]);
});
