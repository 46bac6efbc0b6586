import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { DEMO_SELLER, seed } from '../../prisma/seed.ts';
import { findShop } from '../../scripts/rehearse/demo-comments.ts';
import { rehearseLive } from '../../scripts/rehearse/rehearse-live.ts';
import { rowsOf } from '../../src/platform/db/transaction.ts';
import { TEST_SECRETS } from '../testkit/app.ts';
import { openBrowser } from '../testkit/browser.ts';
import { type CuttableProxy, startCuttableProxy } from '../testkit/cuttable-proxy.ts';
import { until } from '../testkit/until.ts';
import { choosePort, startWorld, type World } from '../testkit/world.ts';

const shop = findShop('cl');
if (!shop) throw new Error('There is no demo shop cl.');
const SKU = 'POL-NEG-M';

let wire: CuttableProxy;
let world: World;

beforeAll(async () => {
  const port = await choosePort();
  wire = await startCuttableProxy({ toPort: port });
  world = await startWorld({ PORT: String(port), BASE_URL: wire.url });
  await seed(world.env);
});

afterAll(async () => {
  await wire.close();
  await world[Symbol.asyncDispose]();
});

// Shorter than a test may take, so that the step that waits in vain is named.
async function openPage(browser: Browser, options: BrowserContextOptions = {}): Promise<Page> {
  const page = await browser.newPage({ locale: 'es-CL', ...options });
  page.setDefaultTimeout(10_000);
  return page;
}

async function enterDemo(page: Page): Promise<void> {
  await page.goto(`${wire.url}/login`);
  await page.getByTestId('demo-login').click();
  await page.waitForURL((url) => !url.pathname.startsWith('/login'));
}

async function startLive(page: Page, title: string): Promise<void> {
  await page.goto(`${wire.url}/lives`);
  await page.getByTestId('live-title-input').fill(title);
  await page.getByTestId('start-live').click();
  await page.getByTestId('live-board').waitFor();
  await page.locator('[data-testid=connection-state][data-state=live]').waitFor();
}

test('a viewer comments, the seller sees the sale, the buyer pays, and the stock is one less', async () => {
  await using browser = await openBrowser();
  const seller = await openPage(browser);
  await enterDemo(seller);
  await startLive(seller, 'Viernes de poleras');
  const stock = seller.getByTestId(`stock-available-${SKU}`);
  await seller.getByRole('searchbox').fill(SKU);
  await expectText(stock, '20');

  const phone = await openPage(browser, { viewport: { width: 390, height: 844 } });
  await phone.goto(`${world.sandboxUrl}/live/${shop?.pageId}`);
  await phone.getByTestId('viewer-name').fill('Beto Soto');
  await phone.getByTestId('viewer-text').fill(`quiero 1 ${SKU}`);
  await phone.getByTestId('viewer-send').click();

  const sale = seller.getByTestId('sale').filter({ hasText: 'Beto Soto' });
  await sale.waitFor();
  await seller.locator('[data-testid=comment]', { hasText: SKU }).getByTestId('intent-tag').waitFor();
  await expectText(stock, '19');
  await phone.getByTestId('viewer-public-reply').first().waitFor();
  await phone.locator('button[data-tab=chat]').click();
  const buttons = phone.getByTestId('viewer-chat-button');
  // The tap opens Meta's window, so that the receipt may come as free text.
  await buttons.filter({ hasText: 'Confirmar' }).click();
  const link = await buttons.filter({ hasText: 'Pagar' }).getAttribute('href');
  await phone.goto(link ?? '');
  await phone.getByTestId('checkout-pay').click();
  await phone.getByTestId('mp-approve').click();
  await phone.locator('[data-testid=checkout-status][data-status=paid]').waitFor();

  await seller.locator('[data-testid=sale][data-status=PAID]', { hasText: 'Beto Soto' }).waitFor();
  await expectText(stock, '19');
  const [product] = await rowsOf<{ stock: number; held: number }>(
    world.app.pool,
    'SELECT stock, held FROM productos WHERE sku = $1',
    [SKU],
  );
  expect(product).toEqual({ stock: 19, held: 0 });
  await phone.goto(`${world.sandboxUrl}/live/${shop?.pageId}`);
  await phone.getByTestId('viewer-name').fill('Beto Soto');
  await phone.locator('button[data-tab=chat]').click();
  await phone.getByTestId('viewer-chat-message').filter({ hasText: 'Recibimos tu pago' }).waitFor();
});

