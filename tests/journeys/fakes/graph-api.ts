import { createFake, type Fake } from './fake-server.ts';

export type PostedToGraph = { readonly path: string; readonly token: string; readonly body: Record<string, unknown> };
export type FakeGraph = Fake & { readonly posts: readonly PostedToGraph[] };

/** A Graph API that takes every reply and message and remembers it. */
export async function startFakeGraph(): Promise<FakeGraph> {
  const posts: PostedToGraph[] = [];
  const fake = await createFake((request) => {
    if (request.method !== 'POST') return { status: 200, body: readAnswer(request.path) };
    if (/\/(?:subscribed_apps|subscriptions)$/.test(request.path)) return { status: 200, body: { success: true } };
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

const SCOPES = [
  'pages_show_list',
  'pages_manage_metadata',
  'pages_read_engagement',
  'pages_read_user_content',
  'pages_manage_engagement',
  'pages_messaging',
];

/** Every token is good, and of the Page 4711; there is nothing else to read. */
function readAnswer(path: string): Record<string, unknown> {
  if (path.endsWith('/me')) return { id: '4711', name: 'Poleras Ana' };
  if (path.endsWith('/debug_token')) {
    return { data: { app_id: '100000000000001', is_valid: true, scopes: SCOPES, user_id: '9', profile_id: '4711' } };
  }
  return { data: [] };
}
