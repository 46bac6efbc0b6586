import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { expect, inject, test } from 'vitest';

test('the example runs, and the README quotes what it prints', async () => {
  const env = { ...process.env, REDIS_URL: inject('redisUrl') };
  const { stdout } = await promisify(execFile)(process.execPath, ['src/redis-streams-lite/example.ts'], { env });
  const readme = await readFile('src/redis-streams-lite/README.md', 'utf8');
  expect(stdout).toContain('open 0, waiting for a retry 0, dead letters 0');
  expect(readme).toContain(`\`\`\`text\n${stdout}\`\`\``);
});
