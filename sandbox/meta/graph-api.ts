import { createHmac } from 'node:crypto';
import { type Context, type Handler, Hono } from 'hono';
import { type AnswerBook, answersOf, takeRefusal } from './answers.ts';
import { subscribeApp } from './app-subscriptions.ts';
import { GraphError, notFound, toErrorBody } from './graph-error.ts';
import { type CallKind, type History, recordCall } from './history.ts';
import { exchangeToken, findGrant, inspectToken, listAccounts } from './oauth.ts';
import type { Grant, People } from './people.ts';
import { listComments, replyPublicly } from './replies.ts';
import { type CallNote, changeSubscription, sendMessage } from './send.ts';
import { createTemplate, listTemplates, type Template, type TemplateBook } from './templates.ts';
import type { PageMessage } from './webhooks.ts';
import { findPage, findPageOfLive, type World } from './world.ts';

export type GraphApiDeps = {
  readonly world: World;
  readonly people: People;
  readonly history: History;
  readonly answers: AnswerBook;
  readonly templates: TemplateBook;
  /** Hears of every template that Meta has decided about. */
  readonly onTemplate: (pageId: string, template: Template) => void;
  readonly appId: string;
  readonly appSecret: string;
  /** Hears of every message that the Page has put into a chat. */
  readonly onMessage: (message: PageMessage) => void;
};

type Asked = {
  readonly grant: Grant;
  readonly pageId: string;
  readonly objectId: string;
  readonly query: Readonly<Record<string, string>>;
  readonly method: string;
  readonly body: Readonly<Record<string, unknown>>;
  readonly note: CallNote;
};

const APP: Grant = { person: { id: 'app', name: 'app', email: null }, scopes: [], pageIds: [] };
const OF_PEOPLE: readonly CallKind[] = ['exchange_token', 'accounts'];
const OF_APP: readonly CallKind[] = ['inspect_token', 'app_subscriptions'];

/** The part of the Graph API that we call, with Meta's rules and refusals. The token of a Page is `sandbox-token-<pageId>`, that of its owner `sandbox-user-token-<pageId>`; others are taken through the dialog. */
export function createGraphApi(deps: GraphApiDeps): Hono {
  const { world, people } = deps;
  const api = new Hono();
  const at = (kind: CallKind, work: (asked: Asked) => object | Promise<object>) => serveCall(deps, kind, work);
  api.post(
    '/:version{v\\d+\\.\\d+}/:id/comments',
    at('public_reply', ({ pageId, objectId, body, query, note }) => {
      const text = body['message'] ?? query['message'];
      note.commentId = objectId;
      note.text = typeof text === 'string' ? text : null;
      return replyPublicly(world, { pageId, commentId: objectId, text });
    }),
  );
  api.get(
    '/:version{v\\d+\\.\\d+}/:id/comments',
    at('list_comments', (asked) => listComments(world, asked)),
  );
  api.post(
    '/:version{v\\d+\\.\\d+}/:id/messages',
    at('send', (asked) => {
      if (asked.body['messaging_type'] === 'UTILITY') requireUtility(asked.grant);
      return sendMessage({ world, templates: deps.templates }, asked);
    }),
  );
  api.on(
    ['GET', 'POST'],
    '/:version{v\\d+\\.\\d+}/:id/message_templates',
    at('message_templates', ({ grant, pageId, objectId, method, body, note }) => {
      if (objectId !== pageId && objectId !== 'me') throw notFound(objectId);
      requireUtility(grant);
      if (method === 'GET') return listTemplates(deps.templates, pageId);
      note.text = String(body['name'] ?? '');
      return createTemplate(deps.templates, {
        pageId,
        body,
        onDecided: (template) => deps.onTemplate(pageId, template),
      });
    }),
  );
  api.get(
    '/:version{v\\d+\\.\\d+}/:id/live_videos',
    at('live_videos', (asked) => listLives(world, asked)),
  );
  api.get(
    '/:version{v\\d+\\.\\d+}/oauth/access_token',
    at('exchange_token', ({ grant, query }) => exchangeToken(people, grant, { query, appSecret: deps.appSecret })),
  );
  api.get(
    '/:version{v\\d+\\.\\d+}/me/accounts',
    at('accounts', ({ grant }) => listAccounts(world, people, grant)),
  );
  api.get(
    '/:version{v\\d+\\.\\d+}/debug_token',
    at('inspect_token', ({ query }) => inspectToken(people, query, deps.appId)),
  );
  api.on(
    ['GET', 'POST'],
    '/:version{v\\d+\\.\\d+}/:id/subscriptions',
    at('app_subscriptions', (asked) => {
      if (asked.objectId !== deps.appId) throw notFound(asked.objectId);
      return subscribeApp(world, asked);
    }),
  );
  api.on(
    ['GET', 'POST', 'DELETE'],
    '/:version{v\\d+\\.\\d+}/:id/subscribed_apps',
    at('subscribed_apps', ({ pageId, method, query, body }) => {
      const fields = query['subscribed_fields'] ?? body['subscribed_fields'];
      const { unknownFields } = answersOf(deps.answers, pageId);
      const asked = {
        pageId,
        method,
        fields: typeof fields === 'string' ? fields : undefined,
        appId: deps.appId,
        unknownFields,
      };
      return changeSubscription(world, asked);
    }),
  );
  api.get(
    '/:version{v\\d+\\.\\d+}/:id',
    at('read', ({ pageId, objectId }) => readObject(world, pageId, objectId)),
  );
  api.all('*', (c) => c.json(toErrorBody(new GraphError(2_500, `Unknown path components: ${c.req.path}`)), 400));
  return api;
}

