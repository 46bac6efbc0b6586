import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sendMails } from '../../../src/domain/identity/send-mails.ts';
import { createMailSender } from '../../../src/integrations/mail/client.ts';
import { verifyAudit } from '../../../src/platform/audit/verify-audit.ts';
import { rowOf, rowsOf } from '../../../src/platform/db/transaction.ts';
import { deliverMails } from '../../../src/workers/timers/deliver-mails.ts';
import { type Answer, ask, connectSocket, openShop, type Shop, signUp, uuidIn } from '../../resolvers/scene.ts';
import { type Api, signIn } from '../../testkit/api.ts';
import { createTestApp } from '../../testkit/app.ts';
import { until } from '../../testkit/until.ts';
import { startWorld, type World } from '../../testkit/world.ts';

type Mail = { readonly id: string; readonly to: string; readonly subject: string; readonly text: string };

let world: World & { readonly url: string };
let shop: Shop;

beforeAll(async () => {
  const started = await startWorld();
  world = Object.assign(started, { url: started.baseUrl });
  shop = await openShop(world);
});
afterAll(() => world[Symbol.asyncDispose]());

const mailsTo = async (to: string): Promise<readonly Mail[]> => {
  const { mails } = (await (await fetch(`${world.sandboxUrl}/mail/_mails`)).json()) as { mails: Mail[] };
  return mails.filter((mail) => mail.to === to);
};
const newAddress = () => `${randomUUID()}@team.example`;
const signUpAs = (email: string) => signIn(world.url, { email, password: 'a-long-password-1', name: 'Invited Person' });

const INVITE = `mutation ($input: InviteMemberInput!) {
  inviteMember(input: $input) { __typename ... on DomainError { code message } ... on InviteMemberSuccess { data { id mailState } } }
}`;
const ACCEPT = `mutation ($input: AcceptInvitationInput!) {
  acceptInvitation(input: $input) { __typename ... on DomainError { code } ... on AcceptInvitationSuccess { data { id permissions } } }
}`;
const MEMBERS = `query ($storeId: ID!) { members(storeId: $storeId) { id role email isYou liveEvent { id } } invitations(storeId: $storeId) { id email mailState } }`;

const kindOf = (answer: Answer): unknown => Object.values(answer.data ?? {})[0];

async function invite(input: Record<string, unknown>): Promise<string> {
  const answer = await ask(world, shop.api.token, {
    query: INVITE,
    variables: { input: { storeId: shop.ids.store, role: 'STAFF', ...input } },
  });
  expect(kindOf(answer)).toMatchObject({ __typename: 'InviteMemberSuccess' });
  return (kindOf(answer) as { data: { id: string } }).data.id;
}

async function tokenMailedTo(email: string, count = 1): Promise<string> {
  const mails = await until('the mail arrives', async () => {
    const found = await mailsTo(email);
    return found.length >= count && found;
  });
  return /\/invitation#([\w-]+)/.exec(mails.at(-1)?.text ?? '')?.[1] ?? '';
}

const accept = (api: Api, token: string) =>
  ask(world, api.token, { query: ACCEPT, variables: { input: { token } } }).then(kindOf);

async function join(given: Record<string, unknown> = {}): Promise<{ api: Api; email: string; memberId: string }> {
  const email = newAddress();
  await invite({ email, ...given });
  const api = await signUpAs(email);
  expect(await accept(api, await tokenMailedTo(email))).toMatchObject({ __typename: 'AcceptInvitationSuccess' });
  const { members } = await shop.api.graphql<{ members: { id: string; email: string }[] }>(MEMBERS, {
    storeId: shop.ids.store,
  });
  return { api, email, memberId: members.find((member) => member.email === email)?.id ?? '' };
}

const change = (api: Api, input: Record<string, unknown>) =>
  ask(world, api.token, {
    query: `mutation ($input: ChangeMemberRoleInput!) { changeMemberRole(input: $input) { __typename ... on DomainError { code } } }`,
    variables: { input },
  }).then(kindOf);
const remove = (api: Api, memberId: string) =>
  ask(world, api.token, {
    query: `mutation ($input: RemoveMemberInput!) { removeMember(input: $input) { __typename ... on DomainError { code } } }`,
    variables: { input: { memberId } },
  }).then(kindOf);

