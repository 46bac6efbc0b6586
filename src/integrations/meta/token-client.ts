import { z } from 'zod';
import type { MetaTokens } from '../../domain/identity/meta-tokens.ts';
import { callGraph, type MetaGraphOptions } from './graph-client.ts';

const LONG_LIVED_S = 5_184_000;
const PAGES_MAX = 100;

// Facebook leaves expires_in out now and then; a long-lived token is good for 60 days.
const tokenModel = z.object({ access_token: z.string(), expires_in: z.number().positive().default(LONG_LIVED_S) });
const accountsModel = z.object({ data: z.array(z.object({ id: z.string(), access_token: z.string().optional() })) });

/** The Graph API over HTTP; source: Graph API v26.0, long-lived access tokens and /me/accounts. */
export function createMetaTokens(
  options: MetaGraphOptions,
  app: { readonly id: string; readonly secret: string },
): MetaTokens {
  const read = <Model extends z.ZodType>(model: Model, accessToken: string, path: string) =>
    callGraph(options, { model, page: { pageId: 'me', accessToken }, path });
  return {
    async renewUserToken(userToken) {
      const query = new URLSearchParams({
        grant_type: 'fb_exchange_token',
        client_id: app.id,
        client_secret: app.secret,
        fb_exchange_token: userToken,
      });
      const token = await read(tokenModel, userToken, `oauth/access_token?${query}`);
      return { accessToken: token.access_token, expiresInS: token.expires_in };
    },
    async findPageToken(userToken, pageId) {
      const { data } = await read(accountsModel, userToken, `me/accounts?fields=id,access_token&limit=${PAGES_MAX}`);
      return data.find((page) => page.id === pageId)?.access_token ?? null;
    },
  };
}
