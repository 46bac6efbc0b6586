import { serverAudits } from 'graphql-http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Listening, listen, signInWithStore } from './listen.ts';

let server: Listening;
let authorization: string;

beforeAll(async () => {
  server = await listen();
  const { api } = await signInWithStore(server);
  authorization = `Bearer ${api.token}`;
});
afterAll(() => server[Symbol.asyncDispose]());

/** The audits of the specification "GraphQL over HTTP": what a server MUST, SHOULD and MAY do. */
const audits = serverAudits({
  url: () => `${server.url}/graphql`,
  fetchFn: (url: string, init: RequestInit = {}) =>
    fetch(url, { ...init, headers: { ...(init.headers as Record<string, string>), authorization } }),
});

describe('GraphQL over HTTP', () => {
  test.each(audits.map((audit) => [audit.name, audit] as const))('%s', async (_name, audit) => {
    expect(await audit.fn()).toMatchObject({ status: 'ok' });
  });
});
