import { randomUUID } from 'node:crypto';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { rowsOf } from '../../src/platform/db/transaction.ts';
import { createBrowserLike, PASSWORD } from '../http/auth-client.ts';
import { openBrowser } from '../testkit/browser.ts';
import { until } from '../testkit/until.ts';
import { startWorld, type World } from '../testkit/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

async function enter(page: Page): Promise<void> {
  const email = `${randomUUID()}@test.example`;
  const seller = createBrowserLike(world.baseUrl);
  await seller.auth('/sign-up/email', { email, password: PASSWORD, name: 'Ana' });
  await seller.graphql(
    'mutation { createStore(input: { name: "Poleras Ana", country: "CL", currency: "CLP" }) { __typename } }',
  );
  page.setDefaultTimeout(10_000);
  await page.goto(`${world.baseUrl}/login`);
  await page.locator('input[name=email]').fill(email);
  await page.locator('input[name=password]').fill(PASSWORD);
  await page.locator('form button[type=submit]').first().click();
  await page.waitForURL((url) => !url.pathname.startsWith('/login'));
}

test('a seller connects a Page through Facebook, and the control room says when its webhook is silent', async () => {
  await using browser = await openBrowser();
  const page = await browser.newPage({ locale: 'es-CL' });
  await enter(page);
  await page.goto(`${world.baseUrl}/settings/facebook`);
  await page.getByTestId('facebook-connect').click();
  await page.getByRole('link', { name: 'Cancel' }).click();
  await page.getByRole('alert').filter({ hasText: 'Volviste de Facebook' }).waitFor();

  await page.getByTestId('facebook-connect').click();
  await page.locator('input[name=pages]').fill('8001, 8002');
  await page.getByLabel('pages_messaging').uncheck();
  await page.getByTestId('facebook-continue').click();
  await page.getByTestId('permission-pages_messaging').filter({ hasText: 'Falta' }).waitFor();
  expect(new URL(page.url()).search).toBe('');
  expect(await page.getByTestId('choose-8001').count()).toBe(0);

  await page.getByRole('button', { name: 'Volver a Facebook' }).click();
  await page.locator('input[name=pages]').fill('8001, 8002');
  await page.getByTestId('facebook-continue').click();
  await page.getByTestId('choose-8002').click();
  await page.locator('[data-testid=page-verified][data-good=true]', { hasText: 'Page 8002' }).waitFor();

  await page.goto(`${world.baseUrl}/lives`);
  await page.getByTestId('live-title-input').fill('Viernes');
  await page.getByTestId('start-live').click();
  await page.locator('[data-testid=connection-state][data-state=live]').waitFor();
  await rowsOf(world.app.pool, `UPDATE live_events SET started_at = started_at - interval '1 minute'`);
  const post = (path: string, body: unknown) =>
    fetch(`${world.sandboxUrl}/api/live/8002/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  await post('knobs', { isSilent: true });
  await post('comments', { author: { name: 'Beto' }, text: 'hola', createdTimeMs: Date.now() - 20_000 });
  await until('the comment from the list', async () => {
    await rowsOf(world.app.pool, `UPDATE live_coverage SET next_poll_at = now() WHERE next_poll_at > now()`);
    return (await page.getByTestId('comment').count()) === 1;
  });
  await page.getByTestId('coverage-notes').filter({ hasText: 'Facebook no nos avisa de nada desde' }).waitFor();
  await until('the share', async () => {
    await rowsOf(world.app.pool, `UPDATE live_coverage SET next_poll_at = now() WHERE next_poll_at > now()`);
    return (await page.getByTestId('seen-share').textContent())?.includes('0');
  });
}, 240_000);
