import type { IncomingHttpHeaders, Server } from 'node:http';
import { useCSRFPrevention as preventCsrf } from '@graphql-yoga/plugin-csrf-prevention';
import { renderGraphiQL } from '@graphql-yoga/render-graphiql';
import { _createLRUCache, createYoga } from 'graphql-yoga';
import type { Context, MiddlewareHandler } from 'hono';
import { newestPosition } from '../../domain/live/read-log.ts';
import { streamKey } from '../../events/streams.ts';
import { buildSchema } from '../../resolvers/build-schema.ts';
import type { ApiContext } from '../../schema/api-context.ts';
import { countCall } from '../auth/count-call.ts';
import type { Caller } from '../auth/find-caller.ts';
import { clientAddress } from '../client-address.ts';
import type { HttpApp, HttpEnv } from '../http-app.ts';
import { answerJson, isPlainJson } from './answer-json.ts';
import { checkKeyScopes } from './check-key-scopes.ts';
import { createFeedHub, type FeedHub } from './feed-hub.ts';
import { harden } from './harden.ts';
import { createMaskError } from './mask-error.ts';
import { createPersistedOperations } from './persisted-operations.ts';
import type { GetEnveloped } from './prepare-operation.ts';
import { type SocketExtra, serveSockets } from './serve-sockets.ts';

export type Graphql = {
  /** POST: answers what nearly all requests are, by the shortest way; leaves the others to `handle`. */
  readonly answer: MiddlewareHandler<HttpEnv>;
  /** Everything else of GraphQL over HTTP: GET, GraphiQL, subscriptions as server-sent events. */
  handle(c: Context): Promise<Response>;
  attachWebSocket(server: Server): { close(): Promise<void> };
  readonly feed: FeedHub;
};

/** Long enough for every page of the dashboard. */
const TOKENS_MAX = 2_000;
const DOCUMENTS_CACHED = 200;
// docs/decisions/0065-no-uploads.md
const NO_FILES = {
  errors: [
    {
      message:
        'No files are taken here. Send JSON with content-type application/json; a picture is told by its address.',
      extensions: { code: 'UNSUPPORTED_MEDIA_TYPE' },
    },
  ],
};
const QUEUE_MAX = 1_000;
const RECHECK_EVERY_MS = 30_000;
/** How soon a socket ends after its session did. */
const RECHECK_SESSIONS_EVERY_MS = 2_000;

/** What comes with an operation, by the way it came: our own HTTP, Yoga's, or a socket. */
type Initial = {
  readonly params: { readonly query?: string | undefined };
  readonly headers?: IncomingHttpHeaders;
  readonly request?: Request;
  readonly extra?: SocketExtra;
  /** Who is calling, where the door has looked it up already. */
  readonly caller?: Caller | null;
};

/**
 * The GraphQL API over HTTP and graphql-ws, one pipeline for both: limits, masking, context.
 *
 * Over HTTP a body must be `application/json`; anything that a browser sends without asking first (GET, forms) needs
 * the header `x-graphql-csrf` or `authorization`. Cookies are read for pages of BASE_URL only.
 */
export function createGraphql(app: HttpApp): Graphql {
  const { env, limits } = app.config;
  const feed = createFeedHub(app, {
    stream: streamKey(app.keyPrefix, 'events'),
    queueMax: QUEUE_MAX,
    recheckEveryMs: RECHECK_EVERY_MS,
  });
  const maskError = createMaskError(app.log);
  const operations = createPersistedOperations({
    file: 'dashboard/dist/operations.json',
    isDemanded: limits.graphql.persistedOnly,
  });
  const yoga = createYoga<Record<string, unknown>, ApiContext>({
    schema: buildSchema(),
    context: (initial) => contextOf(app, feed, initial as unknown as Initial),
    graphiql: limits.debug ? { title: 'LiveStreamSell AI', subscriptionsProtocol: 'WS' } : false,
    renderGraphiQL,
    landingPage: false,
    batching: false,
    multipart: false,
    maxRequestBodySize: limits.limits.bodyBytes,
    // The server around it sends the CORS headers.
    cors: false,
    maskedErrors: { maskError },
    logging: loggingTo(app),
    parserAndValidationCache: { documentCache: cache(), errorCache: cache() },
    plugins: [
      preventCsrf({ requestHeaders: ['x-graphql-csrf', 'authorization'] }),
      harden({
        tokensMax: TOKENS_MAX,
        operationTimeoutMs: limits.graphql.operationTimeoutMs,
        isSchemaOpen: limits.debug,
      }),
      checkKeyScopes,
      operations.plugin,
    ],
  });
  const pipeline = { getEnveloped: yoga.getEnveloped as GetEnveloped, maskError, operations };
  const json = { ...pipeline, maxBodyBytes: limits.limits.bodyBytes, corsOrigins: env.CORS_ORIGINS };
  return {
    feed,
    answer: async (c, next) => {
      if (isPlainJson(c)) return answerJson(json, c);
      return /^multipart\//i.test(c.req.header('content-type') ?? '') ? c.json(NO_FILES, 415) : next();
    },
    handle: async (c) => yoga.fetch(c.req.raw),
    attachWebSocket(server) {
      const sockets = serveSockets(
        { ...pipeline, log: app.log, findCaller: app.findCaller, countCall: (counted) => countCall(app, counted) },
        {
          server,
          path: '/graphql',
          ownOrigin: new URL(env.BASE_URL).origin,
          otherOrigins: env.CORS_ORIGINS,
          recheckEveryMs: RECHECK_SESSIONS_EVERY_MS,
          ...limits.sockets,
          addressOf: (request) => clientAddress(request, env.TRUSTED_PROXY_HOPS),
        },
      );
      return {
        async close() {
          await sockets.close();
          await feed.close();
        },
      };
    },
  };
}

async function contextOf(app: HttpApp, feed: FeedHub, initial: Initial): Promise<ApiContext> {
  const caller = await callerOf(app, initial);
  const isSecondFactorDue = async () => caller !== null && app.isSecondFactorDue(caller);
  const walled = { ...app, ...app.wall.as(caller?.sellerId ?? null) };
  const closeSocket = initial.extra?.close ?? null;
  const context = { app: walled, beyondWall: app, feed, caller, isSecondFactorDue, closeSocket };
  // Read before any list of the operation, so that nothing falls between the lists and the feed.
  if (!caller || !initial.params.query?.includes('feedCursor')) return context;
  return { ...context, feedCursor: String(await newestPosition(app.pool)) };
}

function callerOf(app: HttpApp, initial: Initial): Promise<Caller | null> | Caller | null {
  if (initial.extra) return initial.extra.caller;
  return initial.caller === undefined ? app.findCaller(credentialOf(initial)) : initial.caller;
}

function credentialOf({ headers, request }: Initial): Headers {
  if (!headers) return request?.headers ?? new Headers();
  const { authorization, cookie } = headers;
  return new Headers({ ...(authorization ? { authorization } : {}), ...(cookie ? { cookie } : {}) });
}

function cache<Value extends object>() {
  return _createLRUCache<Value>({ max: DOCUMENTS_CACHED });
}

// Errors of operations are logged where they are masked; the rest of what Yoga says goes to the log of the process.
function loggingTo({ log }: Pick<HttpApp, 'log'>) {
  const say =
    (level: 'debug' | 'warn') =>
    (...words: unknown[]) =>
      log[level]({ yoga: words.map(String).join(' ') });
  return { debug: () => undefined, info: say('debug'), warn: say('warn'), error: say('debug') };
}
