import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { sendMails } from '../../../src/domain/identity/send-mails.ts';
import { createMailSender } from '../../../src/integrations/mail/client.ts';
import { rowsOf } from '../../../src/platform/db/transaction.ts';
import { createBrowserLike, PASSWORD } from '../auth-client.ts';
import { continueWithFacebook, listenWithFacebook } from './facebook-login.ts';

const NEW_PASSWORD = 'another-long-password-2';
const LOGINS = '{ logins(first: 50) { method outcome } }';

type Server = Awaited<ReturnType<typeof listenWithFacebook>>;

async function signUp(server: Server) {
  const email = `${randomUUID()}@test.example`;
  const browser = createBrowserLike(server.url);
  await browser.auth('/sign-up/email', { email, password: PASSWORD, name: 'Ana', uiLang: 'en' });
  return { email, browser };
}

async function signIn(server: Server, email: string, password: string) {
  const browser = createBrowserLike(server.url);
  const { status } = await browser.auth('/sign-in/email', { email, password });
  return { browser, status };
}

const isIn = async (browser: ReturnType<typeof createBrowserLike>) =>
  (await browser.graphql('{ viewer { email } }')).errors === undefined;

/** Sends what waits and answers the texts that an address has got, the oldest first. */
async function mailsTo(server: Server, email: string): Promise<readonly string[]> {
  const mail = createMailSender({
    baseUrl: `${server.sandboxUrl}/mail`,
    apiKey: 'a-key',
    from: 'shop@test.example',
    timeoutMs: 10_000,
  });
  await sendMails({ ...server.app, mail, baseUrl: server.url }, { limit: 20 });
  const { mails } = (await (await fetch(`${server.sandboxUrl}/mail/_mails`)).json()) as {
    mails: { to: string; text: string }[];
  };
  return mails.filter(({ to }) => to === email).map(({ text }) => text);
}

test('who knows the password changes it, and ends the other sessions when they wish', async () => {
  const server = await listenWithFacebook();
  const { email, browser } = await signUp(server);
  const other = (await signIn(server, email, PASSWORD)).browser;

  const wrong = await browser.auth('/change-password', { currentPassword: 'not-the-password', newPassword: PASSWORD });
  expect([wrong.status, wrong.answer['code']]).toEqual([400, 'INVALID_PASSWORD']);
  const short = await browser.auth('/change-password', { currentPassword: PASSWORD, newPassword: 'short' });
  expect([short.status, short.answer['code']]).toEqual([400, 'PASSWORD_TOO_SHORT']);

  const kept = await browser.auth('/change-password', { currentPassword: PASSWORD, newPassword: NEW_PASSWORD });
  expect([kept.status, await isIn(browser), await isIn(other)]).toEqual([200, true, true]);
  expect((await signIn(server, email, PASSWORD)).status).toBe(401);

  const body = { currentPassword: NEW_PASSWORD, newPassword: PASSWORD, revokeOtherSessions: true };
  const ended = await browser.auth('/change-password', body);
  expect([ended.status, await isIn(browser), await isIn(other)]).toEqual([200, true, false]);
  // The token of the new session travels with its signature only.
  expect(ended.answer['token']).toBe(ended.token);
  expect(ended.token).toContain('.');
  const { data } = await browser.graphql(LOGINS);
  expect(data?.['logins']).toEqual(
    expect.arrayContaining([
      { method: 'password-change', outcome: 'refused' },
      { method: 'password-change', outcome: 'changed' },
    ]),
  );
  const mails = await mailsTo(server, email);
  expect(mails).toHaveLength(2);
  expect(mails[0]).toContain('The password of your account was changed');
});

