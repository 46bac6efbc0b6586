import { afterAll, beforeAll, expect, test } from 'vitest';
import { seed } from '../../prisma/seed.ts';
import { findShop } from '../../scripts/rehearse/demo-comments.ts';
import { openBrowser } from '../testkit/browser.ts';
import { startWorld, type World } from '../testkit/world.ts';

const shop = findShop('cl');
if (!shop) throw new Error('There is no demo shop cl.');

let world: World;
beforeAll(async () => {
  world = await startWorld();
  await seed(world.env);
});
afterAll(() => world[Symbol.asyncDispose]());

test('a viewer wants three, then none; the seller blocks them, and their next comment claims nothing', async () => {
  await using browser = await openBrowser();
  const seller = await browser.newPage({ locale: 'es-CL' });
  await seller.goto(`${world.baseUrl}/login`);
  await seller.getByTestId('demo-login').click();
  await seller.waitForURL((url) => !url.pathname.startsWith('/login'));
  await seller.goto(`${world.baseUrl}/lives`);
  await seller.getByTestId('live-title-input').fill('Viernes');
  await seller.getByTestId('start-live').click();
  await seller.locator('[data-testid=connection-state][data-state=live]').waitFor();
  const phone = await browser.newPage({ viewport: { width: 390, height: 844 } });
  await phone.goto(`${world.sandboxUrl}/live/${shop?.pageId}`);
  await phone.getByTestId('viewer-name').fill('Beto Soto');
  const say = async (text: string) => {
    await phone.getByTestId('viewer-text').fill(text);
    await phone.getByTestId('viewer-send').click();
  };
  const sale = seller.getByTestId('sale').filter({ hasText: 'Beto Soto' });

  await say('quiero 1 POL-NEG-M');
  await sale.getByText('1 ×').waitFor();
  await say('mejor que sean 3');
  await sale.getByText('3 ×').waitFor();
  await say('ya no lo quiero, cancela');
  await seller.locator('[data-testid=sale][data-status=CANCELLED]').waitFor();

  const comment = seller.getByTestId('comment').filter({ hasText: 'cancela' });
  await comment.getByRole('button').first().click();
  await comment.getByRole('button', { name: 'Bloquear comprador' }).click();
  await seller.getByRole('dialog').getByRole('button', { name: 'Bloquear comprador' }).click();
  await comment.getByRole('button', { name: 'Desbloquear' }).waitFor();
  await say('quiero 2 POL-NEG-M');
  await seller.getByTestId('comment').filter({ hasText: 'quiero 2' }).getByText('Comprador bloqueado').waitFor();
  expect(await seller.getByTestId('sale').count()).toBe(1);

  await seller.goto(`${world.baseUrl}/settings/messages`);
  const blocked = seller.getByRole('region', { name: 'Compradores bloqueados' });
  await blocked.getByText('Beto Soto').waitFor();
  await blocked.getByRole('button', { name: 'Desbloquear' }).click();
  await blocked.getByText('No hay nadie bloqueado.').waitFor();
}, 240_000);
