import type { Redis } from 'ioredis';
import type pg from 'pg';
import type { DestinationStream, Logger } from 'pino';
import { embeddingsOf, providersOf } from './config/llm-providers.ts';
import { type Config, loadConfig, type Role, secretsOf } from './config/load-config.ts';
import type { MailSender } from './domain/identity/mail-sender.ts';
import type { MetaPages } from './domain/identity/meta-pages.ts';
import type { MetaTokens } from './domain/identity/meta-tokens.ts';
import { createEmbedder, type Embedder } from './domain/intent/model/embedding-provider.ts';
import { createSeats, type ModelSeat } from './domain/intent/model/provider.ts';
import type { LiveReader } from './domain/live/live-reader.ts';
import type { MetaGraph, PageUsage } from './domain/messaging/graph.ts';
import { createUsageKeeper } from './domain/messaging/page-usage.ts';
import type { MetaTemplates } from './domain/messaging/templates/meta-templates.ts';
import type { GatewayCredentials, PaymentGateway } from './domain/payments/gateway.ts';
import type { PrismaClient } from './generated/prisma/client.ts';
import { createProviders } from './integrations/llm/create-providers.ts';
import { createEmbeddingProvider } from './integrations/llm/embedding-provider.ts';
import { createMailSender } from './integrations/mail/client.ts';
import { createMetaGraph } from './integrations/meta/graph-client.ts';
import { createLiveReader } from './integrations/meta/live-client.ts';
import { createMetaPages } from './integrations/meta/pages-client.ts';
import { createMetaTemplates } from './integrations/meta/template-client.ts';
import { createMetaTokens } from './integrations/meta/token-client.ts';
import { createMercadoPago } from './integrations/payments/mercadopago/client.ts';
import { createPool, createPrisma } from './platform/db/pool.ts';
import { createStoreWall, type StoreWall } from './platform/db/store-wall.ts';
import { createLogger } from './platform/logs/logger.ts';
import { createMetrics, type Metrics } from './platform/metrics/metrics.ts';
import { type Circuits, createCircuits } from './platform/net/circuits.ts';
import { createBlockingRedis, createCommandRedis } from './platform/redis/clients.ts';
import { createMasterKeys } from './platform/vault/master-keys.ts';
import { createVault, type Vault } from './platform/vault/vault.ts';

/** Everything a process works with. Rules take what they need of it, never the whole. */
export type App<R extends Role = Role> = {
  readonly config: Config<R>;
  readonly log: Logger;
  readonly metrics: Metrics;
  /** Every store's rows: for steps and doors that serve all of them, never for the requests of people. */
  readonly pool: pg.Pool;
  readonly db: PrismaClient;
  /** The same database as one person may see it. */
  readonly wall: StoreWall;
  readonly redis: Redis;
  readonly createBlockingRedis: () => Redis;
  readonly keyPrefix: string;
  readonly vault: Vault;
  /** Guards of the vendors, and how it stands with them. */
  readonly circuits: Circuits;
  readonly graph: MetaGraph;
  readonly lives: LiveReader;
  readonly metaPages: MetaPages;
  readonly metaTemplates: MetaTemplates;
  /** Null where the app's id or secret is not known. */
  readonly metaTokens: MetaTokens | null;
  /** Language models in the order in which they are asked; none where no key is known. */
  readonly models: readonly ModelSeat[];
  /** Null where no provider of embeddings is chosen, or the role asks no models. */
  readonly embedder: Embedder | null;
  /** Null where the role sends no mail, or there is no key. */
  readonly mail: MailSender | null;
  readonly gateways: Readonly<Record<string, PaymentGateway>>;
  /** Credentials of the installation, for stores without their own. */
  readonly installationCredentials: Readonly<Record<string, GatewayCredentials | undefined>>;
  [Symbol.asyncDispose](): Promise<void>;
};

