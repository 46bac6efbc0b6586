import { existsSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';

const count = z.int().positive();

/** What config/*.yaml may say: limits and times, never a secret. */
export const limitsModel = z.strictObject({
  holds: z.strictObject({ ttlMs: count, expireEveryMs: count, expireBatch: count }),
  limits: z.strictObject({ webhookBodyBytes: count, bodyBytes: count, ordersPerPage: count }),
  session: z.strictObject({ ttlMs: count, accessTokenTtlMs: count }),
  database: z.strictObject({ maxConnections: count }),
  relay: z.strictObject({ pollMs: count, batch: count }),
  workers: z.strictObject({ batch: count, deliveryConcurrency: count, drainMs: count }),
  vendors: z.strictObject({ timeoutMs: count }),
  payments: z.strictObject({ reconcileEveryMs: count, reconcileAfterMs: count }),
  debug: z.boolean(),
  logLevel: z.enum(['debug', 'info', 'warn', 'error']),
  localSandbox: z.boolean(),
  hsts: z.boolean(),
  readReplica: z.enum(['optional', 'required']),
});
export type Limits = z.infer<typeof limitsModel>;

type Tree = { readonly [key: string]: unknown };

/** Reads `default.yaml` and the file of the environment from `directory`; the second overrides value by value. */
export function readLimitFiles(directory: string, environment: string): unknown {
  return merge(readYaml(`${directory}/default.yaml`), readYaml(`${directory}/${environment}.yaml`));
}

function readYaml(path: string): Tree {
  return existsSync(path) ? ((parse(readFileSync(path, 'utf8')) as Tree | null) ?? {}) : {};
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
