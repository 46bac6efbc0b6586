import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { applyMigrations } from './lib/migrations.ts';
import { startPostgres } from './lib/postgres.ts';
import { ROOT } from './lib/root.ts';
import { diffToSchema } from './lib/schema-diff.ts';

const name = process.argv[2];
if (!name || !/^[a-z][a-z0-9_]*$/.test(name)) {
  console.error('Expected a name in lower case with underscores, such as: npm run db:new -- add_invoices');
  process.exit(1);
}

const scratch = path.join(tmpdir(), `livestreamsell-scratch-${process.pid}`);
const postgres = await startPostgres({ directory: scratch, port: 55_100, durable: false });
try {
  const databaseUrl = postgres.url('postgres');
  await applyMigrations(databaseUrl);
  const sql = await diffToSchema({ databaseUrl, schemaPath: path.join(ROOT, 'prisma/schema.prisma') });
  const stamp = new Date().toISOString().replace(/\D/g, '').slice(0, 14);
  const folder = path.join(ROOT, 'prisma/migrations', `${stamp}_${name}`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'migration.sql'), sql);
  console.log(
    `Wrote ${path.relative(ROOT, folder)}/migration.sql. Add by hand what Prisma cannot say, then npm run db:migrate.`,
  );
} finally {
  await postgres.stop();
  rmSync(scratch, { recursive: true, force: true });
}
