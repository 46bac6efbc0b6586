import { parseArgs } from 'node:util';
import { createPool } from '../src/platform/db/pool.ts';
import { rowsOf } from '../src/platform/db/transaction.ts';
import { readEnvironmentWithFile } from './lib/development-env.ts';

// npm run support:grant -- ana@example.com [--revoke]
const { positionals, values } = parseArgs({ allowPositionals: true, options: { revoke: { type: 'boolean' } } });
const email = positionals[0]?.toLowerCase();
const url = readEnvironmentWithFile()['DATABASE_URL'];
if (!email || !url) {
  console.error(
    email
      ? 'DATABASE_URL is missing. `npm start` prints its own.'
      : 'Say whose account: support:grant -- ana@example.com',
  );
  process.exit(1);
}
const pool = createPool({ url, maxConnections: 1, onError: () => undefined });
const changed = await rowsOf(
  pool,
  values.revoke
    ? 'DELETE FROM superadmins USING vendedores v WHERE v.id = seller_id AND v.email = $1 RETURNING 1'
    : 'INSERT INTO superadmins (seller_id) SELECT id FROM vendedores WHERE email = $1 ON CONFLICT DO NOTHING RETURNING 1',
  [email],
);
await pool.end();
console.log(
  changed.length === 0
    ? `Nothing changed: there is no account ${email}, or it is so already.`
    : `${email} is ${values.revoke ? 'no longer' : 'now'} a support person. Support works with a second factor only.`,
);
