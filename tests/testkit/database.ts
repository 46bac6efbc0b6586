import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { inject, onTestFinished } from 'vitest';
import { createPool } from '../../src/platform/db/pool.ts';
import { TEMPLATE } from './servers.ts';

export type TestDatabase = { readonly url: string; drop(): Promise<void> };

/** A migrated, empty database of its own. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await asAdmin((admin) => cloneTemplate(admin, name));
  const url = new URL(inject('postgresAdminUrl'));
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => asAdmin((admin) => admin.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)) };
}

/** A pool on a fresh database; both end with the test. */
export async function createTestPool(): Promise<pg.Pool> {
  const database = await createTestDatabase();
  const pool = createPool({ url: database.url, maxConnections: 10, onError: () => undefined });
  onTestFinished(async () => {
    await pool.end();
    await database.drop();
  });
  return pool;
}

async function asAdmin(work: (admin: pg.Client) => Promise<unknown>): Promise<void> {
  const admin = new pg.Client({ connectionString: inject('postgresAdminUrl') });
  await admin.connect();
  try {
    await work(admin);
  } finally {
    await admin.end();
  }
}

// A clone fails with 55006 while another clone of the same template is being made.
async function cloneTemplate(admin: pg.Client, name: string): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      await admin.query(`CREATE DATABASE ${name} TEMPLATE ${TEMPLATE}`);
      return;
    } catch (error) {
      if ((error as { code?: string }).code !== '55006' || tries === 50) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}
