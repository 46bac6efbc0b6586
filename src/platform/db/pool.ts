import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { PrismaClient } from '../../generated/prisma/client.ts';
import { createStatementNames } from './statement-names.ts';

/** Connection limits of one process; times in milliseconds. */
export type PoolOptions = {
  readonly url: string;
  readonly maxConnections: number;
  readonly onError: (error: Error) => void;
};

/** Opens the pool that Prisma and hand-written SQL share. Waiting for a connection fails after 2 s, a statement after 15 s. */
export function createPool(options: PoolOptions): pg.Pool {
  const pool = new pg.Pool({
    connectionString: options.url,
    max: options.maxConnections,
    connectionTimeoutMillis: 2_000,
    keepAlive: true,
    statement_timeout: 15_000,
    lock_timeout: 5_000,
    idle_in_transaction_session_timeout: 15_000,
  });
  // A connection that dies in the middle of a transaction tells its client alone; unheard it would end the process.
  pool.on('connect', (client) => client.on('error', options.onError));
  pool.on('error', () => undefined);
  return pool;
}

/** The Prisma client over a pool that somebody else opened and will close. */
export function createPrisma(pool: pg.Pool): PrismaClient {
  const nameOf = createStatementNames({ prefix: 'prisma_', atMost: 500 });
  // The type asks for a name always; without one the statement is planned each time.
  const statementNameGenerator = ({ sql }: { readonly sql: string }) => nameOf(sql) as string;
  return new PrismaClient({ adapter: new PrismaPg(pool, { statementNameGenerator }) });
}
