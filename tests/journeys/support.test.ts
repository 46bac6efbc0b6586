import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { rowsOf } from '../../src/platform/db/transaction.ts';
import { PASSWORD } from '../http/auth-client.ts';
import { openShop, type Shop, uuidIn } from '../resolvers/scene.ts';
import { signIn } from '../testkit/api.ts';
import { openBrowser } from '../testkit/browser.ts';
import { seedComment } from '../testkit/scene.ts';
import { startWorld, type World } from '../testkit/world.ts';
import { enter, openPage } from './people-at-browsers.ts';

let world: World & { readonly url: string };
let shop: Shop;
const owner = `${randomUUID()}@owner.example`;

beforeAll(async () => {
  const started = await startWorld();
  world = Object.assign(started, { url: started.baseUrl });
  shop = await openShop(world, await signIn(world.url, { email: owner, password: PASSWORD, name: 'Ana Dueña' }));
  const { commentId } = await seedComment(world.app.pool, {
    storeId: uuidIn(shop.ids.store),
    liveEventId: uuidIn(shop.ids.live),
    text: 'eso será para mi hermana',
  });
  await rowsOf(
    world.app.pool,
    `INSERT INTO ai_logs (tienda_id, comment_id, raw_comment, detected_intent, confidence_score, decided_by, ambiguous)
     SELECT tienda_id, id, text, 'other', 0.5, 'tells', true FROM comments WHERE id = $1 ON CONFLICT DO NOTHING`,
    [commentId],
  );
});
afterAll(() => world[Symbol.asyncDispose]());

test('support opens a store only with a second factor and a reason, which its owner reads', async () => {
  await using browser = await openBrowser();
  const email = `${randomUUID()}@support.example`;
  await signIn(world.url, { email, password: PASSWORD, name: 'Sofía Soporte' });
  const page = await openPage(browser, `${world.url}/login`);
  await enter(page, email, PASSWORD);
  await page.getByText('Configura tu tienda').waitFor();
  await page.goto(`${world.url}/support`);
  await page.getByText('Aquí no hay nada').waitFor();

  await rowsOf(world.app.pool, 'INSERT INTO superadmins (seller_id) SELECT id FROM vendedores WHERE email = $1', [
    email,
  ]);
  await page.reload();
  await page.getByText('Soporte funciona solo con segundo paso').waitFor();
  expect(await page.getByRole('searchbox').count()).toBe(0);
  await rowsOf(world.app.pool, 'UPDATE vendedores SET two_factor_enabled = true WHERE email = $1', [email]);
  await page.reload();

  await page.getByRole('searchbox').fill(owner);
  await page.getByTestId('support-stores').getByText('Poleras Ana').click();
  await page.getByLabel('Motivo').fill('Ticket 4711: no entiende a su hermana');
  await page.getByRole('button', { name: 'Abrir', exact: true }).click();
  await page.getByTestId('support-store').getByText('Pedidos por pagar').waitFor();
  await page.getByTestId('support-decisions').getByText('eso será para mi hermana').waitFor();

  const seller = await openPage(browser, `${world.url}/login`);
  await enter(seller, owner, PASSWORD);
  await seller.waitForURL((url) => url.pathname === '/');
  expect(await seller.getByRole('link', { name: 'Soporte' }).count()).toBe(0);
  await seller.goto(`${world.url}/settings/audit`);
  await seller.getByText('Ticket 4711: no entiende a su hermana').first().waitFor();
  const reads = await rowsOf(world.app.pool, `SELECT details FROM audit_log WHERE action = 'support-read'`);
  expect(reads).toHaveLength(2);
}, 240_000);
