import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { ROOT } from '../../scripts/lib/root.ts';
import { TEST_SECRETS } from '../testkit/app.ts';
import { startWorld } from '../testkit/world.ts';

const readme = readFileSync(path.join(ROOT, 'README.md'), 'utf8');

test('the lines of the README lead from nothing to an order, as they stand there', async () => {
  await using world = await startWorld();
  const lines = /```bash\n([\s\S]*?)```/.exec(readme)?.[1] ?? '';

  const { stdout } = await promisify(execFile)('bash', ['-eu', '-o', 'pipefail', '-c', lines], {
    env: { PATH: process.env['PATH'], API: world.baseUrl, FB_APP_SECRET: TEST_SECRETS.FB_APP_SECRET },
  });

  expect(stdout).toContain('EVENT_RECEIVED');
  expect(stdout).toContain('"type":"hold-placed","sku":"POL-ROJ-M","quantityUnits":2');
  expect(stdout).toMatch(/"status":"PENDING","total":\{"amountMinor":"30000","currency":"CLP"\},"checkoutUrl":"http/);
});

test('every npm command of the README exists', () => {
  const { scripts } = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as {
    scripts: Record<string, string>;
  };
  const named = [...readme.matchAll(/npm (?:run )?([a-z:]+)/g)].map((match) => match[1] ?? '');

  expect(named.filter((name) => name !== 'packages' && !(name in scripts))).toEqual([]);
});

test('every link of the docs leads somewhere', () => {
  const pages = ['README.md', 'docs/JOURNEY.md', 'docs/GLOSSARY.md'];
  const dead = pages.flatMap((page) => {
    const links = [...readFileSync(path.join(ROOT, page), 'utf8').matchAll(/\]\(([^)#]+)[^)]*\)/g)].map(
      (match) => match[1] ?? '',
    );
    const local = links.filter((link) => !link.includes('://'));
    return local
      .filter((link) => !existsSync(path.join(ROOT, path.dirname(page), link)))
      .map((link) => `${page}: ${link}`);
  });

  expect(dead).toEqual([]);
});
