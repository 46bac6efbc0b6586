import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { createMetrics } from '../../src/platform/metrics/metrics.ts';
import { pause } from '../../src/platform/pause.ts';

test('a pause ends with its time, or at once when it is called off, also before it began', async () => {
  const stop = new AbortController();
  const long = pause(60_000, stop.signal);
  stop.abort();

  await long;
  await pause(60_000, stop.signal);
  await pause(1);
});

test('figures are kept apart by process and told in the form of Prometheus', async () => {
  const [http, workers] = [createMetrics('http'), createMetrics('workers')];
  http.webhookPosts.inc({ source: 'facebook', status: 200 }, 3);
  workers.commentToMessage.observe(0.4);

  expect(await http.registry.metrics()).toContain('webhook_posts_total{source="facebook",status="200",role="http"} 3');
  expect(await workers.registry.metrics()).toContain('comment_to_message_seconds_bucket{le="0.5",role="workers"} 1');
  expect(await workers.registry.metrics()).not.toContain('source="facebook"');
  expect(await http.registry.metrics()).toMatch(/process_resident_memory_bytes\{role="http"\} \d+/);
});

test('a process that was asked to end and cannot is cut off at its deadline', async () => {
  const stuck = `
import { untilAskedToEnd } from './src/platform/run-until-signal.ts';
setInterval(() => undefined, 1_000);
await untilAskedToEnd(100);`;
  const child = spawn(process.execPath, ['--input-type=module-typescript', '--eval', stuck], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  child.once('message', () => child.kill('SIGTERM'));
  expect(await once(child, 'exit')).toEqual([1, null]);
});

const WAITS = `
import { untilAskedToEnd } from './src/platform/run-until-signal.ts';
process.stdout.write(await untilAskedToEnd());`;

async function runWaiting(end: (child: ReturnType<typeof spawn>) => void): Promise<string> {
  const child = spawn(process.execPath, ['--input-type=module-typescript', '--eval', WAITS], {
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  let printed = '';
  child.stdout?.on('data', (chunk: Buffer) => {
    printed += chunk.toString();
  });
  child.once('message', () => end(child));
  await once(child, 'exit');
  return printed;
}

test.each(['SIGTERM', 'SIGINT'] as const)('a process waits until %s', async (signal) => {
  expect(await runWaiting((child) => void child.kill(signal))).toBe(signal);
});

test('a process whose supervisor is gone ends too', async () => {
  expect(await runWaiting((child) => void child.disconnect())).toBe('the supervisor is gone');
});
