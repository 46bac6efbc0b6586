import { existsSync, readFileSync } from 'node:fs';
import { parseDocument } from 'yaml';
import { z } from 'zod';

const count = z.int().positive();

/** What config/*.yaml may say: limits and times, never a secret. */
export const limitsModel = z.strictObject({
  holds: z.strictObject({ ttlMs: count, messageWaitMs: count, expireEveryMs: count, expireBatch: count }),
  limits: z.strictObject({ webhookBodyBytes: count, bodyBytes: count }),
  rates: z.strictObject({
    authPerMinute: count,
    signInPerMinute: count,
    apiPerSecond: count,
    apiBurst: count,
    invalidWebhooksPerSecond: count,
  }),
  logins: z.strictObject({
    accountTries: count,
    addressTries: count,
    firstWaitMs: count,
    longestWaitMs: count,
    forgetAfterMs: count,
  }),
  secondFactor: z.strictObject({
    requiredOfOwners: z.boolean(),
    salesWindowMs: count,
    salesThresholdMinor: z.record(z.string().regex(/^(?:[A-Z]{3}|other)$/), z.int().nonnegative()),
  }),
  connections: z.strictObject({ headersMs: count, requestMs: count, idleMs: count, checkEveryMs: count }),
  sockets: z.strictObject({ perPerson: count, perAddress: count }),
  graphql: z.strictObject({ operationTimeoutMs: count, persistedOnly: z.boolean() }),
  session: z.strictObject({ ttlMs: count, accessTokenTtlMs: count }),
  database: z.strictObject({ maxConnections: count }),
  relay: z.strictObject({ pollMs: count, batch: count }),
  queues: z.strictObject({ shards: count }),
  workers: z.strictObject({ batch: count, deliveryConcurrency: count, drainMs: count }),
  coverage: z.strictObject({
    tickMs: count,
    lanes: count,
    fastPollMs: count,
    slowPollMs: count,
    graceMs: count,
    secondSweepMs: count,
    watchSubscriptionMs: count,
  }),
  messaging: z.strictObject({
    privateRepliesPerHour: count,
    publicRepliesPerMinute: count,
    overflowAfterMs: count,
    remindEveryMs: count,
    templatesEveryMs: count,
  }),
  facebook: z.strictObject({ utilityPermission: z.string().regex(/^[a-z_]*$/) }),
  vendors: z.strictObject({ timeoutMs: count }),
  brakes: z.strictObject({
    staleReplyMs: count,
    takeOverMs: count,
    watchEveryMs: count,
    errorWindowMs: count,
    errorMinCount: count,
    errorShare: z.number().gt(0).max(1),
    erasePatienceMs: count,
  }),
  ai: z.strictObject({
    askBelowConfidence: z.number().min(0).max(1),
    timeoutMs: count,
    commentsPerCall: count,
    callsAtOnce: count,
    cacheTtlMs: count,
    quantityMax: count,
    dayTokens: count,
    dayCostMicroUsd: count,
    alertRatio: z.number().min(1),
    alertFromMicroUsd: count,
    embeddings: z.strictObject({
      timeoutMs: count,
      fillEveryMs: count,
      fillTimeoutMs: count,
      productsPerCall: count,
      productsMax: count,
      dayShare: z.number().positive().max(1),
    }),
    prices: z.record(z.string(), z.strictObject({ input: z.number().nonnegative(), output: z.number().nonnegative() })),
  }),
  partners: z.strictObject({
    callsPerSecond: count,
    rotationGraceMs: count,
    webhookTimeoutMs: count,
    webhookExcerptBytes: count,
    webhookPorts: z.array(count).min(1),
    webhookLoopback: z.boolean(),
    webhookConcurrency: count,
    disableAfterMs: count,
  }),
  payments: z.strictObject({ reconcileEveryMs: count, reconcileAfterMs: count }),
  debug: z.boolean(),
  logLevel: z.enum(['debug', 'info', 'warn', 'error']),
  localSandbox: z.boolean(),
  hsts: z.boolean(),
  readReplica: z.enum(['optional', 'required']),
});
export type Limits = z.infer<typeof limitsModel>;

type Tree = { readonly [key: string]: unknown };

/**
 * Reads `default.yaml` and the file of the environment from `directory`; the second overrides value by value. What is no
 * YAML is a problem that names the file and quotes nothing of it.
 */
export function readLimitFiles(
  directory: string,
  environment: string,
): { readonly tree: unknown; readonly problems: readonly string[] } {
  const files = ['default.yaml', `${environment}.yaml`].map((name) => readYaml(directory, name));
  const [base, over] = files.map((file) => file.tree);
  return { tree: merge(base ?? {}, over ?? {}), problems: files.flatMap((file) => file.problems) };
}

function readYaml(directory: string, name: string): { readonly tree: Tree; readonly problems: readonly string[] } {
  const path = `${directory}/${name}`;
  if (!existsSync(path)) return { tree: {}, problems: [`config/${name} is missing. It is part of the repository.`] };
  const document = parseDocument(readFileSync(path, 'utf8'));
  const problems = document.errors.map(({ linePos }) => `config/${name} is no YAML, line ${linePos?.[0].line ?? '?'}.`);
  const tree: unknown = problems.length > 0 ? {} : (document.toJS() ?? {});
  return isTree(tree) ? { tree, problems } : { tree: {}, problems: [`config/${name} is no list of names and values.`] };
}

function merge(base: Tree, over: Tree): Tree {
  const merged: Record<string, unknown> = { ...base };
  for (const [key, value] of Object.entries(over)) {
    const below = base[key];
    merged[key] = isTree(below) && isTree(value) ? merge(below, value) : value;
  }
  return merged;
}

function isTree(value: unknown): value is Tree {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
