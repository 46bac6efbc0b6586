import { randomBytes } from 'node:crypto';
import { Hono } from 'hono';
import { html } from 'hono/html';
import { z } from 'zod';

export type LoginSettings = { readonly appId: string; readonly appSecret: string };

/** A person who continued with Facebook. Ids are short words, so that the same name is the same person next time. */
type Person = { readonly id: string; readonly name: string; readonly email: string | null };
type Grant = { readonly person: Person; readonly redirectUri: string };

const GRANTS_MAX = 1_000;
const personModel = z.object({
  name: z.string().trim().min(1).max(100),
  email: z.union([z.literal(''), z.email()]),
  redirect_uri: z.url({ protocol: /^https?$/ }),
  state: z.string().max(2_000).default(''),
});

/**
 * Facebook Login as an app sees it: the dialog at `/facebook/<version>/dialog/oauth`, and of the Graph API
 * `oauth/access_token` and `me` (Meta, Facebook Login, manually build a login flow).
 */
export function createFacebookLogin(settings: LoginSettings): { readonly dialog: Hono; readonly graph: Hono } {
  const grants = new Map<string, Grant>();
  const people = new Map<string, Person>();
  const keep = <Value>(map: Map<string, Value>, prefix: string, value: Value): string => {
    const key = `${prefix}${randomBytes(18).toString('base64url')}`;
    const oldest = map.keys().next().value;
    if (map.size >= GRANTS_MAX && oldest !== undefined) map.delete(oldest);
    map.set(key, value);
    return key;
  };

  const dialog = new Hono();
  dialog.get('/:version{v\\d+\\.\\d+}/dialog/oauth', (c) => {
    const { client_id: appId, redirect_uri: redirectUri = '', state = '' } = c.req.query();
    if (appId !== settings.appId || !URL.canParse(redirectUri)) return c.text('Invalid App ID or redirect_uri', 400);
    return c.html(html`<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Facebook Login · Sandbox</title>
<link rel="stylesheet" href="/sandbox.css"></head><body class="plain"><main class="list"><h1>Continue with Facebook</h1>
<form method="post"><input type="hidden" name="redirect_uri" value="${redirectUri}"><input type="hidden" name="state" value="${state}">
<p><label>Name <input name="name" value="Ana Pérez" required></label></p>
<p><label>E-mail <input name="email" type="email" value="ana.perez@facebook.example"></label></p>
<button class="primary" data-testid="facebook-continue">Continue</button></form></main></body></html>`);
  });
  dialog.post('/:version{v\\d+\\.\\d+}/dialog/oauth', async (c) => {
    const parsed = personModel.safeParse(Object.fromEntries(new URLSearchParams(await c.req.text())));
    if (!parsed.success) return c.text('A name, an e-mail address or none, and redirect_uri are needed', 400);
    const { name, email, redirect_uri: redirectUri, state } = parsed.data;
    const id = Buffer.from(email || name)
      .toString('hex')
      .slice(0, 40);
    const code = keep(grants, 'code-', { person: { id, name, email: email || null }, redirectUri });
    const to = new URL(redirectUri);
    to.searchParams.set('code', code);
    to.searchParams.set('state', state);
    return c.redirect(to.href, 302);
  });

  const graph = new Hono();
  graph.on(['GET', 'POST'], '/:version{v\\d+\\.\\d+}/oauth/access_token', async (c, next) => {
    // Longer-lived tokens are given by the same address; the Pages' part of the sandbox answers for them.
    if (c.req.query('grant_type') === 'fb_exchange_token') return next();
    const sent = c.req.method === 'POST' ? Object.fromEntries(new URLSearchParams(await c.req.text())) : c.req.query();
    const grant = grants.get(sent['code'] ?? '');
    grants.delete(sent['code'] ?? '');
    const isOurs = sent['client_id'] === settings.appId && sent['client_secret'] === settings.appSecret;
    if (!isOurs) return c.json(refusal('Error validating client secret.', 1), 400);
    if (!grant || grant.redirectUri !== sent['redirect_uri']) {
      return c.json(refusal('This authorization code has been used or does not fit its redirect_uri.', 100), 400);
    }
    const token = keep(people, 'user-token-', grant.person);
    return c.json({ access_token: token, token_type: 'bearer', expires_in: 5_183_944 });
  });
  graph.get('/:version{v\\d+\\.\\d+}/me', (c) => {
    const token = /^Bearer (.+)$/.exec(c.req.header('authorization') ?? '')?.[1] ?? c.req.query('access_token') ?? '';
    const person = people.get(token);
    if (!person) return c.json(refusal('Invalid OAuth access token.', 190), 400);
    const { email, ...named } = person;
    return c.json(email === null ? named : { ...named, email });
  });
  return { dialog, graph };
}

function refusal(message: string, code: number): object {
  return { error: { message, type: 'OAuthException', code } };
}