test('the link of the mail is good once, for the invited address, and nothing of it stays readable', async () => {
  const email = newAddress();
  const invitationId = await invite({ email: email.toUpperCase(), language: 'en' });
  const token = await tokenMailedTo(email);
  const [mail] = await mailsTo(email);
  expect(mail?.subject).toBe('You are invited to Poleras Ana');
  const offer = (api: Api) =>
    api.graphql<{ invitation: unknown }>(`query ($token: String!) { invitation(token: $token) { storeName role } }`, {
      token,
    });

  const thief = await signUp(world);
  expect((await offer(thief)).invitation).toBeNull();
  expect(await accept(thief, token)).toMatchObject({ code: 'ILLEGAL_MOVE' });
  const invited = await signUpAs(email);
  expect((await offer(invited)).invitation).toEqual({ storeName: 'Poleras Ana', role: 'STAFF' });
  expect(await accept(invited, token)).toMatchObject({ data: { permissions: expect.arrayContaining(['live:read']) } });
  expect(await accept(invited, token)).toMatchObject({ code: 'ILLEGAL_MOVE' });

  const kept = await until('the mail is settled', async () => {
    const row = await rowOf<Record<string, unknown>>(
      world.app.pool,
      'SELECT to_jsonb(i) || to_jsonb(m) AS row, i.token_enc FROM invitations i JOIN mails m ON m.invitation_id = i.id WHERE i.id = $1',
      [uuidIn(invitationId)],
    );
    return row['token_enc'] === null && row;
  });
  expect(JSON.stringify(kept)).not.toContain(token);
});

test('revoked, replaced and expired links open nothing', async () => {
  const email = newAddress();
  const api = await signUpAs(email);
  const first = await invite({ email });
  const old = await tokenMailedTo(email);
  const second = await invite({ email });
  const replacing = await tokenMailedTo(email, 2);
  expect(await accept(api, old)).toMatchObject({ code: 'ILLEGAL_MOVE' });

  const revoke = (invitationId: string) =>
    ask(world, shop.api.token, {
      query: `mutation ($input: RevokeInvitationInput!) { revokeInvitation(input: $input) { __typename ... on DomainError { code } } }`,
      variables: { input: { invitationId } },
    }).then(kindOf);
  expect(await revoke(first)).toMatchObject({ code: 'ILLEGAL_MOVE' });
  expect(await revoke(second)).toMatchObject({ __typename: 'RevokeInvitationSuccess' });
  expect(await accept(api, replacing)).toMatchObject({ code: 'ILLEGAL_MOVE' });

  const third = await invite({ email });
  const late = await tokenMailedTo(email, 3);
  await rowsOf(world.app.pool, `UPDATE invitations SET expires_at = now() WHERE id = $1`, [uuidIn(third)]);
  expect(await accept(api, late)).toMatchObject({ code: 'ILLEGAL_MOVE' });
});

test('one invitation makes one member, however many accept at once', async () => {
  const email = newAddress();
  await invite({ email });
  const api = await signUpAs(email);
  const token = await tokenMailedTo(email);

  const answers = await Promise.all(Array.from({ length: 8 }, () => accept(api, token)));

  expect(
    answers.filter((answer) => (answer as Answer & { __typename: string }).__typename === 'AcceptInvitationSuccess'),
  ).toHaveLength(1);
});

test('a removed member loses fields, open feed and keys at once', async () => {
  const { api, memberId } = await join({ role: 'OWNER' });
  const made = await api.graphql<{ createApiKey: { data: { secret: string } } }>(
    `mutation ($input: CreateApiKeyInput!) { createApiKey(input: $input) { ... on CreateApiKeySuccess { data { secret } } } }`,
    { input: { storeId: shop.ids.store, name: 'Theirs', scopes: ['PRODUCTS_READ'] } },
  );
  const socket = connectSocket(world, api.token);
  const closed = new Promise<number>((resolve) => socket.on('closed', (event) => resolve((event as CloseEvent).code)));
  const feed = socket.iterate({
    query: `subscription ($storeId: ID!) { storeFeed(storeId: $storeId, after: "0") { __typename } }`,
    variables: { storeId: shop.ids.store },
  });
  expect((await feed.next()).done).toBe(false);
  const products = (token: string) =>
    ask(world, token, {
      query: `query ($storeId: ID!) { products(storeId: $storeId) { edges { node { id } } } }`,
      variables: { storeId: shop.ids.store },
    });
  expect((await products(made.createApiKey.data.secret)).errors).toBeUndefined();
  expect(await remove(shop.api, memberId)).toMatchObject({ __typename: 'RemoveMemberSuccess' });
  const removedAtMs = Date.now();

  expect((await products(api.token)).errors).toBeDefined();
  expect((await products(made.createApiKey.data.secret)).errors).toBeDefined();
  expect(await closed).toBe(4403);
  expect(Date.now() - removedAtMs).toBeLessThan(5_000);
});

