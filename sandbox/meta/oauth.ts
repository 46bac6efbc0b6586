import { GraphError } from './graph-error.ts';
import { type Grant, newPageToken, newUserToken, type People } from './people.ts';
import { findPage, type World } from './world.ts';

// About 60 days, as Meta answers it (Facebook Login, long-lived access tokens).
export const LONG_LIVED_S = 5_183_944;
/** All that our app may ask a person for. */
const SCOPES = [
  'pages_show_list',
  'pages_manage_metadata',
  'pages_read_engagement',
  'pages_read_user_content',
  'pages_manage_engagement',
  'pages_messaging',
  'pages_utility_messaging',
];
const TASKS = ['ADVERTISE', 'ANALYZE', 'CREATE_CONTENT', 'MESSAGING', 'MODERATE', 'MANAGE'];
const STANDING = { page: /^sandbox-token-([\w-]+)$/, user: /^sandbox-user-token-([\w-]+)$/ } as const;

/** What a token stands for: one that was taken through the dialog, or one that every Page and its owner always have. */
export function findGrant(people: People, token: string): Grant | null {
  const taken = people.tokens.get(token);
  if (taken) return taken;
  const pageId = STANDING.page.exec(token)?.[1];
  const ownedId = pageId ?? STANDING.user.exec(token)?.[1];
  if (ownedId === undefined) return null;
  const person = { id: `owner-${ownedId}`, name: `Owner of ${ownedId}`, email: null };
  return { person, scopes: SCOPES, pageIds: [ownedId], ...(pageId === undefined ? {} : { pageId }) };
}

type Query = Readonly<Record<string, string>>;

/** A new long-lived token for one that has not ended. @throws GraphError as Meta refuses it. */
export function exchangeToken(people: People, grant: Grant, asked: { query: Query; appSecret: string }): object {
  const { query } = asked;
  if (query['grant_type'] !== 'fb_exchange_token') throw new GraphError(1, 'Invalid grant_type parameter');
  if (!query['client_id']) throw new GraphError(101, 'Missing client_id parameter.');
  if (query['client_secret'] !== asked.appSecret) throw new GraphError(1, 'Error validating client secret.');
  return { access_token: newUserToken(people, grant), token_type: 'bearer', expires_in: LONG_LIVED_S };
}

/** The Pages that the person ticked, each with a token that ends with what they granted. */
export function listAccounts(world: World, people: People, grant: Grant): object {
  const pages = grant.scopes.includes('pages_show_list') ? grant.pageIds : [];
  return {
    data: pages.map((pageId) => {
      const { id, name } = findPage(world, pageId);
      const isStanding = grant.person.id === `owner-${id}`;
      const token = isStanding ? `sandbox-token-${id}` : newPageToken(people, grant, id);
      return { id, name, access_token: token, tasks: TASKS };
    }),
  };
}

/** `GET /debug_token`. Source: Graph API, debug_token. */
export function inspectToken(people: People, query: Query, appId: string): object {
  const grant = findGrant(people, query['input_token'] ?? '');
  if (!grant) return { data: { app_id: appId, is_valid: false, scopes: [] } };
  const { person, pageId, scopes } = grant;
  const of = pageId === undefined ? { type: 'USER' } : { type: 'PAGE', profile_id: pageId };
  return { data: { app_id: appId, is_valid: true, expires_at: 0, scopes, user_id: person.id, ...of } };
}
