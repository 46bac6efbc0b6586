import { z } from 'zod';
import type { MetaTokens } from '../../domain/identity/meta-tokens.ts';
import { callGraph, type MetaGraphOptions } from './graph-client.ts';

const LONG_LIVED_S = 5_184_000;
const PAGES_MAX = 100;

// Facebook leaves expires_in out now and then; a long-lived token is good for 60 days.
const tokenModel = z.object({ access_token: z.string(), expires_in: z.number().positive().default(LONG_LIVED_S) });
const accountsModel = z.object({
  data: z.array(
    z.object({
      id: z.string(),
      name: z.string().default(''),
      access_token: z.string().optional(),
      tasks: z.array(z.string()).default([]),
    }),
  ),
});
const inspectedModel = z.object({
  data: z.object({
    app_id: z.string().optional(),
    is_valid: z.boolean(),
    scopes: z.array(z.string()).default([]),
    user_id: z.string().optional(),
    profile_id: z.string().optional(),
  }),
});
const subscriptionsModel = z.object({
  data: z.array(
    z.object({
      object: z.string(),
      callback_url: z.string().default(''),
      active: z.boolean().default(true),
      // Names alone before v2.9, names with their version since.
      fields: z
        .array(z.union([z.string(), z.object({ name: z.string() })]))
        .default([])
        .transform((fields) => fields.map((field) => (typeof field === 'string' ? field : field.name))),
    }),
  ),
});
const successModel = z.object({ success: z.literal(true) });

/** The Graph API over HTTP; source: Graph API v26.0, access tokens, debug_token, /me/accounts, app subscriptions. */
export function createMetaTokens(
  options: MetaGraphOptions,
  app: { readonly id: string; readonly secret: string },
): MetaTokens {
  const call = <Model extends z.ZodType>(model: Model, accessToken: string, path: string, body?: object) =>
    callGraph(options, { model, page: { pageId: 'me', accessToken }, path, body });
  const appToken = `${app.id}|${app.secret}`;
  const renewUserToken = async (userToken: string) => {
    const query = new URLSearchParams({
      grant_type: 'fb_exchange_token',
      client_id: app.id,
      client_secret: app.secret,
      fb_exchange_token: userToken,
    });
    const token = await call(tokenModel, userToken, `oauth/access_token?${query}`);
    return { accessToken: token.access_token, expiresInS: token.expires_in };
  };
  const readPages = async (userToken: string) => {
    const path = `me/accounts?fields=id,name,access_token,tasks&limit=${PAGES_MAX}`;
    return (await call(accountsModel, userToken, path)).data;
  };
  return {
    async exchangeCode({ code, redirectUri, codeVerifier }) {
      const token = await call(tokenModel, appToken, 'oauth/access_token', {
        client_id: app.id,
        client_secret: app.secret,
        redirect_uri: redirectUri,
        code,
        code_verifier: codeVerifier,
      });
      return renewUserToken(token.access_token);
    },
    renewUserToken,
    async inspectToken(token) {
      const { data } = await call(inspectedModel, appToken, `debug_token?input_token=${encodeURIComponent(token)}`);
      return {
        isValid: data.is_valid,
        isOurs: data.app_id === app.id,
        scopes: data.scopes,
        fbUserId: data.user_id ?? null,
        profileId: data.profile_id ?? null,
      };
    },
    async listPages(userToken) {
      const pages = await readPages(userToken);
      return pages.map(({ id, name, access_token: accessToken = null, tasks }) => ({ id, name, accessToken, tasks }));
    },
    async findPageToken(userToken, pageId) {
      return (await readPages(userToken)).find((page) => page.id === pageId)?.access_token ?? null;
    },
    async readAppSubscription() {
      const { data } = await call(subscriptionsModel, appToken, `${app.id}/subscriptions`);
      const page = data.find(({ object, active }) => object === 'page' && active);
      return page ? { callbackUrl: page.callback_url, fields: page.fields } : null;
    },
    async subscribeApp({ callbackUrl, fields, verifyToken }) {
      await call(successModel, appToken, `${app.id}/subscriptions`, {
        object: 'page',
        callback_url: callbackUrl,
        fields: fields.join(','),
        verify_token: verifyToken,
        include_values: true,
      });
    },
  };
}