/** The only place that builds clients. Settings are checked first; nothing is open when they do not fit. */
export async function compose<R extends Role>(input: {
  readonly role: R;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly directory: string;
  /** Where log lines go instead of standard output. */
  readonly logTo?: DestinationStream;
}): Promise<App<R>> {
  const config = loadConfig(input);
  const { env, limits } = config;
  const log = createLogger({ level: limits.logLevel, role: input.role, secrets: secretsOf(config) }, input.logTo);
  const onRedisError = (error: Error) => log.warn({ err: error }, 'Redis connection trouble');
  const redis = createCommandRedis({ url: env.REDIS_URL, onError: onRedisError });
  const connections = {
    url: env.DATABASE_URL,
    maxConnections: limits.database.maxConnections,
    onError: (error: Error) => log.warn({ err: error }, 'PostgreSQL connection trouble'),
  };
  const pool = createPool(connections);
  const db = createPrisma(pool);
  const wall = createStoreWall(connections);
  await redis.connect().catch(onRedisError);
  const metrics = createMetrics(input.role);
  const circuits = createCircuits({
    redis,
    key: `${env.REDIS_KEY_PREFIX}circuits`,
    role: input.role,
    gauge: metrics.circuit,
    onChange: (change) => log.warn(change, 'The circuit of a vendor changed'),
    onError: onRedisError,
  });
  const { FB_APP_ID, FB_APP_SECRET } = env as { FB_APP_ID?: string; FB_APP_SECRET?: string };
  const meta = {
    baseUrl: env.META_GRAPH_URL,
    version: env.META_GRAPH_VERSION,
    appSecret: FB_APP_SECRET ?? null,
    timeoutMs: limits.vendors.timeoutMs,
    breaker: circuits.guard('facebook'),
  };
  const mercadopago = createMercadoPago({
    baseUrl: env.MERCADOPAGO_API_URL,
    timeoutMs: limits.vendors.timeoutMs,
    breaker: circuits.guard('mercadopago'),
  });
  const keepUsage = createUsageKeeper({ redis, keyPrefix: env.REDIS_KEY_PREFIX });
  const onUsage = (usage: PageUsage) =>
    void keepUsage(usage).catch((err) => log.warn({ err }, 'The usage of a Page was not kept'));
  const installationToken = env.MERCADOPAGO_ACCESS_TOKEN;
  return {
    config,
    log,
    metrics,
    pool,
    db,
    wall,
    redis,
    createBlockingRedis: () => createBlockingRedis({ url: env.REDIS_URL, onError: onRedisError }),
    keyPrefix: env.REDIS_KEY_PREFIX,
    vault: createVault({
      pool,
      masterKeys: createMasterKeys([env.ENCRYPTION_KEY_AES256, ...env.ENCRYPTION_KEYS_PREVIOUS]),
    }),
    circuits,
    graph: createMetaGraph({ ...meta, onUsage }),
    lives: createLiveReader(meta),
    metaPages: createMetaPages(meta, FB_APP_ID ?? null),
    metaTemplates: createMetaTemplates({ ...meta, onUsage }),
    metaTokens: FB_APP_ID && FB_APP_SECRET ? createMetaTokens(meta, { id: FB_APP_ID, secret: FB_APP_SECRET }) : null,
    models: createSeats(
      createProviders({ ...limits.ai, providers: 'LLM_PROVIDERS' in env ? providersOf(env) : [] }),
      metrics.circuit,
    ),
    embedder: embedderOf(config, metrics),
    mail: mailSenderOf(config),
    gateways: { mercadopago },
    installationCredentials: {
      mercadopago: installationToken === undefined ? undefined : { accessToken: installationToken },
    },
    async [Symbol.asyncDispose]() {
      await circuits.close();
      await wall.close();
      await db.$disconnect();
      await pool.end();
      redis.disconnect();
    },
  };
}

function embedderOf({ env, limits }: Config, metrics: Metrics): Embedder | null {
  const settings = 'EMBEDDING_PROVIDER' in env ? embeddingsOf(env) : null;
  if (!settings) return null;
  const timeoutMs = limits.ai.embeddings.fillTimeoutMs;
  return createEmbedder(createEmbeddingProvider({ ...settings, timeoutMs }), metrics.circuit);
}

function mailSenderOf({ env, limits }: Config): MailSender | null {
  if (!('MAIL_API_URL' in env) || env.MAIL_API_KEY === undefined) return null;
  return createMailSender({
    baseUrl: env.MAIL_API_URL,
    apiKey: env.MAIL_API_KEY,
    from: env.MAIL_FROM,
    timeoutMs: limits.vendors.timeoutMs,
  });
}
