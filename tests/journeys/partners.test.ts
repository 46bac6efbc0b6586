import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { seed } from '../../prisma/seed.ts';
import { openBrowser } from '../testkit/browser.ts';
import { until } from '../testkit/until.ts';
import { startWorld, type World } from '../testkit/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
  await seed(world.env);
});
afterAll(() => world[Symbol.asyncDispose]());

test('an owner makes a key and an endpoint, sees each secret once, and what was delivered', async () => {
  const paths: string[] = [];
  const partner = createServer((request, response) => {
    paths.push(String(request.url));
    request.resume().on('end', () => response.end('thanks'));
  });
  await new Promise<void>((resolve) => partner.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void partner.close());
  const url = `http://127.0.0.1:${(partner.address() as AddressInfo).port}/hook`;
  await using browser = await openBrowser();
  const page = await browser.newPage({ locale: 'en-US', viewport: { width: 1280, height: 1400 } });
  page.setDefaultTimeout(10_000);
  await page.goto(`${world.baseUrl}/login`);
  await page.getByTestId('demo-login').click();
  await page.waitForURL((at) => !at.pathname.startsWith('/login'));
  await page.goto(`${world.baseUrl}/settings/partners`);

  await page.locator('input[name=name]').fill('Warehouse');
  await page.locator('input[name=scopes][value=PRODUCTS_READ]').check();
  await page.locator('form:has(input[name=scopes]) button[type=submit]').click();
  const key = await page.locator('dialog code').innerText();
  expect(key).toMatch(/^lss_[0-9a-f]{8}_[\w-]{43}$/);
  await page.locator('dialog button').last().click();
  const products = () =>
    fetch(`${world.baseUrl}/graphql`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: '{"query":"{ __typename }"}',
    });
  expect((await products()).headers.get('ratelimit-limit')).toBe('10');

  await page.locator('input[name=url]').fill(url);
  // More happens in a store that has just been connected; the start of a live is what this test makes happen.
  await page.locator('input[name=eventTypes]').fill('live-started');
  await page.locator('form:has(input[name=url]) button[type=submit]').click();
  expect(await page.locator('dialog code').innerText()).toMatch(/^whsec_/);
  await page.locator('dialog button').last().click();
  await page.goto(`${world.baseUrl}/lives`);
  await page.getByTestId('live-title-input').fill('Partners are told');
  await page.getByTestId('start-live').click();
  await until('the partner is told', () => paths.length > 0);
  expect(paths).toEqual(['/hook']);

  await page.goto(`${world.baseUrl}/settings/partners`);
  await page.locator('button[aria-expanded]', { hasText: /Deliveries|Entregas/ }).click();
  await page.locator('li code', { hasText: 'live-started' }).waitFor();
  expect(await page.locator('body').innerText()).not.toContain(key);
  await page
    .getByRole('button', { name: /Send again|Enviar de nuevo/ })
    .first()
    .click();
  await until('it is delivered again', () => paths.length === 2);
}, 240_000);
