import { once } from 'node:events';
import { createServer } from 'node:http';
import { type App, compose } from '../compose.ts';
import { readEnvironment } from '../config/environment.ts';
import { messagesOf, type QueuedDelivery } from '../domain/partners/plan-deliveries.ts';
import { shardedStream } from '../events/streams.ts';
import { untilAskedToEnd } from '../platform/run-until-signal.ts';
import { publishAgain } from '../redis-streams-lite/parked.ts';
import { publishSharded } from '../redis-streams-lite/publish.ts';
import { createHttp } from './app.ts';
import { createIdentity } from './auth/create-identity.ts';
import { createGraphql } from './graphql/create-graphql.ts';
import type { HttpApp } from './http-app.ts';

const queueDeliveries = async (app: App<'http'>, deliveries: readonly QueuedDelivery[]): Promise<void> => {
  await publishSharded(app.redis, { ...shardedStream(app, 'partnerDeliveries'), messages: messagesOf(deliveries) });
};

export type RunningHttp = { readonly url: string; close(): Promise<void> };

const HEADER_BYTES_MAX = 16_384;
const REQUESTS_PER_SOCKET_MAX = 10_000;
const HEADERS_MAX = 100;
const CONNECTIONS_MAX = 20_000;

/** Listens on HOST:PORT with every door open; `close` lets requests in hand finish. */
export async function startHttp(base: App<'http'>): Promise<RunningHttp> {
  const { env, limits } = base.config;
  const app: HttpApp = {
    ...base,
    ...createIdentity(base),
    publishAgain: (input) => publishAgain(base.redis, input),
    queueDeliveries: (deliveries) => queueDeliveries(base, deliveries),
  };
  const graphql = createGraphql(app);
  const { requestMs, headersMs, idleMs, checkEveryMs } = limits.connections;
  const options = {
    requestTimeout: requestMs,
    headersTimeout: headersMs,
    keepAliveTimeout: idleMs,
    connectionsCheckingInterval: checkEveryMs,
    maxHeaderSize: HEADER_BYTES_MAX,
  };
  const server = createServer(options, createHttp(app, graphql));
  server.maxRequestsPerSocket = REQUESTS_PER_SOCKET_MAX;
  server.maxHeadersCount = HEADERS_MAX;
  server.maxConnections = CONNECTIONS_MAX;
  const sockets = graphql.attachWebSocket(server);
  server.listen(env.PORT, env.HOST);
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : env.PORT;
  return {
    url: `http://${env.HOST}:${port}`,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      await sockets.close();
      server.closeIdleConnections();
      setTimeout(() => server.closeAllConnections(), 2_000).unref();
      await closed;
    },
  };
}

if (import.meta.main) {
  await using app = await compose({ role: 'http', env: readEnvironment(), directory: 'config' });
  const http = await startHttp(app);
  app.log.info({ url: http.url }, 'The server is ready');
  app.log.info({ reason: await untilAskedToEnd() }, 'The server closes');
  await http.close();
}
