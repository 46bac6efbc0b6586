import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { pendingTokenSeal } from '../../../src/domain/identity/page-seal.ts';
import { verifyAudit } from '../../../src/platform/audit/verify-audit.ts';
import { rowsOf } from '../../../src/platform/db/transaction.ts';
import { keepPageTokens } from '../../../src/workers/timers/keep-page-tokens.ts';
import { ask, openShop, type Shop, signUp, uuidIn } from '../../resolvers/scene.ts';
import { TEST_SECRETS } from '../../testkit/app.ts';
import { startTestSandbox } from '../../testkit/sandbox.ts';
import { choosePort } from '../../testkit/world.ts';
import { type Listening, listen } from '../listen.ts';

let sandbox: Awaited<ReturnType<typeof startTestSandbox>>;
let server: Listening;
let shop: Shop;
let nextPage = 7_000;
beforeAll(async () => {
  const port = String(await choosePort());
  sandbox = await startTestSandbox(`http://127.0.0.1:${port}`);
  server = await listen({ SANDBOX_URL: sandbox.url, BASE_URL: `http://127.0.0.1:${port}`, PORT: port });
  server = { ...server, url: `http://127.0.0.1:${port}` };
  shop = await openShop(server);
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
  await sandbox.close();
});

const CONNECTION =
  'pageConnection { pageName verifiedAt subscriptionProblem permissions { name isNeeded isGranted reason } }';
const ERROR = '... on DomainError { code message }';

type Answered = { readonly code?: string; readonly message?: string; readonly data?: Record<string, unknown> };
async function mutate(field: string, input: object, wanted: string, of: Shop = shop): Promise<Answered> {
  const type = `${field[0]?.toUpperCase()}${field.slice(1)}`;
  const query = `mutation ($input: ${type}Input!) { answer: ${field}(input: $input) { ... on ${type}Success { data { ${wanted} } } ${ERROR} } }`;
  const answer = await ask(server, of.api.token, { query, variables: { input: { storeId: of.ids.store, ...input } } });
  expect(answer.errors).toBeUndefined();
  return answer.data?.['answer'] as Answered;
}

/** Goes to Facebook's dialog, grants what `refuse` does not name, and comes back with what the address carries. */
async function grant(given: { person: string; pages: string; refuse?: string }, of: Shop = shop) {
  const begun = await mutate('beginPageConnection', {}, 'url', of);
  const dialog = new URL(String(begun.data?.['url']));
  const form = await (await fetch(dialog)).text();
  const scopes = [...form.matchAll(/name="scopes" value="(\w+)"/g)].map(([, name]) => name ?? '');
  const fields = new URLSearchParams({
    name: given.person,
    email: '',
    pages: given.pages,
    redirect_uri: dialog.searchParams.get('redirect_uri') ?? '',
    state: dialog.searchParams.get('state') ?? '',
    code_challenge: dialog.searchParams.get('code_challenge') ?? '',
  });
  for (const scope of scopes) if (scope !== given.refuse) fields.append('scopes', scope);
  const back = await fetch(dialog, { method: 'POST', body: fields, redirect: 'manual' });
  const { searchParams, pathname } = new URL(back.headers.get('location') ?? '');
  expect(pathname).toBe('/settings/facebook');
  return { code: searchParams.get('code') ?? '', state: searchParams.get('state') ?? '' };
}

const CHOICES = 'permissions { name isNeeded isGranted } pages { fbPageId name missingTasks }';

async function connect(person: string, of: Shop = shop): Promise<string> {
  const page = String(nextPage++);
  const back = await grant({ person, pages: page }, of);
  expect((await mutate('completePageConnection', back, CHOICES, of)).code).toBeUndefined();
  expect((await mutate('choosePage', { fbPageId: page }, 'id', of)).code).toBeUndefined();
  return page;
}

