import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';
import { createCommandRedis } from '../../src/platform/redis/clients.ts';
import { whenReady } from './when-ready.ts';

// What a webhook costs at least: the bytes, their HMAC, one awaited XADD, an answer.
const secret = process.env['FB_APP_SECRET'] ?? '';
const stream = process.env['BENCH_STREAM'] ?? 'bench';
const redis = createCommandRedis({ url: process.env['REDIS_URL'] ?? '', onError: () => undefined });
await redis.connect();

const server = createServer(async (incoming, outgoing) => {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks);
  const given = Buffer.from(String(incoming.headers['x-hub-signature-256']).slice('sha256='.length), 'hex');
  if (!timingSafeEqual(createHmac('sha256', secret).update(body).digest(), given)) {
    outgoing.writeHead(403).end();
    return;
  }
  await redis.xadd(stream, '*', 'body', body.toString('utf8'));
  outgoing.writeHead(200).end('EVENT_RECEIVED');
});
whenReady(server);
