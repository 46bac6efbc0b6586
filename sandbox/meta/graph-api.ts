import { createHmac } from 'node:crypto';
import { type Context, type Handler, Hono } from 'hono';
import { type AnswerBook, answersOf, takeRefusal } from './answers.ts';
import { GraphError, notFound, toErrorBody } from './graph-error.ts';
import { type CallKind, type History, recordCall } from './history.ts';
import { exchangeToken, listAccounts, pageIdOf } from './oauth.ts';
import { listComments, replyPublicly } from './replies.ts';
import { type CallNote, changeSubscription, sendMessage } from './send.ts';
import type { PageMessage } from './webhooks.ts';
import { findPage, type World } from './world.ts';

export type GraphApiDeps = {
  readonly world: World;
  readonly history: History;
  readonly answers: AnswerBook;
  readonly appSecret: string;
  /** Hears of every message that the Page has put into a chat. */
  readonly onMessage: (message: PageMessage) => void;
};

type Asked = {
  readonly pageId: string;
  readonly objectId: string;
  readonly query: Readonly<Record<string, string>>;
  readonly method: string;
  readonly body: Readonly<Record<string, unknown>>;
  readonly note: CallNote;
};

/** The part of the Graph API that we call, with Meta's rules and refusals. The token of a Page is `sandbox-token-<pageId>`, that of its owner `sandbox-user-token-<pageId>`. */
export function createGraphApi(deps: GraphApiDeps): Hono {
  const { world } = deps;
  const api = new Hono();
  const at = (kind: CallKind, work: (asked: Asked) => object) => serveCall(deps, kind, work);
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
    at('send', (asked) => sendMessage(world, asked)),
  );
  api.get(
    '/:version{v\\d+\\.\\d+}/:id/message_templates',
    at('message_templates', ({ pageId }) => ({
      data: answersOf(deps.answers, pageId).templates.map((template) => {
        const [name, language] = template.split('/');
        return { name, language, status: 'APPROVED', category: 'UTILITY' };
      }),
    })),
  );
  api.get(
    '/:version{v\\d+\\.\\d+}/:id/live_videos',
    at('live_videos', (asked) => listLives(world, asked)),
  );
  api.get(
    '/:version{v\\d+\\.\\d+}/oauth/access_token',
    at('exchange_token', ({ pageId, query }) => exchangeToken({ pageId, query, appSecret: deps.appSecret })),
  );
  api.get(
    '/:version{v\\d+\\.\\d+}/me/accounts',
    at('accounts', ({ pageId }) => listAccounts(world, pageId)),
  );
  api.on(
    ['GET', 'POST', 'DELETE'],
    '/:version{v\\d+\\.\\d+}/:id/subscribed_apps',
    at('subscribed_apps', ({ pageId, method, query, body }) => {
      const fields = query['subscribed_fields'] ?? body['subscribed_fields'];
      return changeSubscription(world, { pageId, method, fields: typeof fields === 'string' ? fields : undefined });
    }),
  );
  api.all('*', (c) => c.json(toErrorBody(new GraphError(2_500, `Unknown path components: ${c.req.path}`)), 400));
  return api;
}

/** Runs one call, keeps it in the history whatever comes of it, and answers a refusal with HTTP 400. */
function serveCall(deps: GraphApiDeps, kind: CallKind, work: (asked: Asked) => object): Handler {
  return async function serveGraphCall(c) {
    const atMs = deps.world.now();
    const note: CallNote = { kind, commentId: null, psid: null, text: null };
    let pageId: string | null = null;
    try {
      pageId = readPageId(c, deps.appSecret, kind);
      const asked = { pageId, objectId: c.req.param('id') ?? '', query: c.req.query(), method: c.req.method };
      const answers = answersOf(deps.answers, pageId);
      for (const [name, value] of Object.entries(answers.headers)) c.header(name, value);
      const body = await readBody(c);
      const refusal = takeRefusal(answers, { kind, body });
      if (refusal && !refusal.isDone) throw refusal.error;
      const result = work({ ...asked, body, note });
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

function cut(note: CallNote): CallNote {
  return { ...note, text: note.text?.slice(0, 300) ?? null };
}

/**
 * The Page of the token. `appsecret_proof` is checked when it is sent (Graph API, securing requests).
 * @throws GraphError 190 for a token that is none of ours.
 */
function readPageId(c: Context, appSecret: string, kind: CallKind): string {
  const token =
    /^Bearer (.+)$/.exec(c.req.header('authorization') ?? '')?.[1] ??
    c.req.query('access_token') ??
    c.req.query('fb_exchange_token') ??
    '';
  const pageId = pageIdOf(token, kind === 'exchange_token' || kind === 'accounts' ? 'user' : 'page');
  if (!pageId) throw new GraphError(190, 'Error validating access token: the token is invalid.', 467);
  const proof = c.req.query('appsecret_proof');
  const expected = createHmac('sha256', appSecret).update(token).digest('hex');
  if (proof !== undefined && proof !== expected) {
    throw new GraphError(100, 'Invalid appsecret_proof provided in the API argument');
  }
  return pageId;
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
  const page = findPage(world, pageId);
  const [, number = ''] = page.postId.split('_');
  const live = { id: page.liveId, status: 'LIVE', title: page.name, video: { id: number }, post_id: page.postId };
  return { data: [live] };
}