test('a person grants, chooses one of their Pages, and Facebook itself confirms that it tells us of it', async () => {
  const back = await grant({ person: 'Ana', pages: '6001, 6002' });
  const choices = await mutate('completePageConnection', back, CHOICES);

  expect(choices.data?.['pages']).toEqual([
    { fbPageId: '6001', name: 'Page 6001', missingTasks: [] },
    { fbPageId: '6002', name: 'Page 6002', missingTasks: [] },
  ]);
  expect(choices.data?.['permissions']).toHaveLength(7);
  const [pending] = await rowsOf<{ sealed: string }>(
    server.app.pool,
    'SELECT user_access_token_enc AS sealed FROM page_connections WHERE tienda_id = $1',
    [uuidIn(shop.ids.store)],
  );
  expect(await server.app.vault.decrypt(pending?.sealed ?? '', pendingTokenSeal(uuidIn(shop.ids.store)))).toMatch(
    /^user-token-/,
  );

  const chosen = await mutate('choosePage', { fbPageId: '6002' }, `fbPageId pageTokenExpiresAt ${CONNECTION}`);
  expect(chosen.data).toMatchObject({
    fbPageId: '6002',
    pageConnection: { pageName: 'Page 6002', subscriptionProblem: null, verifiedAt: expect.any(String) },
  });
  const app = { headers: { authorization: `Bearer 100000000000001|${TEST_SECRETS.FB_APP_SECRET}` } };
  const subscribed = await (await fetch(`${sandbox.url}/graph/v26.0/100000000000001/subscriptions`, app)).text();
  expect(subscribed).toContain(`${server.url}/api/v1/webhooks/facebook`);
  const of = { headers: { authorization: 'Bearer sandbox-token-6002' } };
  expect(await (await fetch(`${sandbox.url}/graph/v26.0/6002/subscribed_apps`, of)).text()).toContain('live_videos');
});

test('the answer of the dialog is good once, for the person and store that asked', async () => {
  const neighbour = await openShop(server);
  const back = await grant({ person: 'Ana', pages: '6100' });

  expect((await mutate('completePageConnection', back, CHOICES, neighbour)).code).toBe('FACEBOOK_REFUSED');
  expect((await mutate('completePageConnection', { ...back, state: 'x'.repeat(43) }, CHOICES)).code).toBe(
    'FACEBOOK_REFUSED',
  );
  expect((await mutate('completePageConnection', back, CHOICES)).code).toBeUndefined();
  expect((await mutate('completePageConnection', back, CHOICES)).code).toBe('FACEBOOK_REFUSED');

  const stolen = await grant({ person: 'Ana', pages: '6100' });
  await rowsOf(server.app.pool, `UPDATE page_connections SET code_verifier = 'another' WHERE tienda_id = $1`, [
    uuidIn(shop.ids.store),
  ]);
  expect((await mutate('completePageConnection', stolen, CHOICES)).message).toContain('Facebook refused');
});

test('a Page is not connected without every permission, nor one that is not theirs or has a store', async () => {
  const back = await grant({ person: 'Eva', pages: '6201', refuse: 'pages_messaging' });
  const choices = await mutate('completePageConnection', back, CHOICES);
  expect(choices.data?.['permissions']).toContainEqual({ name: 'pages_messaging', isNeeded: true, isGranted: false });

  const refused = await mutate('choosePage', { fbPageId: '6201' }, 'id');
  expect(refused).toMatchObject({ code: 'FACEBOOK_REFUSED', message: expect.stringContaining('pages_messaging') });
  expect((await mutate('choosePage', { fbPageId: '6299' }, 'id')).message).toContain('does not list the Page 6299');

  const taken = await connect('Ana', await openShop(server));
  const again = await grant({ person: 'Ana', pages: taken });
  await mutate('completePageConnection', again, CHOICES);
  expect((await mutate('choosePage', { fbPageId: taken }, 'id')).code).toBe('CONFLICT');
});

test('without the permission for templates a Page is connected all the same', async () => {
  const back = await grant({ person: 'Eva', pages: '6210', refuse: 'pages_utility_messaging' });
  await mutate('completePageConnection', back, CHOICES);

  const chosen = await mutate('choosePage', { fbPageId: '6210' }, CONNECTION);

  expect(chosen.data).toMatchObject({
    pageConnection: {
      subscriptionProblem: null,
      permissions: expect.arrayContaining([
        {
          name: 'pages_utility_messaging',
          isNeeded: false,
          isGranted: false,
          reason: expect.stringMatching(/receipt to buyers/),
        },
      ]),
    },
  });
});

