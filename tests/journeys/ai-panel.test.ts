import { expect, test } from 'vitest';
import { seed } from '../../prisma/seed.ts';
import { findShop } from '../../scripts/rehearse/demo-comments.ts';
import { rowsOf } from '../../src/platform/db/transaction.ts';
import { openBrowser } from '../testkit/browser.ts';
import { MODEL_KEYS } from '../testkit/models.ts';
import { until } from '../testkit/until.ts';
import { startWorld } from '../testkit/world.ts';

test('the settings show what the language model did today, what it cost, and how its providers do', async () => {
  await using world = await startWorld({ OPENAI_API_KEY: MODEL_KEYS.OPENAI_API_KEY });
  await seed(world.env);
  await using browser = await openBrowser();
  const page = await browser.newPage({ locale: 'es-CL' });
  page.setDefaultTimeout(60_000);
  await page.goto(`${world.baseUrl}/login`);
  await page.getByTestId('demo-login').click();
  await page.waitForURL((url) => !url.pathname.startsWith('/login'));
  await page.goto(`${world.baseUrl}/lives`);
  await page.getByTestId('live-title-input').fill('Viernes');
  await page.getByTestId('start-live').click();
  await page.locator('[data-testid=connection-state][data-state=live]').waitFor();
  await fetch(`${world.sandboxUrl}/api/live/${findShop('cl')?.pageId}/comments`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ author: { name: 'Ana' }, text: 'mi gata odia la polera' }),
  });
  await until('a decision', async () => (await rowsOf(world.app.pool, 'SELECT FROM ai_logs WHERE model IS NOT NULL')).length);
  await page.getByTestId('comment').filter({ hasText: 'mi gata odia la polera' }).waitFor();

  await page.goto(`${world.baseUrl}/settings`);
  const panel = page.locator('section').filter({ has: page.getByRole('heading', { name: 'Modelo de lenguaje' }) });
  await panel.getByText('OpenAI').waitFor();

  const text = await panel.innerText();
  expect(text).toContain('Responde');
  expect(text).toMatch(/Decididos por el modelo\s+1/);
  expect(text).toMatch(/Llamadas por 1\.000 comentarios\s+1\.000/);
  if (process.env['SHOTS']) {
    await panel.screenshot({ path: `${process.env['SHOTS']}/ai-es.png` });
    await page.setViewportSize({ width: 390, height: 800 });
    await page.getByLabel('Idioma').selectOption('ar');
    await page.getByText('النموذج اللغوي').waitFor();
    await page.locator('section').filter({ hasText: 'OpenAI' }).first().screenshot({ path: `${process.env['SHOTS']}/ai-ar.png` });
  }
}, 150_000);
