import { createHash } from 'node:crypto';
import { Hono } from 'hono';
import { html } from 'hono/html';
import { z } from 'zod';
import shops from '../../demo/shops.json' with { type: 'json' };
import { LONG_LIVED_S } from './oauth.ts';
import { newCode, newUserToken, type People } from './people.ts';

export type LoginSettings = { readonly appId: string; readonly appSecret: string };

const personModel = z.object({
  name: z.string().trim().min(1).max(100),
  email: z.union([z.literal(''), z.email()]),
  redirect_uri: z.url({ protocol: /^https?$/ }),
  state: z.string().max(2_000).default(''),
  code_challenge: z.string().max(200).default(''),
  scopes: z.array(z.string().regex(/^\w+$/)).default([]),
  pages: z
    .string()
    .default('')
    .transform((text) => text.split(/[\s,]+/).filter((id) => /^[\w-]{1,60}$/.test(id))),
});

/**
 * Facebook Login as an app sees it: the dialog at `/facebook/<version>/dialog/oauth`, and of the Graph API
 * `oauth/access_token` and `me` (Meta, Facebook Login, manually build a login flow). Every permission that is asked for
 * can be left out, and the person says which Pages are theirs.
 */
export function createFacebookLogin(
  people: People,
  settings: LoginSettings,
): { readonly dialog: Hono; readonly graph: Hono } {
  const dialog = new Hono();
  dialog.get('/:version{v\\d+\\.\\d+}/dialog/oauth', (c) => {
    const { client_id: appId, redirect_uri: redirectUri = '', state = '', scope = '' } = c.req.query();
    if (appId !== settings.appId || !URL.canParse(redirectUri)) return c.text('Invalid App ID or redirect_uri', 400);
    const scopes = scope.split(',').filter((name) => name.startsWith('pages_'));
    const cancelled = new URL(redirectUri);
    for (const [name, value] of Object.entries({ error: 'access_denied', error_reason: 'user_denied', state }))
      cancelled.searchParams.set(name, value);
    return c.html(html`<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Facebook Login · Sandbox</title>
<link rel="stylesheet" href="/sandbox.css"></head><body class="plain"><main class="list"><h1>Continue with Facebook</h1>
<form method="post"><input type="hidden" name="redirect_uri" value="${redirectUri}"><input type="hidden" name="state" value="${state}">
<input type="hidden" name="code_challenge" value="${c.req.query('code_challenge') ?? ''}">
<p><label>Name <input name="name" value="Ana Pérez" required></label></p>
<p><label>E-mail <input name="email" type="email" value="ana.perez@facebook.example"></label></p>
${
  scopes.length === 0
    ? ''
    : html`<p><label>Ids of your Pages <input name="pages" size="70" value="${shops.map((shop) => shop.pageId).join(', ')}"></label></p>
<fieldset><legend>What the app may do</legend>${scopes.map(
        (name) => html`<p><label><input type="checkbox" name="scopes" value="${name}" checked> ${name}</label></p>`,
      )}</fieldset>`
}
<button class="primary" data-testid="facebook-continue">Continue</button> <a href="${cancelled.href}">Cancel</a></form></main></body></html>`);
  });
  dialog.post('/:version{v\\d+\\.\\d+}/dialog/oauth', async (c) => {
    const fields = new URLSearchParams(await c.req.text());
    const parsed = personModel.safeParse({ ...Object.fromEntries(fields), scopes: fields.getAll('scopes') });
    if (!parsed.success) return c.text('A name, an e-mail address or none, and redirect_uri are needed', 400);
    const { name, email, redirect_uri: redirectUri, state, scopes, pages: pageIds } = parsed.data;
    const id = Buffer.from(email || name)
      .toString('hex')
      .slice(0, 40);
    const grant = { person: { id, name, email: email || null }, scopes, pageIds };
    const code = newCode(people, { grant, redirectUri, challenge: parsed.data.code_challenge || null });
    const to = new URL(redirectUri);
    to.searchParams.set('code', code);
    to.searchParams.set('state', state);
    return c.redirect(to.href, 302);
  });

  const graph = new Hono();
  graph.on(['GET', 'POST'], '/:version{v\\d+\\.\\d+}/oauth/access_token', async (c, next) => {
    // Longer-lived tokens are given by the same address; the Pages' part of the sandbox answers for them.
    if (c.req.query('grant_type') === 'fb_exchange_token') return next();
    const sent = c.req.method === 'POST' ? readSent(await c.req.text()) : c.req.query();
    const code = people.codes.get(sent['code'] ?? '');
    people.codes.delete(sent['code'] ?? '');
    const isOurs = sent['client_id'] === settings.appId && sent['client_secret'] === settings.appSecret;
    if (!isOurs) return c.json(refusal('Error validating client secret.', 1), 400);
    if (!code || code.redirectUri !== sent['redirect_uri']) {
      return c.json(refusal('This authorization code has been used or does not fit its redirect_uri.', 100), 400);
    }
    const proof = createHash('sha256')
      .update(sent['code_verifier'] ?? '')
      .digest('base64url');
    if (code.challenge !== null && code.challenge !== proof) {
      return c.json(refusal('code_verifier does not fit the code_challenge.', 100), 400);
    }
    const token = newUserToken(people, code.grant);
    return c.json({ access_token: token, token_type: 'bearer', expires_in: LONG_LIVED_S });
  });
  graph.get('/:version{v\\d+\\.\\d+}/me', async (c, next) => {
    const token = /^Bearer (.+)$/.exec(c.req.header('authorization') ?? '')?.[1] ?? c.req.query('access_token') ?? '';
    const grant = people.tokens.get(token);
    // A Page's token asks for the Page.
    if (!grant || grant.pageId !== undefined) return next();
    const { email, ...named } = grant.person;
    return c.json(email === null ? named : { ...named, email });
  });
  return { dialog, graph };
}

function readSent(text: string): Readonly<Record<string, string>> {
  return text.startsWith('{')
    ? (JSON.parse(text) as Record<string, string>)
    : Object.fromEntries(new URLSearchParams(text));
}

function refusal(message: string, code: number): object {
  return { error: { message, type: 'OAuthException', code } };
}
