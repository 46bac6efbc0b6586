import { once } from 'node:events';
import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { type ExecutionArgs, GraphQLError } from 'graphql';
import { type Context, handleProtocols, makeServer, type SubscribePayload } from 'graphql-ws';
import type { Logger } from 'pino';
import { type WebSocket, WebSocketServer } from 'ws';
import { type CallLimit, type Counted, keyIn, tooOften } from '../auth/count-call.ts';
import type { Caller, FindCaller } from '../auth/find-caller.ts';
import type { PersistedOperations } from './persisted-operations.ts';
import { type Enveloped, type GetEnveloped, type OperationParams, prepareOperation } from './prepare-operation.ts';

/** What belongs to one socket. `credential` is what its person showed when it opened. */
export type SocketExtra = {
  readonly request: IncomingMessage;
  readonly address: string;
  readonly close: (code: number, reason: string) => void;
  credential: Headers;
  caller: Caller | null;
};

export type SocketDeps = {
  readonly log: Logger;
  readonly findCaller: FindCaller;
  /** Counts an operation as one call. */
  readonly countCall: (counted: Counted) => Promise<CallLimit | null>;
  readonly getEnveloped: GetEnveloped;
  readonly operations: PersistedOperations;
  readonly maskError: (error: unknown) => Error;
};
export type SocketOptions = {
  readonly server: Server;
  readonly path: string;
  /** Origin of our own pages: the only one whose cookies count. */
  readonly ownOrigin: string;
  /** Origins of partners' pages, which authorize with a token. */
  readonly otherOrigins: readonly string[];
  readonly recheckEveryMs: number;
  /** Sockets that one person, and one address, may hold open at this process. */
  readonly perPerson: number;
  readonly perAddress: number;
  readonly addressOf: (request: IncomingMessage) => string;
};

type Params = Record<string, unknown> | undefined;
type Ctx = Context<Params, SocketExtra>;
type Args = ExecutionArgs & { readonly rootValue: Pick<Enveloped, 'execute' | 'subscribe'> };

const PAYLOAD_MAX_BYTES = 64 * 1024;
const OPERATIONS_MAX = 20;
const PING_EVERY_MS = 12_000;
const CLOSE_WITHIN_MS = 1_000;
const TIMER_MAX_MS = 2 ** 31 - 1;

/**
 * graphql-ws on the server of the HTTP API, through the same pipeline. Pages may connect from the listed origins; a
 * client without Origin is no browser and needs a token, in the header or in `connectionParams.authorization`. A socket
 * ends with 4403 when its credential does.
 */
export function serveSockets(deps: SocketDeps, options: SocketOptions): { close(): Promise<void> } {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: PAYLOAD_MAX_BYTES, handleProtocols });
  const extras = new Map<WebSocket, SocketExtra>();
  const protocol = makeServer<Params, SocketExtra>({
    onConnect: (ctx) => authenticate(deps, options, ctx, extras),
    onSubscribe: (ctx, _id, payload) => prepare(deps, ctx, payload),
    execute: (args) => (args as Args).rootValue.execute(args),
    subscribe: (args) => (args as Args).rootValue.subscribe(args),
  });
  const onUpgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const address = options.addressOf(request);
    const refusal = refusalOf(options, request) ?? crowdRefusal(options, extras, address);
    if (refusal) return void socket.end(`HTTP/1.1 ${refusal}\r\nConnection: close\r\n\r\n`);
    sockets.handleUpgrade(request, socket, head, (webSocket) => {
      const close = (code: number, reason: string) => webSocket.close(code, reason);
      const extra: SocketExtra = { request, address, close, credential: new Headers(), caller: null };
      extras.set(webSocket, extra);
      webSocket.once('close', () => extras.delete(webSocket));
      converse(deps, webSocket, (adapter) => protocol.opened(adapter, extra));
    });
  };
  options.server.on('upgrade', onUpgrade);
  const recheck = setInterval(() => void closeUncredited(deps, extras.values()), options.recheckEveryMs);
  return {
    async close() {
      clearInterval(recheck);
      options.server.off('upgrade', onUpgrade);
      const closed = [...extras.keys()].map((socket) => once(socket, 'close'));
      for (const socket of extras.keys()) socket.close(1001, 'Going away');
      const late = setTimeout(() => extras.forEach((_, socket) => void socket.terminate()), CLOSE_WITHIN_MS);
      await Promise.all(closed);
      clearTimeout(late);
      sockets.close();
    },
  };
}

/** The status line of a refusal, or null when the client may connect. */
function refusalOf(options: SocketOptions, request: IncomingMessage): string | null {
  if (request.url?.split('?')[0] !== options.path) return '404 Not Found';
  const { origin } = request.headers;
  const isAllowed = origin === undefined || origin === options.ownOrigin || options.otherOrigins.includes(origin);
  return isAllowed ? null : '403 Forbidden';
}

function crowdRefusal(
  options: SocketOptions,
  extras: ReadonlyMap<WebSocket, SocketExtra>,
  address: string,
): string | null {
  const count = [...extras.values()].filter((extra) => extra.address === address).length;
  return count < options.perAddress ? null : '429 Too Many Requests';
}

