import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { run } from './processes.ts';
import { ROOT } from './root.ts';

type Built = {
  readonly name: string;
  readonly from: readonly string[];
  readonly to: readonly string[];
  make(): Promise<void>;
};

const CLIENT: Built = {
  name: 'database-client',
  from: ['prisma/schema.prisma', 'package-lock.json'],
  to: ['src/generated/prisma/client.ts'],
  make: () =>
    // `generate` needs no engine, but the command looks for one and would download it: any program satisfies it.
    runTool('prisma', ['generate'], { PRISMA_SCHEMA_ENGINE_BINARY: process.execPath }),
};

const OPERATIONS: Built = {
  name: 'graphql-operations',
  from: ['codegen.ts', 'schema.graphql', 'dashboard/src', 'examples/partner', 'package-lock.json'],
  to: ['dashboard/src/generated/graphql.ts', 'examples/partner/generated/graphql.ts'],
  make: () => runTool('graphql-codegen', ['--config', 'codegen.ts']),
};

const DASHBOARD: Built = {
  name: 'dashboard',
  from: ['schema.graphql', 'dashboard', 'package-lock.json'],
  to: ['dashboard/dist/index.html'],
  make: () => runTool('vite', ['build', 'dashboard', '--logLevel', 'warn']),
};

/** Writes the database client of the Prisma schema, unless it is fresh. */
export const ensureDatabaseClient = (): Promise<void> => ensure(CLIENT);

/** Writes the typed operations of dashboard and example and builds the dashboard into dashboard/dist, unless all are fresh. */
export async function ensureDashboard(): Promise<void> {
  await ensure(OPERATIONS);
  await ensure(DASHBOARD);
}

async function ensure(built: Built): Promise<void> {
  const marker = path.join(ROOT, '.data/built', built.name);
  const hash = hashOf(built.from);
  const isThere = [marker, ...built.to.map((file) => path.join(ROOT, file))].every((file) => existsSync(file));
  if (isThere && readFileSync(marker, 'utf8') === hash) return;
  await built.make();
  mkdirSync(path.dirname(marker), { recursive: true });
  writeFileSync(marker, hash);
}

async function runTool(tool: string, args: readonly string[], env: Record<string, string> = {}): Promise<void> {
  try {
    await run(tool, [...args], { cwd: ROOT, env: { ...process.env, ...env }, maxBuffer: 64 * 1024 * 1024 });
  } catch (error) {
    const { stdout, stderr } = error as { stdout?: string; stderr?: string };
    throw new Error(`${tool} ${args.join(' ')} failed:\n${stdout ?? ''}${stderr ?? ''}`, { cause: error });
  }
}

const MADE = new Set(['dist', 'generated', 'node_modules']);

function hashOf(sources: readonly string[]): string {
  const hash = createHash('sha256');
  for (const file of sources.flatMap((source) => filesBelow(path.join(ROOT, source)))) {
    hash.update(path.relative(ROOT, file)).update(readFileSync(file));
  }
  return hash.digest('hex');
}

function filesBelow(place: string): string[] {
  if (!existsSync(place)) return [];
  if (!statSync(place).isDirectory()) return [place];
  const entries = readdirSync(place).filter((entry) => !MADE.has(entry));
  return entries.sort().flatMap((entry) => filesBelow(path.join(place, entry)));
}
