import { afterAll, beforeAll, expect, test } from 'vitest';
import { seed } from '../../prisma/seed.ts';
import { findShop } from '../../scripts/rehearse/demo-comments.ts';
import { rowsOf } from '../../src/platform/db/transaction.ts';
import { openBrowser } from '../testkit/browser.ts';
import { until } from '../testkit/until.ts';
import { startWorld, type World } from '../testkit/world.ts';

const pageId = findShop('cl')?.pageId;

let world: World;
beforeAll(async () => {
  world = await startWorld();
  await seed(world.env);
}, 60_000);
afterAll(() => world[Symbol.asyncDispose]());

const comment = (author: string) =>
  fetch(`${world.sandboxUrl}/api/live/${pageId}/comments`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ author: { name: author }, text: 'quiero 1 POL-NEG-M' }),
  });
const countOf = async (state: string) => {
  const sql =
    "SELECT count(*)::int AS count FROM messages WHERE state = $1 AND created_at > now() - interval '5 minutes'";
  return (await rowsOf<{ count: number }>(world.app.pool, sql, [state]))[0]?.count ?? 0;
};

test('the seller stops the bot with the keyboard, sees what waits, lets some of it leave, and writes to a buyer by hand', async () => {
  await using browser = await openBrowser();
  const page = await browser.newPage({ locale: 'es-CL', viewport: { width: 1280, height: 800 } });
  page.setDefaultTimeout(15_000);
  await page.goto(`${world.baseUrl}/login`);
  await page.getByTestId('demo-login').click();
  await page.waitForURL((url) => !url.pathname.startsWith('/login'));
  await page.goto(`${world.baseUrl}/lives`);
  await page.getByTestId('live-title-input').fill('Sábado');
  await page.getByTestId('start-live').click();
  await page.getByRole('button', { name: 'Detener el bot' }).waitFor();

  await page.keyboard.press('Alt+S');
  await page.getByRole('alert').getByText('El bot de este live está detenido').waitFor();
  await comment('Ana Paz');
  await comment('Beto Soto');
  await until('four wait', async () => (await countOf('withheld')) === 4);
  await page.getByText('Mensajes en espera: 4').waitFor();
  await page.getByRole('button', { name: 'Dejar seguir al bot' }).click();
  const boxes = page.getByRole('dialog').getByRole('checkbox');
  await boxes.first().waitFor();
  expect(await boxes.count()).toBe(4);
  // Ana is written to below, which needs the chat that her private reply opens.
  await page.getByRole('dialog').getByRole('checkbox', { name: /Beto/ }).first().uncheck();
  await page.getByRole('button', { name: 'Seguir y enviar' }).click();
  await page.getByRole('button', { name: 'Detener el bot' }).waitFor();
  await until('three have left', async () => (await countOf('sent')) === 3);
  expect(await countOf('withheld')).toBe(0);

  await fetch(`${world.sandboxUrl}/api/live/${pageId}/messages`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ author: { name: 'Ana Paz' }, text: '¿Tienen otra talla?' }),
  });
  await until('she has written', async () => (await countOf('received')) === 1);
  await page.goto(`${world.baseUrl}/conversations`);
  await page.getByRole('link', { name: /Ana Paz/ }).click();
  await page.getByLabel('Escribir a mano').fill('Sí, Ana, hasta la XL');
  await page.getByRole('button', { name: 'Enviar', exact: true }).click();
  await page.getByRole('button', { name: 'Devolver al bot' }).waitFor();
  await page.getByRole('log').getByText('Sí, Ana, hasta la XL').waitFor();
  await page.goto(`${world.baseUrl}/settings/messages`);
  await page.getByRole('button', { name: 'Detener el bot de la tienda' }).waitFor();
}, 240_000);
