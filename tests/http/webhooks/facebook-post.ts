import { createHmac } from 'node:crypto';
import type { App } from '../../../src/compose.ts';
import { streamKey } from '../../../src/events/streams.ts';
import { TEST_SECRETS } from '../../testkit/app.ts';

export const PATH = '/api/v1/webhooks/facebook';

export function sign(body: string | Uint8Array, secret: string = TEST_SECRETS.FB_APP_SECRET): string {
  return `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;
}

/** Posts the body as Meta does; `signature` replaces the right one. */
export function post(url: string, body: string, signature: string = sign(body)): Promise<Response> {
  const headers = { 'content-type': 'application/json', 'x-hub-signature-256': signature };
  return fetch(`${url}${PATH}`, { method: 'POST', headers, body });
}

/** A post of Meta with these entries. */
export function page(...entry: readonly unknown[]): string {
  return JSON.stringify({ object: 'page', entry });
}

/** One feed comment of a person, as Meta tells it; `over` replaces parts of its value. */
export function comment(commentId: string, over: Record<string, unknown> = {}) {
  const value = {
    item: 'comment',
    verb: 'add',
    post_id: '100_55',
    parent_id: '100_55',
    comment_id: commentId,
    from: { id: '7001', name: 'Ana P.' },
    message: 'Quiero el 12 talla M',
    created_time: 1_760_000_000,
    ...over,
  };
  return { field: 'feed', value };
}

export type StoredEntry = {
  readonly key: string;
  readonly event: { event: string; timestamp: string; data: Record<string, string | null> };
};

/** What the stream of incoming comments holds, and empties it. */
export async function takeIncoming(app: App): Promise<readonly StoredEntry[]> {
  const stream = streamKey(app.keyPrefix, 'incomingComments');
  const entries = await app.redis.xrange(stream, '-', '+');
  await app.redis.del(stream);
  return entries.map(([, flat]) => {
    const fields = Object.fromEntries(
      flat.flatMap((name, place) => (place % 2 === 0 ? [[name, flat[place + 1] ?? '']] : [])),
    );
    return { key: fields['key'] ?? '', event: JSON.parse(fields['body'] ?? '') as StoredEntry['event'] };
  });
}
