import type { GraphCall } from '../../sandbox/meta/history.ts';
import type { PlayedComment } from './play-comments.ts';

export type SandboxClient = {
  readonly page: { readonly id: string; readonly postId: string };
  announce(comments: readonly PlayedComment[]): Promise<void>;
  /** Calls of the Page that came since the last question. */
  newCalls(): Promise<readonly GraphCall[]>;
};

/** The sandbox's own view of one Page, from now on. @throws Error when nothing answers there. */
export async function openSandbox(input: { readonly url: string; readonly pageId: string }): Promise<SandboxClient> {
  const ask = async <Data>(path: string, body?: object): Promise<Data> => {
    const response = await fetch(`${input.url}${path}`, {
      method: body ? 'POST' : 'GET',
      headers: { 'content-type': 'application/json' },
      ...(body ? { body: JSON.stringify(body) } : {}),
    }).catch(() => null);
    if (!response?.ok) throw new Error(`The sandbox at ${input.url} does not answer. Name it with --sandbox.`);
    return (await response.json()) as Data;
  };
  const live = `/api/live/${input.pageId}`;
  const { postId } = await ask<{ postId: string }>(live);
  let after = (await ask<{ seq: number }>(`/_history?since=${Number.MAX_SAFE_INTEGER}`)).seq;
  return {
    page: { id: input.pageId, postId },
    async announce(comments) {
      const told = comments.map(({ id, authorId, authorName, text, createdAtMs }) => ({
        id,
        authorId,
        authorName,
        text,
        createdAtMs,
      }));
      await ask(`${live}/posted`, { comments: told });
    },
    async newCalls() {
      const calls: GraphCall[] = [];
      for (;;) {
        const query = `page=${input.pageId}&after=${after}&limit=5000`;
        const answer = await ask<{ calls: GraphCall[]; seq: number; hasMore: boolean }>(`/_history?${query}`);
        calls.push(...answer.calls);
        after = answer.seq;
        if (!answer.hasMore) return calls;
      }
    },
  };
}