test('who forgot it gets a link that is good once and for an hour, ends every session, and is readable nowhere', async () => {
  const server = await listenWithFacebook();
  const { email, browser } = await signUp(server);
  const ask = (address: string) => createBrowserLike(server.url).auth('/request-password-reset', { email: address });
  const known = await ask(email);
  const unknown = await ask(`${randomUUID()}@test.example`);
  await ask(email);
  expect([known.status, known.answer]).toEqual([unknown.status, unknown.answer]);
  const [waiting] = await rowsOf<{ data: object }>(server.app.pool, 'SELECT data FROM mails');
  expect(Object.keys(waiting?.data ?? {})).toEqual(['token']);
  const stored = JSON.stringify([waiting, await rowsOf(server.app.pool, 'SELECT * FROM verifications')]);

  const mails = await mailsTo(server, email);
  expect(mails).toHaveLength(1);
  const token = /\/reset-password#([\w-]+)/.exec(mails[0] ?? '')?.[1] ?? '';
  expect(token.length).toBeGreaterThan(20);
  expect(stored).not.toContain(token);
  expect(await rowsOf(server.app.pool, 'SELECT data FROM mails')).toEqual([{ data: {} }]);

  const reset = (newPassword: string) => createBrowserLike(server.url).auth('/reset-password', { newPassword, token });
  expect((await reset('short')).answer['code']).toBe('PASSWORD_TOO_SHORT');
  expect((await reset(NEW_PASSWORD)).status).toBe(200);
  expect(await isIn(browser)).toBe(false);
  expect([(await reset(PASSWORD)).answer['code'], (await signIn(server, email, PASSWORD)).status]).toEqual([
    'INVALID_TOKEN',
    401,
  ]);
  const again = await signIn(server, email, NEW_PASSWORD);
  expect((await again.browser.graphql(LOGINS)).data?.['logins']).toEqual(
    expect.arrayContaining([{ method: 'password-reset', outcome: 'changed' }]),
  );
  expect(await mailsTo(server, email)).toHaveLength(2);
});

test('five minutes later there is another link, and a link is of no use after its hour', async () => {
  const server = await listenWithFacebook();
  const { email } = await signUp(server);
  await createBrowserLike(server.url).auth('/request-password-reset', { email });
  await mailsTo(server, email);
  await rowsOf(server.app.pool, `UPDATE mails SET created_at = created_at - interval '5 minutes'`);
  await createBrowserLike(server.url).auth('/request-password-reset', { email });
  const [, mail] = await mailsTo(server, email);
  const token = /\/reset-password#([\w-]+)/.exec(mail ?? '')?.[1];
  await rowsOf(server.app.pool, `UPDATE verifications SET expires_at = expires_at - interval '1 hour'`);
  const late = await createBrowserLike(server.url).auth('/reset-password', { newPassword: NEW_PASSWORD, token });

  expect([late.answer['code'], (await signIn(server, email, PASSWORD)).status]).toEqual(['INVALID_TOKEN', 200]);
});

test('who came by Facebook sets a password soon after signing in, and only when there is none', async () => {
  const server = await listenWithFacebook();
  const email = `${randomUUID()}@facebook.example`;
  const { browser } = await continueWithFacebook(server.url, { name: 'Ana', email });
  const set = () => browser.auth('/set-password', { newPassword: NEW_PASSWORD });
  const shiftBy = (interval: string) =>
    rowsOf(server.app.pool, `UPDATE sessions SET created_at = created_at + $1::interval`, [interval]);

  await shiftBy('-2 hours');
  const late = await set();
  expect([late.status, late.answer['code']]).toEqual([403, 'SESSION_NOT_FRESH']);
  await shiftBy('2 hours');
  const foreign = createBrowserLike(server.url, { origin: 'https://evil.example', cookie: browser.cookie() });
  expect((await foreign.auth('/set-password', { newPassword: NEW_PASSWORD })).status).toBe(403);
  expect((await signIn(server, email, NEW_PASSWORD)).status).toBe(401);

  expect((await set()).status).toBe(200);
  expect((await set()).answer['code']).toBe('PASSWORD_ALREADY_SET');
  expect((await signIn(server, email, NEW_PASSWORD)).status).toBe(200);
  expect((await createBrowserLike(server.url).auth('/set-password', { newPassword: PASSWORD })).status).toBe(401);
});

test('a person renames themselves in one line, and chooses a language that mails are written in', async () => {
  const server = await listenWithFacebook();
  const { browser } = await signUp(server);
  const viewer = async () => (await browser.graphql('{ viewer { fullName uiLang } }')).data?.['viewer'];

  expect(await viewer()).toEqual({ fullName: 'Ana', uiLang: 'en' });
  await browser.auth('/update-user', { name: ' Ana\nMaría ', uiLang: 'pt' });
  expect(await viewer()).toEqual({ fullName: 'Ana María', uiLang: 'pt' });
  expect((await browser.auth('/update-user', { uiLang: 'xx' })).status).toBe(400);
  await browser.auth('/update-user', { name: ' ' });
  expect(await viewer()).toEqual({ fullName: 'Ana María', uiLang: 'pt' });
});
