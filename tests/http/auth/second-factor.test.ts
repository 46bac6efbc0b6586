import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { freePort } from '../../../scripts/lib/free-port.ts';
import { startHttp } from '../../../src/http/main.ts';
import { rowsOf } from '../../../src/platform/db/transaction.ts';
import { createTestApp } from '../../testkit/app.ts';
import { seedStore } from '../../testkit/scene.ts';
import { createBrowserLike, PASSWORD, totpOf } from '../auth-client.ts';
import { type Listening, listen } from '../listen.ts';

async function enrol(server: { readonly url: string }, email: string) {
  const browser = createBrowserLike(server.url);
  await browser.auth('/sign-up/email', { email, password: PASSWORD, name: 'Ana' });
  const { answer } = await browser.auth('/two-factor/enable', { password: PASSWORD });
  const uri = String(answer['totpURI']);
  const code = totpOf(uri, Date.now() - 30_000);
  expect((await browser.auth('/two-factor/verify-totp', { code })).status).toBe(200);
  return { browser, uri, code, backupCodes: answer['backupCodes'] as string[] };
}

async function begin(server: { readonly url: string }, email: string) {
  const browser = createBrowserLike(server.url);
  const { answer, token } = await browser.auth('/sign-in/email', { email, password: PASSWORD });
  expect([answer['twoFactorRedirect'], token]).toEqual([true, '']);
  return browser;
}

test('who enrolled signs in with a code that is good once, or with a backup code that is good once', async () => {
  await using server: Listening = await listen();
  const email = `${randomUUID()}@test.example`;
  const { uri, code, backupCodes } = await enrol(server, email);

  const replayed = await (await begin(server, email)).auth('/two-factor/verify-totp', { code });
  expect([replayed.status, replayed.answer['code'], replayed.token]).toEqual([401, 'CODE_ALREADY_USED', '']);

  const browser = await begin(server, email);
  expect((await browser.auth('/two-factor/verify-totp', { code: '000000' })).status).toBe(401);
  expect((await browser.auth('/two-factor/verify-totp', { code: totpOf(uri) })).status).toBe(200);
  expect((await browser.graphql('{ viewer { email } }')).data).toEqual({ viewer: { email } });

  const backup = { code: backupCodes[0] ?? '' };
  expect((await (await begin(server, email)).auth('/two-factor/verify-backup-code', backup)).status).toBe(200);
  expect((await (await begin(server, email)).auth('/two-factor/verify-backup-code', backup)).status).toBe(401);
});

test('the secret and the backup codes are not readable in the database', async () => {
  await using server = await listen();
  const { uri, backupCodes } = await enrol(server, `${randomUUID()}@test.example`);
  const stored = JSON.stringify(await rowsOf(server.app.pool, 'SELECT * FROM two_factors'));

  expect(stored).not.toContain(new URL(uri).searchParams.get('secret'));
  for (const code of backupCodes) expect(stored).not.toContain(code);
});

test('backup codes are renewed, and the factor switched off, by password soon after signing in; it is told by mail', async () => {
  await using server = await listen();
  const email = `${randomUUID()}@test.example`;
  const { browser, backupCodes } = await enrol(server, email);
  const renew = (password?: string) => browser.auth('/two-factor/generate-backup-codes', { password });
  const switchOff = (password?: string) => browser.auth('/two-factor/disable', { password });
  const shiftBy = (interval: string) =>
    rowsOf(server.app.pool, 'UPDATE sessions SET created_at = created_at + $1::interval', [interval]);

  await shiftBy('-2 hours');
  expect((await renew(PASSWORD)).answer['code']).toBe('SESSION_NOT_FRESH');
  expect((await switchOff(PASSWORD)).answer['code']).toBe('SESSION_NOT_FRESH');
  await shiftBy('2 hours');
  expect([(await renew()).status, (await renew('not-the-password')).status, (await switchOff()).status]).toEqual([
    400, 400, 400,
  ]);
  expect((await createBrowserLike(server.url).auth('/two-factor/disable', { password: PASSWORD })).status).toBe(401);

  const { answer } = await renew(PASSWORD);
  const verify = async (code: string | undefined) =>
    (await (await begin(server, email)).auth('/two-factor/verify-backup-code', { code })).status;
  expect([await verify(backupCodes[0]), await verify((answer['backupCodes'] as string[])[0])]).toEqual([401, 200]);

  expect((await switchOff(PASSWORD)).status).toBe(200);
  const again = await createBrowserLike(server.url).auth('/sign-in/email', { email, password: PASSWORD });
  expect([again.status, again.answer['twoFactorRedirect']]).toEqual([200, undefined]);
  const { data } = await browser.graphql('{ logins(first: 20) { method outcome } }');
  expect(data?.['logins']).toEqual(
    expect.arrayContaining([
      { method: 'new-backup-codes', outcome: 'refused' },
      { method: 'new-backup-codes', outcome: 'changed' },
      { method: 'factor-off', outcome: 'changed' },
    ]),
  );
  expect(await rowsOf(server.app.pool, 'SELECT kind FROM mails')).toEqual([{ kind: 'factor-off' }]);
});

test('an owner who sells much signs in but changes nothing until they enrol', async () => {
  const port = await freePort(20_000 + Math.floor(Math.random() * 10_000));
  const url = `http://127.0.0.1:${port}`;
  await using app = await createTestApp('http', { BASE_URL: url, PORT: String(port) });
  const secondFactor = {
    ...app.config.limits.secondFactor,
    requiredOfOwners: true,
    salesThresholdMinor: { CLP: 1_000 },
  };
  const config = { ...app.config, limits: { ...app.config.limits, secondFactor } };
  const http = await startHttp({ ...app, config });
  try {
    const email = `${randomUUID()}@test.example`;
    const browser = createBrowserLike(url);
    await browser.auth('/sign-up/email', { email, password: PASSWORD, name: 'Ana' });
    const { storeId } = await seedStore(app.pool);
    await sell(app.pool, { storeId, email, totalMinor: 1_001 });
    const change = `mutation { startLive(input: { storeId: "${Buffer.from(`Store:${storeId}`).toString('base64url')}", title: "Live" }) { __typename } }`;
    const refused = await browser.graphql(change);

    expect((await browser.graphql('{ viewer { email } }')).data).toEqual({ viewer: { email } });
    expect(refused.errors?.[0]?.extensions.code).toBe('SECOND_FACTOR_REQUIRED');

    const { answer } = await browser.auth('/two-factor/enable', { password: PASSWORD });
    await browser.auth('/two-factor/verify-totp', { code: totpOf(String(answer['totpURI'])) });
    expect((await browser.graphql(change)).data).toEqual({ startLive: { __typename: 'StartLiveSuccess' } });
  } finally {
    await http.close();
  }
});

async function sell(
  pool: Listening['app']['pool'],
  given: { readonly storeId: string; readonly email: string; readonly totalMinor: number },
): Promise<void> {
  await rowsOf(
    pool,
    `WITH m AS (INSERT INTO members (tienda_id, vendedor_id, role) SELECT $1, id, 'owner' FROM vendedores WHERE email = $2),
       b AS (INSERT INTO buyers (tienda_id, fb_author_id, name) VALUES ($1, 'fb-1', 'Beto') RETURNING id)
     INSERT INTO pedidos (tienda_id, buyer_id, customer_fb_id, total, currency, status, checkout_token, hold_expires_at, paid_at)
     SELECT $1, id, 'fb-1', $3, 'CLP', 'paid', 'token-of-a-sale', now(), now() FROM b`,
    [given.storeId, given.email, given.totalMinor],
  );
}