/** An event with an amount, of the live. */
async function payInLive(): Promise<void> {
  const about = { orderId: uuidIn(shop.ids.order), attemptId: randomUUID(), gateway: 'mercadopago' };
  await rowsOf(
    world.app.pool,
    `INSERT INTO events (tienda_id, live_id, type, payload) VALUES ($1, $2, 'payment-started', $3)`,
    [uuidIn(shop.ids.store), uuidIn(shop.ids.live), JSON.stringify({ ...about, amountMinor: '1', currency: 'CLP' })],
  );
}

test('a moderator hears of their live without money, and a change of role ends what the new one may not read', async () => {
  const { api, memberId } = await join({ role: 'MODERATOR', liveEventId: shop.ids.live });
  await payInLive();
  const socket = connectSocket(world, api.token);
  const closed = new Promise<number>((resolve) => socket.on('closed', (event) => resolve((event as CloseEvent).code)));
  const types: string[] = [];
  const feed = socket.iterate<{ liveFeed: { __typename: string } }>({
    query: `subscription ($id: ID!) { liveFeed(liveEventId: $id, after: "0") { __typename } }`,
    variables: { id: shop.ids.live },
  });
  const reading = (async () => {
    try {
      for await (const { data } of feed) types.push(data?.liveFeed.__typename ?? '');
    } catch {
      // The server closes it below.
    }
  })();
  await until('the past is read', () => types.includes('LiveStartedEvent'));
  await payInLive();
  await shop.api.graphql(`mutation ($input: EndLiveInput!) { endLive(input: $input) { __typename } }`, {
    input: { liveEventId: shop.ids.live },
  });
  await until('the live ends', () => types.includes('LiveEndedEvent'));
  expect(new Set(types)).toEqual(new Set(['LiveStartedEvent', 'LiveEndedEvent']));

  expect(await change(shop.api, { memberId, role: 'STAFF' })).toMatchObject({ __typename: 'ChangeMemberRoleSuccess' });
  expect(await closed).toBe(4403);
  await reading;
});

test('a moderator sees that the bot is stopped, in their live and in the whole store, and cannot make it go on', async () => {
  const { api } = await join({ role: 'MODERATOR', liveEventId: shop.ids.live });
  for (const scope of ['', `, liveEventId: "${shop.ids.live}"`]) {
    const call = (by: Api, field: string, rest = '') =>
      by.graphql(
        `mutation { answer: ${field}(input: { storeId: "${shop.ids.store}"${scope}${rest} }) { __typename } }`,
      );
    await call(shop.api, 'pauseBot');
    expect(await call(api, 'pauseBot')).toEqual({ answer: { __typename: 'NotFoundError' } });
    expect(await call(api, 'resumeBot', ', withheld: SEND')).toEqual({ answer: { __typename: 'NotFoundError' } });
  }

  const { liveEvent } = await api.graphql<{ liveEvent: object }>(
    'query ($id: ID!) { liveEvent(id: $id) { botPauses { reason } store { botPauses { reason } } } }',
    { id: shop.ids.live },
  );
  expect(liveEvent).toEqual({ botPauses: [{ reason: 'SELLER' }], store: { botPauses: [{ reason: 'SELLER' }] } });
});

test('the last owner can neither leave nor step down, also when two try at once', async () => {
  const { members } = await shop.api.graphql<{ members: { id: string; isYou: boolean }[] }>(MEMBERS, {
    storeId: shop.ids.store,
  });
  const own = members.find((member) => member.isYou)?.id ?? '';
  expect(await remove(shop.api, own)).toMatchObject({ code: 'ILLEGAL_MOVE' });
  expect(await change(shop.api, { memberId: own, role: 'STAFF' })).toMatchObject({ code: 'ILLEGAL_MOVE' });

  const other = await join({ role: 'OWNER' });
  await Promise.all([
    change(shop.api, { memberId: other.memberId, role: 'STAFF' }),
    change(other.api, { memberId: own, role: 'STAFF' }),
  ]);
  const owners = await rowOf<{ count: number }>(
    world.app.pool,
    `SELECT count(*)::int AS count FROM members WHERE tienda_id = $1 AND role = 'owner'`,
    [uuidIn(shop.ids.store)],
  );
  expect(owners.count).toBe(1);
  await rowsOf(world.app.pool, `UPDATE members SET role = 'owner' WHERE id = $1`, [uuidIn(own)]);
});

