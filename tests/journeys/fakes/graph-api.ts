import { createFake, type Fake } from './fake-server.ts';

export type PostedToGraph = { readonly path: string; readonly token: string; readonly body: Record<string, unknown> };
export type FakeGraph = Fake & { readonly posts: readonly PostedToGraph[] };

/** A Graph API that takes every reply and message and remembers it. */
export async function startFakeGraph(): Promise<FakeGraph> {
  const posts: PostedToGraph[] = [];
  const fake = await createFake((request) => {
    if (request.method !== 'POST') return { status: 200, body: { data: [] } };
    posts.push({
      path: request.path,
      token: request.headers['authorization'] ?? '',
      body: request.body as Record<string, unknown>,
    });
    if (request.path.endsWith('/messages')) {
      return { status: 200, body: { recipient_id: 'psid-of-the-buyer', message_id: `m_${posts.length}` } };
    }
    return { status: 200, body: { id: `reply_${posts.length}` } };
  });
  return { ...fake, posts };
}
