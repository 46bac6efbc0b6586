import { randomBytes } from 'node:crypto';
import { GraphError } from './graph-error.ts';
import { findPage, type World } from './world.ts';

// About 60 days, as Meta answers it (Facebook Login, long-lived access tokens).
const LONG_LIVED_S = 5_183_944;
const TOKENS = { page: /^sandbox-token-([\w-]+)$/, user: /^sandbox-user-token-([\w-]+)(?:\.\w+)?$/ } as const;

/** The Page that a token is for; null for a token of another kind. */
export function pageIdOf(token: string, kind: keyof typeof TOKENS): string | null {
  return TOKENS[kind].exec(token)?.[1] ?? null;
}

/** A new long-lived token for one that has not ended. @throws GraphError as Meta refuses it. */
export function exchangeToken(asked: {
  readonly pageId: string;
  readonly query: Readonly<Record<string, string>>;
  readonly appSecret: string;
}): object {
  const { query } = asked;
  if (query['grant_type'] !== 'fb_exchange_token') throw new GraphError(1, 'Invalid grant_type parameter');
  if (!query['client_id']) throw new GraphError(101, 'Missing client_id parameter.');
  if (query['client_secret'] !== asked.appSecret) throw new GraphError(1, 'Error validating client secret.');
  return {
    access_token: `sandbox-user-token-${asked.pageId}.${randomBytes(6).toString('hex')}`,
    token_type: 'bearer',
    expires_in: LONG_LIVED_S,
  };
}

/** The Pages of the person. In the sandbox everybody has one. */
export function listAccounts(world: World, pageId: string): object {
  const page = findPage(world, pageId);
  const tasks = ['ADVERTISE', 'ANALYZE', 'CREATE_CONTENT', 'MESSAGING', 'MODERATE', 'MANAGE'];
  return { data: [{ id: page.id, name: page.name, access_token: `sandbox-token-${page.id}`, tasks }] };
}