test('an optional field of the webhook that Facebook refuses keeps no other one off, and is not asked for again', async () => {
  const own = await openShop(server);
  const page = await connect('Ana', own);
  const of = { headers: { authorization: `Bearer sandbox-token-${page}` } };
  const fields = async () => {
    const answer = await fetch(`${sandbox.url}/graph/v26.0/${page}/subscribed_apps`, of);
    return ((await answer.json()) as { data: { subscribed_fields: string[] }[] }).data[0]?.subscribed_fields ?? [];
  };
  const asked = async () => {
    const answer = await fetch(`${sandbox.url}/_history?page=${page}&kind=subscribed_apps`);
    return ((await answer.json()) as { calls: object[] }).calls.length;
  };
  expect(await fields()).toEqual(expect.arrayContaining(['business_integrity', 'messenger_template_status_update']));
  await fetch(`${sandbox.url}/api/live/${page}/graph-answers`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ unknownFields: ['messenger_template_status_update'] }),
  });
  await fetch(`${sandbox.url}/graph/v26.0/${page}/subscribed_apps`, { ...of, method: 'DELETE' });

  expect((await mutate('verifyPage', {}, CONNECTION, own)).data).toMatchObject({
    pageConnection: { subscriptionProblem: null },
  });
  const now = await fields();
  expect(now).toEqual(expect.arrayContaining(['feed', 'business_integrity', 'message_template_status_update']));
  expect(now).not.toContain('messenger_template_status_update');
  const before = await asked();
  await mutate('verifyPage', {}, CONNECTION, own);
  expect((await asked()) - before).toBe(1);
});

test('a token that is pasted by hand is refused unless Facebook says that it is of this Page', async () => {
  const paste = (fbPageId: string, pageAccessToken: string) =>
    mutate('connectPage', { fbPageId, pageAccessToken }, `fbPageId ${CONNECTION}`);

  expect(await paste('6301', 'EAA-nobody-knows-it')).toMatchObject({ code: 'FACEBOOK_REFUSED' });
  expect((await paste('6301', 'sandbox-token-6302')).message).toContain('belongs to Page 6302');
  const good = await paste('6301', 'sandbox-token-6301');
  expect(good.data).toMatchObject({ fbPageId: '6301', pageConnection: { verifiedAt: expect.any(String) } });
});

test('what Facebook lets go is subscribed again when it is asked after, and told to the store', async () => {
  const page = await connect('Ana');
  const of = { headers: { authorization: `Bearer sandbox-token-${page}` } };
  await fetch(`${sandbox.url}/graph/v26.0/${page}/subscribed_apps`, { ...of, method: 'DELETE' });

  const verified = await mutate('verifyPage', {}, CONNECTION);
  expect(verified.data).toMatchObject({ pageConnection: { subscriptionProblem: null } });
  expect(await (await fetch(`${sandbox.url}/graph/v26.0/${page}/subscribed_apps`, of)).text()).toContain('feed');
  const [event] = await rowsOf<{ payload: { fbPageId: string } }>(
    server.app.pool,
    `SELECT payload FROM events WHERE type = 'page-subscription-repaired' AND tienda_id = $1`,
    [uuidIn(shop.ids.store)],
  );
  expect(event?.payload).toMatchObject({ fbPageId: page, missingFields: expect.arrayContaining(['feed']) });
});

const post = (what: string, body: string) =>
  fetch(`${server.url}/api/v1/facebook/${what}`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body,
  });