/** Runs one call, keeps it in the history whatever comes of it, and answers a refusal with HTTP 400. */
function serveCall(deps: GraphApiDeps, kind: CallKind, work: (asked: Asked) => object | Promise<object>): Handler {
  return async function serveGraphCall(c) {
    const atMs = deps.world.now();
    const note: CallNote = { kind, commentId: null, psid: null, text: null };
    let pageId: string | null = null;
    try {
      const grant = readGrant(c, deps, kind);
      pageId = grant.pageId ?? grant.pageIds[0] ?? '';
      const usage = deps.world.pages.get(pageId)?.usagePercent ?? 0;
      if (usage > 0) c.header('x-app-usage', JSON.stringify({ call_count: usage, total_time: 0, total_cputime: 0 }));
      const answers = answersOf(deps.answers, pageId);
      for (const [name, value] of Object.entries(answers.headers)) c.header(name, value);
      const asked = { grant, pageId, objectId: c.req.param('id') ?? '', query: c.req.query(), method: c.req.method };
      const body = await readBody(c);
      const refusal = takeRefusal(answers, { kind, body });
      if (refusal && !refusal.isDone) throw refusal.error;
      const result = await work({ ...asked, body, note });
      const id = 'id' in result ? result.id : 'message_id' in result ? result.message_id : null;
      recordCall(deps.history, {
        ...cut(note),
        atMs,
        pageId,
        outcome: 'accepted',
        id: typeof id === 'string' ? id : null,
        code: null,
        subcode: null,
      });
      if (answers.hasEchoes && note.psid && 'message_id' in result) {
        const { metadata } = (body['message'] ?? {}) as { metadata?: string };
        deps.onMessage({ pageId, psid: note.psid, id: String(result.message_id), text: note.text ?? '', metadata });
      }
      return refusal ? c.text('Gateway Timeout', 504) : c.json(result);
    } catch (error) {
      if (!(error instanceof GraphError)) throw error;
      const { code, subcode = null } = error;
      recordCall(deps.history, { ...cut(note), atMs, pageId, outcome: 'refused', id: null, code, subcode });
      return c.json(toErrorBody(error), 400);
    }
  };
}

/** Source: Messenger Platform, utility messages: the permission is asked for by this name. */
function requireUtility({ scopes }: Grant): void {
  if (!scopes.includes('pages_utility_messaging'))
    throw new GraphError(200, '(#200) Requires pages_utility_messaging permission to manage the object');
}

function cut(note: CallNote): CallNote {
  return { ...note, text: note.text?.slice(0, 300) ?? null };
}

/**
 * What the token stands for. `appsecret_proof` is checked when it is sent (Graph API, securing requests).
 * @throws GraphError 190 for a token that is none of ours, or of another kind than the call needs.
 */
function readGrant(c: Context, { people, appId, appSecret }: GraphApiDeps, kind: CallKind): Grant {
  const token =
    /^Bearer (.+)$/.exec(c.req.header('authorization') ?? '')?.[1] ??
    c.req.query('access_token') ??
    c.req.query('fb_exchange_token') ??
    '';
  const isApp = token === `${appId}|${appSecret}`;
  const grant = isApp ? APP : findGrant(people, token);
  const wanted = OF_APP.includes(kind) ? 'app' : OF_PEOPLE.includes(kind) ? 'person' : 'page';
  const is = isApp ? 'app' : grant?.pageId === undefined ? 'person' : 'page';
  if (!grant || is !== wanted) throw new GraphError(190, 'Error validating access token: the token is invalid.', 467);
  const proof = c.req.query('appsecret_proof');
  const expected = createHmac('sha256', appSecret).update(token).digest('hex');
  if (proof !== undefined && proof !== expected) {
    throw new GraphError(100, 'Invalid appsecret_proof provided in the API argument');
  }
  return grant;
}

async function readBody(c: Context): Promise<Record<string, unknown>> {
  const text = c.req.method === 'POST' ? await c.req.text() : '';
  if (text === '') return {};
  if (c.req.header('content-type')?.startsWith('application/x-www-form-urlencoded')) {
    return Object.fromEntries(new URLSearchParams(text));
  }
  try {
    const body: unknown = JSON.parse(text);
    if (typeof body === 'object' && body !== null) return body as Record<string, unknown>;
  } catch {}
  throw new GraphError(100, '(#100) The body is no JSON object.');
}

function listLives(world: World, { pageId, objectId }: Asked): object {
  if (objectId !== pageId && objectId !== 'me') throw notFound(objectId);
  return { data: [toLive(world, pageId)] };
}

/** The Page itself, or one of its lives. */
function readObject(world: World, pageId: string, objectId: string): object {
  const page = findPage(world, pageId);
  if (objectId === pageId || objectId === 'me') return { id: page.id, name: page.name };
  if (findPageOfLive(world, objectId)?.id !== pageId) throw notFound(objectId);
  return { ...toLive(world, pageId), id: objectId };
}

function toLive(world: World, pageId: string) {
  const page = findPage(world, pageId);
  const [, number = ''] = page.postId.split('_');
  return { id: page.liveId, status: page.status, title: page.name, video: { id: number }, post_id: page.postId };
}
