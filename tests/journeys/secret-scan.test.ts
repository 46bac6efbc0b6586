import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { expect, onTestFinished, test } from 'vitest';
import { startSandbox } from '../../sandbox/start-sandbox.ts';
import { createPool } from '../../src/platform/db/pool.ts';
import { rowsOf } from '../../src/platform/db/transaction.ts';
import { createBrowserLike } from '../http/auth-client.ts';
import { createTestEnvironment } from '../testkit/app.ts';
import { until } from '../testkit/until.ts';
import { choosePort } from '../testkit/world.ts';

const canary = (name: string) => `${name}-${randomBytes(12).toString('hex')}`;

/** The whole product as processes of its own, whose every printed line is kept. */
async function startPrinting(secrets: Record<string, string>) {
  const port = await choosePort();
  const baseUrl = `http://127.0.0.1:${port}`;
  const sandbox = await startSandbox({
    port: 0,
    host: '127.0.0.1',
    baseUrl,
    appId: '100000000000001',
    appSecret: secrets['FB_APP_SECRET'] ?? '',
    mercadopagoSecret: secrets['MERCADOPAGO_WEBHOOK_SECRET'] ?? '',
  });
  const given = { BASE_URL: baseUrl, PORT: String(port), SANDBOX_URL: sandbox.url, LOG_LEVEL: 'debug', ...secrets };
  const { env, drop } = await createTestEnvironment(given);
  const child = spawn(process.execPath, ['src/main.ts'], { env: { PATH: process.env['PATH'], ...env } });
  const lines: string[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => lines.push(String(chunk)));
  const pool = createPool({ url: env['DATABASE_URL'] ?? '', maxConnections: 2, onError: () => undefined });
  onTestFinished(async () => {
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    await ended;
    await sandbox.close();
    await pool.end();
    await drop();
  });
  await until('the server is ready', async () => (await fetch(`${baseUrl}/health`).catch(() => null))?.ok === true);
  return { baseUrl, sandboxUrl: sandbox.url, pool, printed: () => lines.join('') };
}

test('no secret of a sale stands in a log, an answer, an event or any text of the database', async () => {
  const settings = {
    FB_APP_SECRET: canary('app-secret'),
    MERCADOPAGO_WEBHOOK_SECRET: canary('mp-secret'),
    MERCADOPAGO_ACCESS_TOKEN: `TEST-${canary('installation')}`,
    JWT_SECRET: canary('jwt-secret').padEnd(40, 'x'),
  };
  const world = await startPrinting(settings);
  const [password, wrongPassword, gatewayToken] = [canary('pw'), canary('wrong'), `APP_USR-${canary('gateway')}`];
  const pageId = randomBytes(6).readUIntBE(0, 6).toString();
  const pageToken = `sandbox-token-${pageId}`;
  const answers: string[] = [];
  const browser = createBrowserLike(world.baseUrl);
  const email = 'ana@test.example';
  const { token } = await browser.auth('/sign-up/email', { email, password, name: 'Ana' });
  const jwt = ((await (await browser.call('/api/auth/token')).json()) as { token: string }).token;
  answers.push(
    JSON.stringify(await createBrowserLike(world.baseUrl).auth('/sign-in/email', { email, password: wrongPassword })),
  );

  const made = await browser.graphql(
    'mutation { createStore(input: { name: "Poleras", country: "CL", currency: "CLP" }) { ... on CreateStoreSuccess { data { id } } } }',
  );
  const store = made.data?.['createStore'] as { data: { id: string } } | undefined;
  const storeId = store?.data.id ?? '';
  const setUp = (page: string) => `mutation {
    connectPage(input: { storeId: "${storeId}", fbPageId: "${page}", pageAccessToken: "${pageToken}" }) { __typename ... on DomainError { message } }
    configurePayment(input: { storeId: "${storeId}", gateway: MERCADO_PAGO, accessToken: "${gatewayToken}" }) { __typename ... on DomainError { message } }
    importProducts(input: { storeId: "${storeId}", products: [{ sku: "POL-1", name: "Polera", priceMinor: "1000", onHandUnits: 5, claimCode: "A1" }] }) { __typename }
    startLive(input: { storeId: "${storeId}", title: "Live" }) { __typename }
  }`;
  answers.push(JSON.stringify(await browser.graphql(setUp(pageId))));
  // The same with what does not fit, and broken: errors must not quote what they were given.
  answers.push(JSON.stringify(await browser.graphql(setUp('no page'))));
  answers.push(JSON.stringify(await browser.graphql(setUp(pageId).replace('}', '} }'))));
  answers.push(
    await (
      await createBrowserLike(world.baseUrl, { authorization: `Bearer ${token}x` }).call('/api/v1/orders/create', {
        tienda_id: 1,
      })
    ).text(),
  );

  await fetch(`${world.sandboxUrl}/api/live/${pageId}/comments`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ author: { id: 'beto-1', name: 'Beto Soto' }, text: 'quiero 1 POL-1' }),
  });
  await until(
    'the message is sent',
    async () => (await rowsOf(world.pool, `SELECT 1 FROM messages WHERE state = 'sent'`)).length > 0,
  );

  const secrets = { ...settings, password, wrongPassword, gatewayToken, pageToken, token, jwt };
  const places = {
    printed: world.printed(),
    answers: answers.join('\n'),
    ...(await dump(world.pool)),
  };
  const found = Object.entries(places).flatMap(([place, text]) =>
    Object.entries(secrets)
      .filter(([, secret]) => text.includes(secret))
      .map(([name]) => `${name} stands in ${place}`),
  );

  expect(places.printed).toContain('"role":"http"');
  expect(Object.keys(places)).toEqual(expect.arrayContaining(['events', 'sessions', 'fb_sessions', 'config_pagos']));
  expect(found).toEqual([]);
});

/** Every row of every table as text. */
async function dump(pool: Awaited<ReturnType<typeof startPrinting>>['pool']): Promise<Record<string, string>> {
  const tables = await rowsOf<{ name: string }>(
    pool,
    `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'`,
  );
  const texts: Record<string, string> = {};
  for (const { name } of tables) {
    const rows = await rowsOf<{ text: string }>(pool, `SELECT t::text AS text FROM "${name}" t`);
    texts[name] = rows.map((row) => row.text).join('\n');
  }
  return texts;
}