test('who removes the app at Facebook loses the Page here at once, and the store hears of it', async () => {
  const page = await connect('Gil');
  const other = await openShop(server);
  const kept = await connect('Other', other);
  const person = Buffer.from('Gil').toString('hex');
  const told = await fetch(`${sandbox.url}/api/people/${person}/deauthorize`, { method: 'POST' });

  expect(await told.json()).toEqual({ status: 200, answer: { success: true } });
  const rows = await rowsOf<{ page: string | null; sessions: number; types: string[]; audited: number }>(
    server.app.pool,
    `SELECT t.fb_page_id AS page, (SELECT count(*)::int FROM fb_sessions WHERE tienda_id = t.id) AS sessions,
       (SELECT count(*)::int FROM audit_log WHERE tienda_id = t.id AND action = 'page-disconnected' AND subject_id = $2) AS audited
     FROM tiendas t WHERE t.id = $1`,
    [uuidIn(shop.ids.store), page],
  );
  expect(rows).toEqual([{ page: null, sessions: 0, audited: 1 }]);
  const [event] = await rowsOf(
    server.app.pool,
    `SELECT payload FROM events WHERE type = 'page-disconnected' AND tienda_id = $1`,
    [uuidIn(shop.ids.store)],
  );
  expect(event).toEqual({ payload: { fbPageId: page, reason: 'deauthorised' } });
  const [untouched] = await rowsOf(server.app.pool, 'SELECT fb_page_id AS page FROM tiendas WHERE id = $1', [
    uuidIn(other.ids.store),
  ]);
  expect(untouched).toEqual({ page: kept });
  expect((await verifyAudit(server.app.pool)).problems).toEqual([]);
});

test('who asks Facebook for erasure gets a page that says what was done', async () => {
  await connect('Mia');
  const person = Buffer.from('Mia').toString('hex');
  const told = await fetch(`${sandbox.url}/api/people/${person}/data-deletion`, { method: 'POST' });
  const { answer } = (await told.json()) as { answer: { url: string; confirmation_code: string } };

  expect(answer.url).toContain(answer.confirmation_code);
  const page = await fetch(answer.url, { headers: { 'accept-language': 'es-CL' } });
  expect(page.status).toBe(200);
  expect(await page.text()).toContain('Borrado el');
  expect((await fetch(`${answer.url}x`)).status).toBe(404);
  const left = await rowsOf(server.app.pool, 'SELECT 1 FROM fb_sessions WHERE fb_user_id = $1', [person]);
  expect(left).toEqual([]);
});

test('a request that Facebook did not sign changes nothing', async () => {
  const page = await connect('Ivo');
  const text = Buffer.from(
    JSON.stringify({ algorithm: 'HMAC-SHA256', user_id: Buffer.from('Ivo').toString('hex') }),
  ).toString('base64url');
  const sign = (secret: string, over: string) => createHmac('sha256', secret).update(over).digest('base64url');
  const right = `${sign(TEST_SECRETS.FB_APP_SECRET, text)}.${text}`;
  for (const [body, status] of [
    ['', 400],
    ['signed_request=nothing', 403],
    [`signed_request=${sign('another-secret', text)}.${text}`, 403],
    [`signed_request=${right}x`, 403],
    [`signed_request=${sign(TEST_SECRETS.FB_APP_SECRET, 'bm8')}.bm8`, 400],
    [`signed_request=${'x'.repeat(20_000)}`, 413],
  ] as const) {
    for (const what of ['deauthorize', 'data-deletion']) expect((await post(what, body)).status, body).toBe(status);
  }
  const [row] = await rowsOf(server.app.pool, 'SELECT fb_page_id AS page FROM tiendas WHERE id = $1', [
    uuidIn(shop.ids.store),
  ]);
  expect(row).toEqual({ page });
  expect((await post('deauthorize', `signed_request=${right}`)).status).toBe(200);
});

test('who went to Facebook but chose nothing is forgotten within the hour', async () => {
  const idle = await openShop(server, await signUp(server));
  await mutate('completePageConnection', await grant({ person: 'Zoe', pages: '6900' }, idle), CHOICES, idle);
  await rowsOf(server.app.pool, `UPDATE page_connections SET created_at = now() - interval '61 minutes'`);

  expect((await mutate('choosePage', { fbPageId: '6900' }, 'id', idle)).code).toBe('FACEBOOK_REFUSED');
  await keepPageTokens(server.app);
  expect(await rowsOf(server.app.pool, 'SELECT 1 FROM page_connections')).toEqual([]);
});
