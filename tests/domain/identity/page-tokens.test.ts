import { afterAll, expect, test } from 'vitest';
import { startSandbox } from '../../../sandbox/start-sandbox.ts';
import { connectPage } from '../../../src/domain/identity/connect-page.ts';
import { findPageAccess } from '../../../src/domain/identity/find-page-access.ts';
import { renewPageTokens } from '../../../src/domain/identity/renew-page-tokens.ts';
import { warnPageTokens } from '../../../src/domain/identity/warn-page-tokens.ts';
import { createMetaTokens } from '../../../src/integrations/meta/token-client.ts';
import { verifyAudit } from '../../../src/platform/audit/verify-audit.ts';
import { rowOf, rowsOf } from '../../../src/platform/db/transaction.ts';
import { createMasterKeys } from '../../../src/platform/vault/master-keys.ts';
import { createVault } from '../../../src/platform/vault/vault.ts';
import { testBreaker } from '../../testkit/breaker.ts';
import { createTestPool } from '../../testkit/database.ts';
import { PROVEN } from '../../testkit/sandbox.ts';
import { seedStore } from '../../testkit/scene.ts';

const DAY_MS = 86_400_000;
const SECRET = 'test_app_secret';
const sandbox = await startSandbox({
  port: 0,
  host: '127.0.0.1',
  baseUrl: 'http://127.0.0.1:1',
  appId: '100000000000001',
  appSecret: SECRET,
  mercadopagoSecret: 'mp-test-secret',
});
afterAll(() => sandbox.close());

const tokensWith = (secret: string) =>
  createMetaTokens(
    { baseUrl: `${sandbox.url}/graph`, version: 'v26.0', appSecret: secret, timeoutMs: 5_000, breaker: testBreaker() },
    { id: '100000000000001', secret },
  );

async function startScene() {
  const pool = await createTestPool();
  const vault = createVault({ pool, masterKeys: createMasterKeys(['ab'.repeat(32)]) });
  const connect = async (given: { daysLeft: number; userToken?: string }) => {
    const { storeId, sellerId, pageId } = await seedStore(pool);
    await connectPage(
      { pool, vault },
      {
        storeId,
        actorId: sellerId,
        fbPageId: pageId,
        pageAccessToken: 'sandbox-token-of-before',
        proven: PROVEN,
        user: {
          accessToken: given.userToken ?? `sandbox-user-token-${pageId}`,
          expiresAt: new Date(Date.now() + given.daysLeft * DAY_MS),
        },
      },
    );
    return { storeId, pageId };
  };
  return {
    pool,
    connect,
    renew: (secret = SECRET) => renewPageTokens({ pool, vault, tokens: tokensWith(secret) }, { limit: 10 }),
    warn: () => warnPageTokens({ pool }),
    tokenOf: async (storeId: string) => (await findPageAccess({ sql: pool, vault }, { storeId }))?.accessToken,
    daysLeftOf: async (storeId: string) => {
      const row = await rowOf<{ days: number }>(
        pool,
        'SELECT (extract(epoch FROM expires_at - now()) / 86400)::float8 AS days FROM fb_sessions WHERE tienda_id = $1',
        [storeId],
      );
      return Math.round(row.days);
    },
    warnings: () =>
      rowsOf<{ storeId: string; payload: object }>(
        pool,
        `SELECT tienda_id AS "storeId", payload FROM events WHERE type = 'page-token-expiring'`,
      ),
    pass: (hours: number) =>
      rowsOf(pool, `UPDATE fb_sessions SET renew_tried_at = renew_tried_at - $1::int * interval '1 hour'`, [hours]),
  };
}

test('a connection in its second half is renewed with a new token of the person and of the Page, and this is kept', async () => {
  const scene = await startScene();
  const due = await scene.connect({ daysLeft: 29 });
  const young = await scene.connect({ daysLeft: 31 });

  expect(await scene.renew()).toEqual([{ storeId: due.storeId, error: null }]);
  expect(await scene.tokenOf(due.storeId)).toBe(`sandbox-token-${due.pageId}`);
  expect(await scene.daysLeftOf(due.storeId)).toBe(60);
  expect(await scene.tokenOf(young.storeId)).toBe('sandbox-token-of-before');
  const log = await rowsOf(
    scene.pool,
    `SELECT actor_id, subject_id FROM audit_log WHERE action = 'page-token-refreshed'`,
  );
  expect(log).toEqual([{ actor_id: null, subject_id: due.pageId }]);
  expect((await verifyAudit(scene.pool)).problems).toEqual([]);

  expect(await scene.renew()).toEqual([]);
  await rowsOf(
    scene.pool,
    `UPDATE fb_sessions SET expires_at = now() + interval '10 days', renew_tried_at = NULL WHERE tienda_id = $1`,
    [due.storeId],
  );
  expect(await scene.renew()).toEqual([{ storeId: due.storeId, error: null }]);
});

test('two processes renew each connection once', async () => {
  const scene = await startScene();
  for (let made = 0; made < 6; made += 1) await scene.connect({ daysLeft: 20 });

  const done = (await Promise.all([scene.renew(), scene.renew(), scene.renew()])).flat();

  expect(done).toHaveLength(6);
  expect(new Set(done.map(({ storeId }) => storeId)).size).toBe(6);
});

test('what Facebook refuses is left as it was and tried again after six hours', async () => {
  const scene = await startScene();
  const { storeId } = await scene.connect({ daysLeft: 20 });

  const [refused] = await scene.renew('another_secret');
  expect(refused?.error).toBeInstanceOf(Error);
  expect(await scene.tokenOf(storeId)).toBe('sandbox-token-of-before');
  expect(await scene.renew()).toEqual([]);
  await scene.pass(7);
  expect(await scene.renew()).toEqual([{ storeId, error: null }]);
});

test('who lost the Page cannot renew its connection', async () => {
  const scene = await startScene();
  const { storeId } = await scene.connect({ daysLeft: 20, userToken: 'sandbox-user-token-another-page' });

  const [refused] = await scene.renew();

  expect(String(refused?.error)).toContain('does not manage it');
  expect(await scene.tokenOf(storeId)).toBe('sandbox-token-of-before');
});

test('a store is warned once when 7 days or less are left, and again only for a new connection', async () => {
  const scene = await startScene();
  await scene.connect({ daysLeft: 7.1 });
  const near = await scene.connect({ daysLeft: 6.9 });
  const ended = await scene.connect({ daysLeft: -1 });

  expect(await scene.warn()).toBe(2);
  expect(await scene.warn()).toBe(0);
  const warnings = await scene.warnings();
  expect(warnings.map((warning) => warning.storeId).toSorted()).toEqual([near.storeId, ended.storeId].toSorted());
  expect(warnings[0]?.payload).toEqual({ fbPageId: expect.any(String), expiresAt: expect.stringMatching(/Z$/) });

  expect(await scene.renew()).toHaveLength(2);
  await rowsOf(scene.pool, `UPDATE fb_sessions SET expires_at = now() + interval '1 day' WHERE tienda_id = $1`, [
    near.storeId,
  ]);
  expect(await scene.warn()).toBe(1);
});