test('all of it stands in the audit log, whose chain holds', async () => {
  const rows = await rowsOf<{ action: string }>(
    world.app.pool,
    'SELECT DISTINCT action FROM audit_log WHERE tienda_id = $1',
    [uuidIn(shop.ids.store)],
  );

  expect(rows.map((row) => row.action)).toEqual(
    expect.arrayContaining([
      'member-invited',
      'member-added',
      'invitation-revoked',
      'member-role-changed',
      'member-removed',
    ]),
  );
  expect((await verifyAudit(world.app.pool)).problems).toEqual([]);
});

test('a mail that is taken twice is sent once, and one that no service takes is given up with its reason', async () => {
  const email = newAddress();
  const invitationId = await invite({ email });
  await tokenMailedTo(email);
  // As if the process had died between sending and writing that it did.
  await rowsOf(
    world.app.pool,
    `UPDATE mails SET state = 'queued', next_try_at = now() - interval '1 minute' WHERE invitation_id = $1`,
    [uuidIn(invitationId)],
  );
  await until('it is settled again', async () => {
    const { state } = await rowOf<{ state: string }>(
      world.app.pool,
      'SELECT state FROM mails WHERE invitation_id = $1',
      [uuidIn(invitationId)],
    );
    return state !== 'queued';
  });
  expect(await mailsTo(email)).toHaveLength(1);

  const refused = `bounce@${randomUUID()}.example`;
  await invite({ email: refused });
  await until('it is given up', async () => {
    const { invitations } = await shop.api.graphql<{ invitations: { email: string; mailState: string }[] }>(MEMBERS, {
      storeId: shop.ids.store,
    });
    return invitations.find((one) => one.email === refused)?.mailState === 'FAILED';
  });
});

test('while the mail service is away a mail waits, and leaves when it is back', async () => {
  await using app = await createTestApp('timers', { SANDBOX_URL: world.sandboxUrl });
  const email = newAddress();
  const { id } = await rowOf<{ id: string }>(
    app.pool,
    `WITH person AS (INSERT INTO vendedores (email, full_name) VALUES ($1, 'Ana') RETURNING id)
     INSERT INTO mails (kind, seller_id, dedupe_key) SELECT 'lockout', id, 'test' FROM person RETURNING id`,
    [email],
  );
  const away = createMailSender({
    baseUrl: 'http://127.0.0.1:9',
    apiKey: 'a-key',
    from: 'a@b.example',
    timeoutMs: 500,
  });
  const deps = { pool: app.pool, vault: app.vault, baseUrl: world.url };

  expect(await sendMails({ ...deps, mail: away }, { limit: 5 })).toMatchObject([{ id, state: 'again' }]);
  await deliverMails(app);
  expect(await mailsTo(email)).toHaveLength(0);
  await rowsOf(app.pool, 'UPDATE mails SET next_try_at = now()');
  await deliverMails(app);
  expect(await mailsTo(email)).toHaveLength(1);
});

test('wrong passwords until the account is locked tell its owner, once', async () => {
  const email = newAddress();
  const api = await signUpAs(email);
  const tryWrong = () =>
    fetch(`${world.url}/api/auth/sign-in/email`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: world.url },
      body: JSON.stringify({ email, password: 'a-wrong-password' }),
    });
  for (let tries = 0; tries < 6; tries += 1) await tryWrong();

  const mails = await until('the alert arrives', async () => {
    const found = await mailsTo(email);
    return found.length > 0 && found;
  });
  expect(mails).toHaveLength(1);
  expect(mails[0]?.text).toContain(`${world.url}/settings`);
  const { logins } = await api.graphql<{ logins: { outcome: string; method: string }[] }>(
    '{ logins(first: 50) { at outcome method ipAddress userAgent } }',
  );
  expect(logins.map((login) => login.outcome)).toEqual(expect.arrayContaining(['refused', 'locked', 'signed-in']));
});
