import { expect, test } from 'vitest';
import { connectPage } from '../../src/domain/identity/connect-page.ts';
import { rowsOf } from '../../src/platform/db/transaction.ts';
import { anchorAudit } from '../../src/workers/timers/anchor-audit.ts';
import { keepPageTokens } from '../../src/workers/timers/keep-page-tokens.ts';
import { createTestApp } from '../testkit/app.ts';
import { PROVEN, startTestSandbox } from '../testkit/sandbox.ts';
import { seedStore } from '../testkit/scene.ts';

test('the timers renew what is due with the settings they are given, warn of the rest, and log the heads of the audit', async () => {
  const sandbox = await startTestSandbox();
  await using app = await createTestApp('timers', { SANDBOX_URL: sandbox.url });
  const expiresAt = new Date(Date.now() + 3 * 86_400_000);
  const stores = await Promise.all(
    ['sandbox-user-token-', 'a-token-that-facebook-does-not-know-'].map(async (token) => {
      const { storeId, sellerId: actorId, pageId: fbPageId } = await seedStore(app.pool);
      const user = { accessToken: `${token}${fbPageId}`, expiresAt };
      await connectPage(app, { storeId, actorId, fbPageId, pageAccessToken: 'before-before', user, proven: PROVEN });
      return storeId;
    }),
  );

  await keepPageTokens({ ...app, log: { ...app.log, warn: () => undefined } as typeof app.log });

  const warned = await rowsOf<{ storeId: string }>(
    app.pool,
    `SELECT tienda_id AS "storeId" FROM events WHERE type = 'page-token-expiring'`,
  );
  expect(warned).toEqual([{ storeId: stores[1] }]);

  const heads: object[] = [];
  await anchorAudit({ pool: app.pool, log: { info: (head: object) => void heads.push(head) } as typeof app.log });
  expect(heads).toHaveLength(2);
  expect(heads).toContainEqual({ storeId: stores[0], seq: '2', hash: expect.stringMatching(/^[0-9a-f]{64}$/) });
  await sandbox.close();
});
