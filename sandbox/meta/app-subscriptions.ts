import { randomBytes } from 'node:crypto';
import { GraphError } from './graph-error.ts';
import type { World } from './world.ts';

/** `GET|POST /{app-id}/subscriptions`: Meta asks the address for the verify token before it agrees. */
export async function subscribeApp(
  world: World,
  asked: { readonly method: string; readonly body: Readonly<Record<string, unknown>> },
): Promise<object> {
  if (asked.method === 'GET') return { data: world.appSubscription ? [world.appSubscription] : [] };
  const [object, callbackUrl, verifyToken, fields] = ['object', 'callback_url', 'verify_token', 'fields'].map((name) =>
    String(asked.body[name] ?? ''),
  );
  if (object !== 'page' || !callbackUrl || !fields) throw new GraphError(100, '(#100) Missing a parameter.');
  const challenge = randomBytes(8).toString('hex');
  const url = new URL(callbackUrl);
  url.searchParams.set('hub.mode', 'subscribe');
  url.searchParams.set('hub.challenge', challenge);
  url.searchParams.set('hub.verify_token', verifyToken ?? '');
  const answer = await fetch(url, { signal: AbortSignal.timeout(5_000) }).then(
    async (response) => (response.ok ? await response.text() : null),
    () => null,
  );
  if (answer !== challenge) {
    throw new GraphError(2_200, '(#2200) Callback verification failed: the challenge was not answered.');
  }
  world.appSubscription = {
    object: 'page',
    callback_url: callbackUrl,
    active: true,
    fields: fields.split(',').map((name) => ({ name, version: 'v26.0' })),
  };
  return { success: true };
}
