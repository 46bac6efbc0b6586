import { randomUUID } from 'node:crypto';
import { compose } from '../../src/compose.ts';
import { toGlobalId } from '../../src/events/global-id.ts';
import { rowsOf } from '../../src/platform/db/transaction.ts';
import { startWorkers } from '../../src/workers/main.ts';
import { type Listening, listen } from '../http/listen.ts';
import { type Api, signIn } from '../testkit/api.ts';
import { testLog } from '../testkit/logs.ts';
import { seedStore } from '../testkit/scene.ts';

/** The server and the workers on one database. */
export type PartnerWorld = Listening & { readonly owner: Api };

export type PartnerStore = { readonly api: Api; readonly storeId: string; readonly globalId: string };

export async function startPartnerWorld(): Promise<PartnerWorld> {
  const server = await listen();
  const { env } = server.app.config;
  const workersApp = await compose({
    role: 'workers',
    env: Object.fromEntries(
      Object.entries(env).map(([name, value]) => [name, value === undefined ? '' : String(value)]),
    ),
    directory: 'config',
    logTo: testLog,
  });
  const workers = await startWorkers(workersApp);
  const owner = await signIn(server.url, {
    email: `${randomUUID()}@test.example`,
    password: 'a-long-password-1',
    name: 'Ana',
  });
  return {
    ...server,
    owner,
    async [Symbol.asyncDispose]() {
      await workers.drain(5_000);
      await workersApp[Symbol.asyncDispose]();
      await server[Symbol.asyncDispose]();
    },
  };
}

/** A new store of the same person: signing up is limited in its rate. */
export async function openStore({ app, owner }: PartnerWorld): Promise<PartnerStore> {
  const { storeId } = await seedStore(app.pool);
  const { viewer } = await owner.graphql<{ viewer: { email: string } }>('{ viewer { email } }');
  await rowsOf(
    app.pool,
    `INSERT INTO members (tienda_id, vendedor_id, role) SELECT $1, id, 'owner' FROM vendedores WHERE email = $2`,
    [storeId, viewer.email],
  );
  return { api: owner, storeId, globalId: toGlobalId('Store', storeId) };
}
