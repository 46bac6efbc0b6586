import { AsyncLocalStorage } from 'node:async_hooks';
import type { Pool, PoolClient } from 'pg';
import type { PrismaClient } from '../../generated/prisma/client.ts';
import { createPool, createPrisma, type PoolOptions } from './pool.ts';

/** PostgreSQL as one person may see it: their stores' rows and no others, whatever is asked. */
export type Walled = { readonly pool: Pool; readonly db: PrismaClient };

export type StoreWall = {
  /** Null: nobody, who sees nothing. */
  as(personId: string | null): Walled;
  close(): Promise<void>;
};

const PEOPLE_KEPT = 500;
// The setting outlives the statement, so each checkout sets it anew unless the connection speaks for the person already.
const SPEAK_FOR = `SELECT set_config('role', 'livestreamsell_person', false), set_config('app.person_id', $1, false)`;

/**
 * A pool whose connections are given out speaking for one person, under a role that PostgreSQL holds to the rows of
 * that person's stores (docs/decisions/0015). A connection that speaks for the person already costs nothing more.
 */
export function createStoreWall(options: PoolOptions): StoreWall {
  const speaking = new AsyncLocalStorage<string>();
  const pool = createPool(options);
  speakOnCheckout(pool, () => speaking.getStore() ?? '');
  const prisma = createPrisma(pool);
  const known = new Map<string, Walled>();
  return {
    as(personId) {
      const person = personId ?? '';
      const walled = known.get(person) ?? {
        pool: poolOf(pool, speaking, person),
        db: clientOf(prisma, speaking, person),
      };
      known.delete(person);
      known.set(person, walled);
      const oldest = known.keys().next().value;
      if (known.size > PEOPLE_KEPT && oldest !== undefined) known.delete(oldest);
      return walled;
    },
    async close() {
      await prisma.$disconnect();
      await pool.end();
    },
  };
}

type Done = (error: Error | undefined, client: PoolClient | undefined, release: (error?: Error) => void) => void;

// `pool.query` takes its connection by the callback form, transactions by the promise.
function speakOnCheckout(pool: Pool, personNow: () => string): void {
  const connect = pool.connect.bind(pool) as (done: Done) => void;
  const speaksFor = new WeakMap<PoolClient, string>();
  const take = (person: string, done: Done) =>
    connect((error, client, release) => {
      if (error || !client || speaksFor.get(client) === person) return done(error, client, release);
      speaksFor.delete(client);
      client.query(SPEAK_FOR, [person]).then(
        () => {
          speaksFor.set(client, person);
          done(undefined, client, release);
        },
        (failure: Error) => {
          release(failure);
          done(failure, undefined, () => undefined);
        },
      );
    });
  pool.connect = ((done?: Done) => {
    const person = personNow();
    if (done) return take(person, done);
    return new Promise<PoolClient | undefined>((resolve, reject) =>
      take(person, (error, client) => (error ? reject(error) : resolve(client))),
    );
  }) as Pool['connect'];
}

function poolOf(pool: Pool, speaking: AsyncLocalStorage<string>, person: string): Pool {
  const walled = {
    query: (...asked: Parameters<Pool['query']>) => speaking.run(person, () => pool.query(...asked)),
    connect: () => speaking.run(person, () => pool.connect()),
  };
  return walled as unknown as Pool;
}

const UNIQUE = { findUnique: 'findFirst', findUniqueOrThrow: 'findFirstOrThrow' } as const;

type Reader = Record<string, (args: unknown) => Promise<unknown>>;

function clientOf(prisma: PrismaClient, speaking: AsyncLocalStorage<string>, person: string): PrismaClient {
  const walled = prisma.$extends({
    query: {
      $allModels: {
        $allOperations: ({ model, operation, args, query }) =>
          speaking.run(person, async () => {
            // Prisma puts the findUniques of one moment into one statement, whoever asked them.
            const alone = UNIQUE[operation as keyof typeof UNIQUE];
            if (!alone) return query(args);
            const delegates = prisma as unknown as Record<string, Reader>;
            return delegates[model.charAt(0).toLowerCase() + model.slice(1)]?.[alone]?.(args);
          }),
      },
    },
  });
  return walled as unknown as PrismaClient;
}
