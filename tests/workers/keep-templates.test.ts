import { expect, test } from 'vitest';
import { rowOf, rowsOf } from '../../src/platform/db/transaction.ts';
import { keepTemplates } from '../../src/workers/timers/keep-templates.ts';
import { openDeliveryWorld } from './delivery-world.ts';

const textOf = async (world: Awaited<ReturnType<typeof openDeliveryWorld>>) =>
  (await world.said('utility')).map((call) => call.text);

test('outside the window a receipt leaves as the template that the Page has approved in the buyer’s language, else not', async () => {
  const world = await openDeliveryWorld();
  const receipt = async (locale: string) => {
    const reply = await world.queue('private_reply');
    await world.deliver([reply.id]);
    await rowsOf(world.app.pool, 'UPDATE buyers SET locale = $2 WHERE id = $1', [reply.buyerId, locale]);
    const { buyerId, commentId } = reply;
    const { id } = await world.queue('receipt', { buyerId, commentId, body: { text: `Gracias ${locale}` } });
    await world.deliver([id]);
    return world.message(id);
  };

  expect(await receipt('es-CL')).toMatchObject({ state: 'refused', failure: expect.stringMatching(/no free text/) });
  await world.post('graph-answers', { templates: ['order_receipt/es', 'pay_reminder/es'] });
  await keepTemplates(world.app);
  expect(await receipt('es-MX')).toMatchObject({ state: 'sent' });
  expect(await receipt('pt-BR')).toMatchObject({ state: 'refused' });
  expect(await textOf(world)).toEqual(['Gracias es-MX']);
});

test('what was known of a Page stays when it cannot be asked, and the next Page is asked all the same', async () => {
  const world = await openDeliveryWorld();
  await world.post('graph-answers', { templates: ['order_receipt/es'] });
  await keepTemplates(world.app);
  await rowsOf(world.app.pool, `UPDATE fb_sessions SET page_access_token_enc = 'broken'`);

  await keepTemplates(world.app);

  const { known } = await rowOf<{ known: string[] }>(
    world.app.pool,
    'SELECT utility_templates AS known FROM tiendas',
    [],
  );
  expect(known).toEqual(['order_receipt/es']);
});
