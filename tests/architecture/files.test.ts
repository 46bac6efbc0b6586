import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Kind, type ObjectTypeDefinitionNode, parse } from 'graphql';
import { expect, test } from 'vitest';
import { eventModels } from '../../src/events/catalog.ts';
import { sourcesIn } from './sources.ts';

const KEBAB = /^[a-z0-9]+(-[a-z0-9]+)*$/;
const stem = (file: string) => path.basename(file).replace(/\.tsx?$/, '');
const ours = sourcesIn('src', 'sandbox', 'scripts', 'tests', 'bench', 'dashboard', 'prisma');

test('no file has more than 400 lines', () => {
  const long = ours
    .filter((file) => file.text.split('\n').length > 401)
    .map((file) => `${file.path}: ${file.text.split('\n').length}`);

  expect(long).toEqual([]);
});

test('names of files are written in kebab-case, with a point before what tells their kind', () => {
  const odd = sourcesIn('src', 'sandbox', 'scripts', 'tests', 'bench').filter(
    (file) =>
      !stem(file.path)
        .split('.')
        .every((part) => KEBAB.test(part)),
  );

  expect(odd.map((file) => file.path)).toEqual([]);
});

test('nothing in src writes to the console', () => {
  const loud = sourcesIn('src').filter(
    (file) => /\bconsole\.\w+\(/.test(file.text) && file.path !== 'src/redis-streams-lite/example.ts',
  );

  expect(loud.map((file) => file.path)).toEqual([]);
});

test('src has no opinion on hosts of vendors outside of config: each address is a setting', () => {
  const fixed = sourcesIn('src').filter(
    (file) =>
      !file.path.startsWith('src/config/') &&
      /https?:\/\/(?!127\.0\.0\.1|localhost|[\w.-]*example\b)[\w-]+\.[a-z]/.test(withoutComments(file.text)),
  );

  expect(fixed.map((file) => file.path)).toEqual([]);
});

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '');
}

test('each root field of the API has a file of its name, and each such file its root field', () => {
  const schema = parse(readFileSync('schema.graphql', 'utf8'));
  const fields = schema.definitions
    .filter((node): node is ObjectTypeDefinitionNode => node.kind === Kind.OBJECT_TYPE_DEFINITION)
    .filter((node) => ['Query', 'Mutation', 'Subscription'].includes(node.name.value))
    .flatMap((node) =>
      (node.fields ?? []).map((field) => `${toKebab(field.name.value)}.${node.name.value.toLowerCase()}`),
    );
  const files = sourcesIn('src/resolvers')
    .map((file) => stem(file.path))
    .filter((name) => name.includes('.'));

  // Relay's own two come with the plugin.
  expect(files.toSorted()).toEqual(
    fields.filter((field) => field !== 'node.query' && field !== 'nodes.query').toSorted(),
  );
});

function toKebab(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

// These travel on streams of their own, before or beside the log.
const OF_STREAMS = ['comment-received', 'message-queued', 'payment-received', 'webhook-queued'];
const steps = sourcesIn('src/workers').filter(
  (file) => path.dirname(file.path) === 'src/workers' && stem(file.path).includes('.'),
);

test('a step is named <event>.<verb-noun>, after an event that exists and the name that it registers', () => {
  for (const file of steps) {
    const [event = '', verb = '', ...rest] = stem(file.path).split('.');
    expect([...Object.keys(eventModels), ...OF_STREAMS], file.path).toContain(event);
    expect(verb, file.path).toMatch(/^[a-z]+-[a-z-]+$/);
    expect(rest, file.path).toEqual([]);
    if (!OF_STREAMS.includes(event))
      expect(file.text, file.path).toMatch(new RegExp(`\\bon\\(\\s*'${event}',\\s*'${verb}'`));
  }
});

test('every step is started by workers/main.ts', () => {
  const main = sourcesIn('src/workers').find((file) => file.path === 'src/workers/main.ts');

  expect(steps.map((file) => file.path).filter((step) => !main?.imports.includes(step))).toEqual([]);
});

type Row = { readonly event: string; readonly writtenBy: string; readonly follows: string };

/** The table of docs/JOURNEY.md: | `event` | `who writes it` | what follows |. */
function journeyRows(): readonly Row[] {
  const text = existsSync('docs/JOURNEY.md') ? readFileSync('docs/JOURNEY.md', 'utf8') : '';
  const rows = [...text.matchAll(/^\| `([a-z-]+)` \| (.+?) \| (.+?) \|$/gm)];
  return rows.map(([, event = '', writtenBy = '', follows = '']) => ({ event, writtenBy, follows }));
}

test('docs/JOURNEY.md has one row for every event of the catalogue, in its order, and no other', () => {
  expect(journeyRows().map((row) => row.event)).toEqual(Object.keys(eventModels));
});

test('what docs/JOURNEY.md says follows is the step that exists, or a reason why nothing does', () => {
  for (const { event, follows } of journeyRows()) {
    const mine = steps
      .filter((file) => stem(file.path).startsWith(`${event}.`))
      .map((file) => `\`workers/${stem(file.path)}\``);
    if (mine.length > 0) for (const step of mine) expect(follows, event).toContain(step);
    else expect(follows, event).toMatch(/^nothing: \S+/);
    for (const [, named] of follows.matchAll(/`(workers\/[\w.-]+)`/g))
      expect(existsSync(`src/${named}.ts`), `${event} names ${named}`).toBe(true);
  }
});

test('who docs/JOURNEY.md says writes an event exists', () => {
  for (const { event, writtenBy } of journeyRows())
    for (const [, named] of writtenBy.matchAll(/`([\w./-]+)`/g))
      expect(existsSync(`src/${named}.ts`) || existsSync(`src/${named}`), `${event} names ${named}`).toBe(true);
});
