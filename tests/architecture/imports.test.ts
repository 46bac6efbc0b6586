import { expect, test } from 'vitest';
import { sourcesIn } from './sources.ts';

const src = sourcesIn('src');

// What each part may know of the others (docs: design, one way). `generated` is what Prisma and Pothos write.
const MAY_KNOW: Readonly<Record<string, readonly string[]>> = {
  'redis-streams-lite': [],
  platform: ['generated'],
  config: [],
  events: ['platform'],
  domain: ['events', 'platform'],
  // Vendors are called behind the circuits of the platform.
  integrations: ['domain', 'events', 'platform'],
  schema: ['domain', 'events', 'generated', 'compose.ts'],
  resolvers: ['schema', 'domain', 'events', 'platform'],
  workers: ['domain', 'events', 'platform', 'redis-streams-lite', 'config', 'compose.ts'],
  http: [
    'resolvers',
    'schema',
    'domain',
    'events',
    'platform',
    'redis-streams-lite',
    'config',
    'generated',
    'integrations',
    'compose.ts',
  ],
  'compose.ts': ['config', 'domain', 'events', 'generated', 'integrations', 'platform'],
  'main.ts': ['config', 'platform', 'supervise.ts'],
  'supervise.ts': ['config', 'platform'],
};

const zoneOf = (path: string) => path.split('/')[1] ?? '';

test('every part of src knows only those below it', () => {
  const broken = src.flatMap((file) =>
    file.imports
      .filter((to) => to.startsWith('src/') && zoneOf(to) !== zoneOf(file.path))
      .filter((to) => !MAY_KNOW[zoneOf(file.path)]?.includes(zoneOf(to)))
      .map((to) => `${file.path} imports ${to}`),
  );

  expect(broken).toEqual([]);
});

test('every part of src has its rule', () => {
  expect([...new Set(src.map((file) => zoneOf(file.path)))].filter((zone) => !(zone in MAY_KNOW))).toEqual([]);
});

test('src knows neither the sandbox, nor tests, scripts, benchmarks or the dashboard', () => {
  const outside = src.flatMap((file) =>
    file.imports
      .filter((to) => /^(sandbox|tests|scripts|bench|dashboard|prisma)\//.test(to))
      .map((to) => `${file.path} imports ${to}`),
  );

  expect(outside).toEqual([]);
});

test('the vendors’ folders are known to compose.ts, and their wire formats to the webhooks; to nobody else', () => {
  const users = src.filter(
    (file) => zoneOf(file.path) !== 'integrations' && file.imports.some((to) => to.startsWith('src/integrations/')),
  );

  expect(
    users
      .map((file) => file.path)
      .filter((path) => path !== 'src/compose.ts' && !path.startsWith('src/http/webhooks/')),
  ).toEqual([]);
});

test('a vendor’s folder knows no other vendor’s', () => {
  const folderOf = (path: string) =>
    path
      .split('/')
      .slice(0, path.startsWith('src/integrations/payments/') ? 4 : 3)
      .join('/');
  const crossed = sourcesIn('src/integrations').flatMap((file) =>
    file.imports
      .filter((to) => to.startsWith('src/integrations/') && folderOf(to) !== folderOf(file.path))
      .map((to) => `${file.path} imports ${to}`),
  );

  expect(crossed).toEqual([]);
});

test('clients are built in compose.ts; everybody else takes its type, and the starting files its function', () => {
  const starting = new Set(['src/http/main.ts', 'src/workers/main.ts', 'src/workers/timers/main.ts']);
  const values = src.filter(
    (file) => !starting.has(file.path) && /import (?!type )[^;]*\bcompose\b[^;]*compose\.ts'/.test(file.text),
  );

  expect(values.map((file) => file.path)).toEqual([]);
});

test('rules know no framework and no SDK: zod and yaml are all that runs in domain, the rest of the packages are types', () => {
  const run = sourcesIn('src/domain').flatMap((file) =>
    [...file.text.matchAll(/^import (?!type )[^;]*? from '([^.'][^']*)'/gm)].map(
      ([, name]) => `${file.path} imports ${name}`,
    ),
  );

  expect(run.filter((line) => !/ imports (zod|yaml|node:[\w/]+)$/.test(line))).toEqual([]);
});

test('redis-streams-lite could be published: it imports Redis’ client and nothing else', () => {
  const packages = new Set(
    sourcesIn('src/redis-streams-lite').flatMap((file) =>
      file.imports.filter((to) => !to.startsWith('src/redis-streams-lite/')),
    ),
  );

  expect([...packages].filter((name) => name !== 'ioredis' && !name.startsWith('node:'))).toEqual([]);
});

test('the dashboard sees only its own files', () => {
  const outside = sourcesIn('dashboard').flatMap((file) =>
    file.imports
      .filter((to) => /^(src|sandbox|tests|scripts|bench|prisma)\//.test(to))
      .map((to) => `${file.path} imports ${to}`),
  );

  expect(outside).toEqual([]);
});

test('only config reads the environment of the process', () => {
  const readers = src
    .filter((file) => /\bprocess\.env\b|\benv\b[^}]*\} = process\b/.test(file.text))
    .map((file) => file.path);

  // The example is run by people who know nothing of our settings.
  expect(readers.filter((file) => file !== 'src/redis-streams-lite/example.ts')).toEqual(['src/config/environment.ts']);
});

test('doors for people stay behind the wall: the pool of every store is named where there is no membership yet, and for support', () => {
  const doors = src.filter((file) => /^src\/(?:resolvers|schema|http\/rest)\//.test(file.path));
  const beyond = doors
    .filter((file) => /beyondWall|(?<!context\.)\bapp\.(?:pool|db)\b/.test(file.text))
    .map((file) => file.path);

  expect(beyond.toSorted()).toEqual([
    'src/http/rest/health.ts',
    'src/resolvers/caller.ts',
    'src/resolvers/identity/accept-invitation.mutation.ts',
    'src/resolvers/identity/create-store.mutation.ts',
    'src/resolvers/identity/installation.query.ts',
    'src/resolvers/identity/invitation.query.ts',
    'src/resolvers/identity/support-decisions.query.ts',
    'src/resolvers/identity/support-store.query.ts',
    'src/resolvers/identity/support-stores.query.ts',
    'src/schema/api-context.ts',
  ]);
});
