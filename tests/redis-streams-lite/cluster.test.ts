import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Redis } from 'ioredis';
import { expect, onTestFinished, test } from 'vitest';
import { freePort } from '../../scripts/lib/free-port.ts';
import { backlogOf } from '../../src/redis-streams-lite/backlog.ts';
import { consume } from '../../src/redis-streams-lite/consume.ts';
import { dropParked, listParked, requeueParked } from '../../src/redis-streams-lite/parked.ts';
import { publish, shardOf } from '../../src/redis-streams-lite/publish.ts';
import { never } from '../../src/redis-streams-lite/types.ts';
import { until } from '../testkit/until.ts';

test('no command of the library reaches over two slots of a cluster', async () => {
  const connect = await startCluster();
  const redis = connect();
  const group = 'workers';
  for (const stream of ['plain', shardOf({ stream: 'sharded', shards: 3, by: 'store' }), 'with{a tag}inside']) {
    const place = { stream, group };
    const attempts: number[] = [];
    await using _consumer = consume(
      { redis, createBlocking: connect },
      {
        streams: [stream],
        group,
        consumer: 'one',
        retryDelaysMs: [1],
        wakeEveryMs: 10,
        async handle(entries) {
          attempts.push(...entries.map((entry) => entry.attempt));
          return entries.map((entry) => (entry.attempt === 1 ? { kind: 'again', error: 'first' } : never('second')));
        },
      },
    );
    await publish(redis, { stream, message: { body: 'a' } });
    const parkedIds = () => listParked(redis, { ...place, offset: 0, limit: 9 }).then((all) => all.map(({ id }) => id));
    const ids = await until('it is parked', async () => ((await parkedIds()).length > 0 ? parkedIds() : false));
    expect(await requeueParked(redis, { ...place, ids })).toBe(1);
    await until('it is parked again', async () => attempts.length === 4 && (await parkedIds()).length === 1);
    expect(await dropParked(redis, { ...place, ids })).toBe(1);
    expect(await backlogOf(redis, place)).toMatchObject({ openCount: 0, retryCount: 0, parkedCount: 0 });
  }
});

/** A cluster of one node that owns every slot: it refuses commands over several slots like any other. */
async function startCluster(): Promise<() => Redis> {
  const directory = mkdtempSync(path.join(tmpdir(), 'redis-cluster-'));
  const port = await freePort(57_900);
  const settings = [
    '--port',
    port,
    '--bind',
    '127.0.0.1',
    '--dir',
    directory,
    '--save',
    '',
    '--cluster-enabled',
    'yes',
  ];
  // Else the port of the cluster bus is the port plus 10,000, which may be beyond the last one.
  settings.push('--cluster-port', await freePort(port + 1));
  const server = spawn('redis-server', settings.map(String), { stdio: 'ignore' });
  const connections: Redis[] = [];
  const connect = () => {
    const redis = new Redis(port, '127.0.0.1', { maxRetriesPerRequest: null });
    redis.on('error', () => undefined);
    connections.push(redis);
    return redis;
  };
  onTestFinished(async () => {
    for (const connection of connections) connection.disconnect();
    const exited = once(server, 'exit');
    server.kill('SIGKILL');
    await exited;
    rmSync(directory, { recursive: true, force: true });
  });
  const redis = connect();
  await redis.cluster('ADDSLOTSRANGE', 0, 16_383);
  await until('the cluster is up', async () => String(await redis.cluster('INFO')).includes('cluster_state:ok'));
  return connect;
}
