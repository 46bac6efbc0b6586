import { createHmac } from 'node:crypto';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { databaseModel, vaultModel } from '../src/config/models.ts';
import { readRawPosts } from '../src/domain/queues/raw-posts.ts';
import { createPool } from '../src/platform/db/pool.ts';
import { createMasterKeys } from '../src/platform/vault/master-keys.ts';
import { createVault } from '../src/platform/vault/vault.ts';
import { readEnvironmentWithFile, withExampleSecrets } from './lib/development-env.ts';

const USAGE =
  'Usage: npm run replay:posts -- --from 2026-11-25T20:00Z [--to 2026-11-25T21:00Z] [--store <uuid>] [--url http://localhost:3000]';
const environmentModel = z.object({
  DATABASE_URL: databaseModel.shape.DATABASE_URL,
  ...vaultModel.shape,
  FB_APP_SECRET: z.string().min(1),
});
const askedModel = z.object({
  from: z.coerce.date(),
  to: z.coerce.date().default(() => new Date()),
  store: z.uuid().nullable().default(null),
  url: z.url().default('http://localhost:3000'),
});

const { values } = parseArgs({
  options: { from: { type: 'string' }, to: { type: 'string' }, store: { type: 'string' }, url: { type: 'string' } },
});
const asked = askedModel.safeParse(values);
const env = environmentModel.safeParse(withExampleSecrets(readEnvironmentWithFile()));
if (!asked.success || !env.success) {
  const wrong = [asked, env].flatMap((read) => read.error?.issues.map((issue) => issue.path.join('.')) ?? []);
  console.error(`${wrong.join(', ')} do not fit. ${USAGE}`);
  process.exit(1);
}
const { from, to, store: storeId, url } = asked.data;
const masterKeys = createMasterKeys([env.data.ENCRYPTION_KEY_AES256, ...env.data.ENCRYPTION_KEYS_PREVIOUS]);
const pool = createPool({ url: env.data.DATABASE_URL, maxConnections: 2, onError: () => undefined });

/** Posts a body as Meta did, signed by the secret of the app; the server does not keep it a second time. */
async function post(body: string): Promise<void> {
  const signature = createHmac('sha256', env.data?.FB_APP_SECRET ?? '')
    .update(body)
    .digest('hex');
  const response = await fetch(`${url}/api/v1/webhooks/facebook`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-hub-signature-256': `sha256=${signature}`,
      'x-replayed-post': '1',
    },
    body,
  });
  if (!response.ok) throw new Error(`The server answered ${response.status}: ${await response.text()}`);
}

try {
  const vault = createVault({ pool, masterKeys });
  let count = 0;
  for await (const posts of readRawPosts({ pool, vault }, { from, to, storeId }))
    for (const { body } of posts) {
      await post(body);
      count += 1;
    }
  console.log(`${count} posts were replayed. What was known already changed nothing.`);
} finally {
  await pool.end();
}
