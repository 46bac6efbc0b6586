import type { App } from '../../src/compose.ts';
import type { Limits } from '../../src/config/limits.ts';
import { startHttp } from '../../src/http/main.ts';
import { rowsOf } from '../../src/platform/db/transaction.ts';
import { type Api, signIn } from '../testkit/api.ts';
import { createTestApp } from '../testkit/app.ts';
import { seedStore } from '../testkit/scene.ts';
import { choosePort } from '../testkit/world.ts';

/** The server on a port of its own; `await using` closes it. */
export type Listening = AsyncDisposable & { readonly url: string; readonly app: App<'http'> };

/** `adapt` changes limits that no variable of the environment sets. */
export async function listen(
  overrides: Record<string, string> = {},
  adapt: (limits: Limits) => Limits = (limits) => limits,
): Promise<Listening> {
  const port = await choosePort();
  const url = `http://127.0.0.1:${port}`;
  const app = await createTestApp('http', { BASE_URL: url, PORT: String(port), ...overrides });
  const http = await startHttp({ ...app, config: { ...app.config, limits: adapt(app.config.limits) } });
  return {
    url,
    app,
    async [Symbol.asyncDispose]() {
      await http.close();
      await app[Symbol.asyncDispose]();
    },
  };
}

/** A person who is signed in, and a store of theirs. */
export async function signInWithStore({ url, app }: Listening): Promise<{ api: Api; storeId: string }> {
  const email = `${crypto.randomUUID()}@test.example`;
  const api = await signIn(url, { email, password: 'a-long-password-1', name: 'Ana Seller' });
  const { storeId } = await seedStore(app.pool);
  await rowsOf(
    app.pool,
    'INSERT INTO members (tienda_id, vendedor_id) SELECT $1, id FROM vendedores WHERE email = $2',
    [storeId, email],
  );
  return { api, storeId };
}
