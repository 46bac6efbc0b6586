import { parseArgs } from 'node:util';
import { z } from 'zod';
import { databaseModel, vaultModel } from '../src/config/models.ts';
import { rotateVault } from '../src/domain/identity/rotate-vault.ts';
import { createPool } from '../src/platform/db/pool.ts';
import { createMasterKeys } from '../src/platform/vault/master-keys.ts';
import { createVault } from '../src/platform/vault/vault.ts';
import { readEnvironmentWithFile, withExampleSecrets } from './lib/development-env.ts';

const BATCH = 200;
const environmentModel = z.object({ DATABASE_URL: databaseModel.shape.DATABASE_URL, ...vaultModel.shape });

const { values } = parseArgs({ options: { 'new-data-keys': { type: 'boolean', default: false } } });
const env = environmentModel.safeParse(withExampleSecrets(readEnvironmentWithFile()));
if (!env.success) {
  console.error(`The settings do not fit: ${env.error.issues.map((issue) => issue.path.join('.')).join(', ')}.`);
  process.exit(1);
}
const masterKeys = createMasterKeys([env.data.ENCRYPTION_KEY_AES256, ...env.data.ENCRYPTION_KEYS_PREVIOUS]);
const pool = createPool({ url: env.data.DATABASE_URL, maxConnections: 2, onError: () => undefined });
try {
  const vault = createVault({ pool, masterKeys });
  const done = await rotateVault(
    { pool, vault, masterKeys },
    { batch: BATCH, withNewDataKeys: values['new-data-keys'] },
  );
  console.log(
    `${done.rewrappedKeys} data keys wrapped anew, ${done.resealedTexts} texts sealed anew, ${done.deletedKeys} retired data keys deleted.`,
  );
  console.log(
    `${done.leftUnderOldKeys} left under old master keys.${done.leftUnderOldKeys === 0 ? ' Once every process has been started with the current key, ENCRYPTION_KEYS_PREVIOUS can be emptied.' : ' Keep ENCRYPTION_KEYS_PREVIOUS and run this again.'}`,
  );
  process.exitCode = done.leftUnderOldKeys === 0 ? 0 : 1;
} finally {
  await pool.end();
}
