import { createHmac } from 'node:crypto';
import { Hono } from 'hono';
import { type People, removeApp } from '../meta/people.ts';

const CALLBACKS = { deauthorize: 'deauthorize', 'data-deletion': 'data-deletion' } as const;

/** The value of `signed_request` for a person. Source: Meta, Facebook Login, data deletion callback. */
export function signRequest(appSecret: string, personId: string): string {
  const payload = { algorithm: 'HMAC-SHA256', issued_at: Math.floor(Date.now() / 1_000), user_id: personId };
  const text = Buffer.from(JSON.stringify(payload)).toString('base64url');
  return `${createHmac('sha256', appSecret).update(text).digest('base64url')}.${text}`;
}

/**
 * What people do in their settings at Facebook: `POST /people/{id}/deauthorize` and `/data-deletion` end the tokens of the
 * person, tell our server, and answer what it said.
 */
export function createPeopleApi(
  deps: { readonly people: People },
  settings: { readonly baseUrl: string; readonly appSecret: string },
): Hono {
  return new Hono().post('/people/:id/:what', async (c) => {
    const what = CALLBACKS[c.req.param('what') as keyof typeof CALLBACKS];
    if (!what) return c.notFound();
    const personId = c.req.param('id');
    removeApp(deps.people, personId);
    const response = await fetch(`${settings.baseUrl}/api/v1/facebook/${what}`, {
      method: 'POST',
      body: new URLSearchParams({ signed_request: signRequest(settings.appSecret, personId) }),
    });
    return c.json({ status: response.status, answer: await response.json() });
  });
}
