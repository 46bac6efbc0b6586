import { createHmac } from 'node:crypto';
import { comparePairwise, requestsPerSecond } from './load.ts';
import { type BenchRow, ratioRow } from './row.ts';
import { startBaseline } from './start-baseline.ts';
import type { BenchWorld } from './world.ts';

/** Webhook posts per second, against a bare server with the same HMAC and an awaited XADD. */
export async function benchWebhook(world: BenchWorld): Promise<BenchRow> {
  const body = postOfUnknownPage();
  const signature = createHmac('sha256', world.env.FB_APP_SECRET).update(body).digest('hex');
  const post = {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-hub-signature-256': `sha256=${signature}` },
    body,
    seconds: 4,
  } as const;
  const bare = await startBaseline('webhook-server.ts', {
    FB_APP_SECRET: world.env.FB_APP_SECRET,
    REDIS_URL: world.env.REDIS_URL,
    BENCH_STREAM: 'bench:webhook',
  });
  try {
    const rates = await comparePairwise(
      () => requestsPerSecond({ ...post, url: `${world.baseUrl}/api/v1/webhooks/facebook` }),
      () => requestsPerSecond({ ...post, url: bare.url }),
    );
    return ratioRow({ name: 'webhook posts', unit: 'per second', ...rates, atLeast: 0.7 });
  } finally {
    bare.stop();
  }
}

// The Page belongs to no store: the door does all of its work, the workers behind it hardly any.
function postOfUnknownPage(): string {
  const seconds = Math.floor(Date.now() / 1_000);
  const value = {
    item: 'comment',
    verb: 'add',
    post_id: '99_1',
    parent_id: '99_1',
    comment_id: '1_1',
    from: { id: '7001', name: 'Ana P.' },
    message: 'Quiero el 12 talla M',
    created_time: seconds,
    post: {
      id: '99_1',
      permalink_url: 'https://www.facebook.com/99/videos/1',
      status_type: 'added_video',
      is_published: true,
    },
  };
  return JSON.stringify({ object: 'page', entry: [{ id: '99', time: seconds, changes: [{ field: 'feed', value }] }] });
}
