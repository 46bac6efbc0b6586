import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { verifyAudit } from '../src/platform/audit/verify-audit.ts';
import { createPool } from '../src/platform/db/pool.ts';
import { readEnvironmentWithFile } from './lib/development-env.ts';

const { values } = parseArgs({ options: { heads: { type: 'string' } } });
const headModel = z
  .string()
  .regex(/^[0-9a-f-]{36} \d+ [0-9a-f]{64}$/, 'Expected lines of: store, number, hash, as this command prints them');

/** Reads the heads that an earlier run printed: `head <store> <number> <hash>` lines, whatever stands between them. */
function readHeads(file: string) {
  const lines = readFileSync(file, 'utf8').split('\n');
  const heads = lines.filter((line) => line.startsWith('head ')).map((line) => headModel.parse(line.slice(5).trim()));
  if (heads.length === 0) throw new Error(`${file} has no line that begins with "head ".`);
  return heads.map((line) => {
    const [storeId = '', seq = '', hash = ''] = line.split(' ');
    return { storeId, seq, hash };
  });
}

const url = readEnvironmentWithFile()['DATABASE_URL'];
if (!url) {
  console.error(
    'DATABASE_URL is missing. Set it to the PostgreSQL whose audit log is verified; `npm start` prints its own.',
  );
  process.exit(1);
}
const pool = createPool({ url, maxConnections: 1, onError: () => undefined });
try {
  const { entries, heads, problems } = await verifyAudit(pool, values.heads ? readHeads(values.heads) : []);
  for (const head of heads) console.log(`head ${head.storeId} ${head.seq} ${head.hash}`);
  for (const { storeId, seq, problem } of problems) console.error(`Store ${storeId}, entry ${seq} ${problem}.`);
  console.log(`${entries} entries of ${heads.length} stores, ${problems.length} problems.`);
  process.exitCode = problems.length > 0 ? 1 : 0;
} finally {
  await pool.end();
}