/** Finds the person behind a socket; false closes it with 4403, and 4429 says that they hold too many already. */
async function authenticate(
  deps: SocketDeps,
  options: SocketOptions,
  ctx: Ctx,
  extras: ReadonlyMap<WebSocket, SocketExtra>,
): Promise<boolean> {
  const { extra } = ctx;
  const { origin, cookie, authorization = ctx.connectionParams?.['authorization'] } = extra.request.headers;
  if (typeof authorization === 'string') extra.credential.set('authorization', authorization);
  else if (cookie && origin === options.ownOrigin) extra.credential.set('cookie', cookie);
  extra.caller = await deps.findCaller(extra.credential);
  if (!extra.caller) return false;
  const { sellerId } = extra.caller;
  if ([...extras.values()].filter(({ caller }) => caller?.sellerId === sellerId).length > options.perPerson) {
    extra.close(4429, 'Too many sockets of this person');
    return true;
  }
  const leftMs = extra.caller.expiresAtMs - Date.now() + 10;
  if (leftMs < TIMER_MAX_MS) setTimeout(() => void closeUncredited(deps, [extra]), leftMs).unref();
  return true;
}

/** Closes the sockets whose session was ended or whose token expired. */
async function closeUncredited(deps: SocketDeps, extras: Iterable<SocketExtra>): Promise<void> {
  for (const extra of [...extras].filter((candidate) => candidate.caller)) {
    try {
      extra.caller = await deps.findCaller(extra.credential);
      if (!extra.caller) extra.close(4403, 'The session or token has ended');
    } catch (error) {
      deps.log.warn({ err: error }, 'A session could not be looked up; it is asked again in a moment');
    }
  }
}

/** Turns a message into what is executed, through the pipeline of the HTTP API; errors go back to the client. */
async function prepare(
  deps: SocketDeps,
  ctx: Ctx,
  payload: SubscribePayload,
): Promise<ExecutionArgs | readonly GraphQLError[]> {
  if (Object.keys(ctx.subscriptions).length > OPERATIONS_MAX) {
    return [new GraphQLError(`A socket carries up to ${OPERATIONS_MAX} operations at once. End one, or open another.`)];
  }
  const { credential, address, caller } = ctx.extra;
  const key = keyIn(credential.get('authorization'));
  const limit = await deps.countCall({ key, sellerId: caller?.sellerId ?? null, address });
  if (limit && limit.retryAfterMs > 0)
    return [new GraphQLError(tooOften(limit), { extensions: { code: 'RATE_LIMITED' } })];
  ctx.extra.caller = await deps.findCaller(credential);
  const params = resolve(deps, ctx, payload);
  if (params instanceof GraphQLError) return [params];
  const enveloped = deps.getEnveloped({ extra: ctx.extra, params });
  const args = await prepareOperation(enveloped, params, deps.maskError);
  if (!('document' in args)) return args;
  return { ...args, rootValue: { execute: enveloped.execute, subscribe: enveloped.subscribe } };
}

// The protocol demands a text: an empty one stands for the id in `extensions`.
function resolve(deps: SocketDeps, { extra }: Ctx, payload: SubscribePayload): OperationParams | GraphQLError {
  try {
    return deps.operations.resolve(payload, extra.credential.get('authorization'));
  } catch (error) {
    if (error instanceof GraphQLError) return error;
    throw error;
  }
}

type Adapter = Parameters<ReturnType<typeof makeServer<Params, SocketExtra>>['opened']>[0];

/** Ties a socket to the protocol. One that does not answer a ping before the next is cut off. */
function converse(
  deps: SocketDeps,
  socket: WebSocket,
  opened: (adapter: Adapter) => (code?: number, reason?: string) => Promise<void>,
) {
  let isAlive = true;
  const ping = setInterval(() => {
    if (!isAlive) return socket.terminate();
    isAlive = false;
    socket.ping();
  }, PING_EVERY_MS);
  socket.on('pong', () => {
    isAlive = true;
  });
  const closed = opened({
    protocol: socket.protocol,
    send: (data) =>
      new Promise((resolve, reject) => {
        if (socket.readyState !== socket.OPEN) return resolve();
        socket.send(data, (error) => (error ? reject(error) : resolve()));
      }),
    close: (code, reason) => socket.close(code, reason),
    onMessage: (receive) =>
      socket.on('message', (message) => {
        receive(String(message)).catch((error: unknown) => {
          deps.log.warn({ err: error }, 'A message of a socket could not be handled');
          socket.close(4500, 'Internal server error');
        });
      }),
  });
  // Broken frames and too long messages: the library closes the socket with a code of its own.
  socket.on('error', (error) => deps.log.debug({ err: error }, 'A socket broke off'));
  socket.once('close', (code, reason) => {
    clearInterval(ping);
    closed(code, String(reason)).catch((error: unknown) =>
      deps.log.warn({ err: error }, 'A socket did not close well'),
    );
  });
}
