import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';
import { expect, onTestFinished, test } from 'vitest';
import { rowsOf } from '../../../src/platform/db/transaction.ts';
import { createBrowserLike, PASSWORD } from '../auth-client.ts';
import { listen } from '../listen.ts';
import { continueWithFacebook, listenWithFacebook } from './facebook-login.ts';

test('a person continues with Facebook, is the same person next time, and their tokens are not readable', async () => {
  const server = await listenWithFacebook();
  const ana = { name: 'Ana Pérez', email: `${randomUUID()}@facebook.example` };
  const first = await continueWithFacebook(server.url, ana);
  const second = await continueWithFacebook(server.url, ana);
  const ask = '{ viewer { id email fullName } }';
  const viewer = (await first.browser.graphql(ask)).data;

  expect(viewer?.['viewer']).toMatchObject({ email: ana.email, fullName: ana.name });
  expect((await second.browser.graphql(ask)).data).toEqual(viewer);
  const accounts = JSON.stringify(await rowsOf(server.app.pool, 'SELECT * FROM accounts'));
  expect(accounts).toContain('"facebook"');
  expect(accounts).not.toContain('user-token-');
});

test('Facebook does not open the account of somebody who signed up with the same address', async () => {
  const server = await listenWithFacebook();
  const email = `${randomUUID()}@test.example`;
  await createBrowserLike(server.url).auth('/sign-up/email', { email, password: PASSWORD, name: 'Ana' });
  const { browser, location } = await continueWithFacebook(server.url, { name: 'Eva', email });

  expect((await browser.graphql('{ viewer { id } }')).errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
  expect(location).toContain('/login');
});

async function startIssuer() {
  const { publicKey, privateKey } = await generateKeyPair('ES256');
  const stranger = await generateKeyPair('ES256');
  let asked = 0;
  const jwks = JSON.stringify({ keys: [{ ...(await exportJWK(publicKey)), kid: 'k1', alg: 'ES256' }] });
  const http = createServer((_request, response) => {
    asked += 1;
    response.setHeader('content-type', 'application/json').end(jwks);
  });
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  onTestFinished(() => void http.close());
  const issuer = `http://127.0.0.1:${(http.address() as AddressInfo).port}/auth/v1`;
  const sign = (claims: JWTPayload, given: { aud?: string; isForged?: boolean } = {}) =>
    new SignJWT(claims)
      .setProtectedHeader({ alg: 'ES256', kid: 'k1' })
      .setIssuer(issuer)
      .setAudience(given.aud ?? 'authenticated')
      .setExpirationTime('1h')
      .sign(given.isForged ? stranger.privateKey : privateKey);
  return { issuer, sign, asked: () => asked };
}

test('tokens of the configured issuer open the account of their subject, and nothing else does', async () => {
  const issuer = await startIssuer();
  await using server = await listen({ OIDC_ISSUER: issuer.issuer });
  const email = `${randomUUID()}@test.example`;
  const ask = async (token: string) => {
    const { data } = await createBrowserLike(server.url, { authorization: `Bearer ${token}` }).graphql(
      '{ viewer { email } }',
    );
    return (data?.['viewer'] as { email?: string } | undefined)?.email ?? null;
  };
  const person = { sub: 'user-1', email, email_verified: true };

  expect(await ask(await issuer.sign({ ...person, email_verified: false }))).toBeNull();
  expect(await ask(await issuer.sign(person))).toBe(email);
  expect(await ask(await issuer.sign({ sub: 'user-1' }))).toBe(email);
  expect(await ask(await issuer.sign(person, { isForged: true }))).toBeNull();
  expect(await ask(await issuer.sign(person, { aud: 'another' }))).toBeNull();
  expect(issuer.asked()).toBe(1);
});

test('an unverified account of the same address loses its password when the issuer vouches for its owner', async () => {
  const issuer = await startIssuer();
  await using server = await listen({ OIDC_ISSUER: issuer.issuer });
  const email = `${randomUUID()}@test.example`;
  const squatter = createBrowserLike(server.url);
  await squatter.auth('/sign-up/email', { email, password: PASSWORD, name: 'Squatter' });
  const token = await issuer.sign({ sub: 'user-1', email, email_verified: true });
  const owner = createBrowserLike(server.url, { authorization: `Bearer ${token}` });

  expect((await owner.graphql('{ viewer { email } }')).data).toEqual({ viewer: { email } });
  expect((await createBrowserLike(server.url).auth('/sign-in/email', { email, password: PASSWORD })).status).toBe(401);
  expect((await squatter.graphql('{ viewer { email } }')).errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
});