test('a socket cut again and again during a rehearsal leaves no gap and no repeat in the feed', async () => {
  await using browser = await openBrowser();
  const seller = await openPage(browser);
  await enterDemo(seller);
  const [live] = await rowsOf<{ id: string }>(
    world.app.pool,
    `SELECT l.id FROM live_events l JOIN tiendas t ON t.id = l.tienda_id
     WHERE l.status = 'active' AND t.fb_page_id = $1`,
    [shop?.pageId],
  );
  if (!live) throw new Error('No live runs.');
  await seller.goto(`${wire.url}/lives`);
  await seller.locator('a[href*="/lives/"]').first().click();
  await seller.locator('[data-testid=connection-state][data-state=live]').waitFor();
  const board = seller.getByTestId('live-board');
  const from = await board.getAttribute('data-cursor');

  const rehearsal = rehearseLive({
    shop: shop as NonNullable<typeof shop>,
    ratePerMinute: 600,
    durationMs: 8_000,
    url: world.baseUrl,
    sandboxUrl: world.sandboxUrl,
    appSecret: TEST_SECRETS.FB_APP_SECRET,
    seller: DEMO_SELLER,
  });
  let cuts = 0;
  for (const atEvents of [20, 60, 120]) {
    await until(`event ${atEvents}`, async () => Number(await board.getAttribute('data-events')) >= atEvents);
    cuts += wire.cut() > 0 ? 1 : 0;
    await until('the resumed feed', async () => {
      const state = await seller.getByTestId('connection-state').getAttribute('data-state');
      return state !== 'live';
    });
  }
  const figures = await rehearsal;

  expect(cuts).toBe(3);
  expect(figures).toMatchObject({ doubles: 0, lost: { comments: 0, privateMessages: 0, publicReplies: 0 } });
  // The timers may still write of the live's coverage, so the board is compared up to where it stands.
  const [log] = await rowsOf<{ last: string }>(
    world.app.pool,
    'SELECT max(position)::text AS last FROM events WHERE live_id = $1',
    [live.id],
  );
  const shown = await until('the last event on the board', async () => {
    const [cursor, events] = await board.evaluate(({ dataset }) => [dataset['cursor'], dataset['events']] as const);
    return Number(cursor) >= Number(log?.last) ? { cursor, events: Number(events) } : null;
  });
  const [upTo] = await rowsOf<{ count: number }>(
    world.app.pool,
    'SELECT count(*)::int AS count FROM events WHERE live_id = $1 AND position > $2::bigint AND position <= $3::bigint',
    [live.id, from, shown.cursor],
  );
  expect(shown.events).toBe(upTo?.count);
});

test('the seller reads how a comment was understood, says that it was right or what it meant, and takes that back', async () => {
  await using browser = await openBrowser();
  await fetch(`${world.sandboxUrl}/api/live/${shop?.pageId}/comments`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ author: { name: 'Rosa Vega' }, text: `quiero 1 ${SKU}` }),
  });
  await until('the decision', async () => {
    const decided = `SELECT FROM ai_logs a JOIN comments c ON c.id = a.comment_id JOIN buyers b ON b.id = c.buyer_id WHERE b.name = 'Rosa Vega'`;
    return (await rowsOf(world.app.pool, decided)).length === 1;
  });
  const seller = await openPage(browser);
  await enterDemo(seller);
  await seller.goto(`${wire.url}/understanding`);
  await seller.getByRole('button', { name: 'Todas' }).click();
  const row = seller.getByTestId('decision').filter({ hasText: 'Rosa Vega' });
  await row.getByRole('button', { name: 'Por qué' }).click();
  await row.getByText('purchase:').waitFor();
  const corrections = () => rowsOf(world.app.pool, 'SELECT intent, items FROM ai_corrections');

  await row.locator('button[data-intent=right]').click();
  await row.getByTestId('correction').waitFor();
  expect(await corrections()).toEqual([{ intent: 'purchase', items: [{ sku: SKU, qty: 1 }] }]);
  await row.locator('button[data-intent=SPAM]').press('Enter');
  await row.getByTestId('correction').getByText('Spam').waitFor();
  await row.locator('button[data-intent=SPAM]:focus').waitFor();
  expect(await corrections()).toEqual([{ intent: 'spam', items: [] }]);
  await row.getByTestId('correction').getByRole('button', { name: 'Deshacer' }).click();
  await row.getByTestId('correction').waitFor({ state: 'detached' });
  expect(await corrections()).toEqual([]);
});

async function expectText(locator: { textContent(): Promise<string | null> }, text: string): Promise<void> {
  await until(`the text ${text}`, async () => (await locator.textContent()) === text);
}
