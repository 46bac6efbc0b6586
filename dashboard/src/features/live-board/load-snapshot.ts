import type { CombinedError } from '@urql/core';
import { client } from '../../lib/api/client.ts';
import { type LiveSnapshot, MOST_SALES } from './build-live-board.ts';
import { LIVE_BOARD } from './documents.ts';

const COMMENTS_READ = 100;
const ORDERS_PER_PAGE = 100;

export type LoadedSnapshot = { readonly live: LiveSnapshot | null } | { readonly error: CombinedError | undefined };

/**
 * A live with its newest comments and all orders that a board holds, since sums need every one. The cursor is that of
 * the first page: what happened while the others were read, the feed tells again.
 */
export async function loadSnapshot(liveEventId: string): Promise<LoadedSnapshot> {
  const first = await loadPage(liveEventId, { comments: COMMENTS_READ, ordersAfter: null });
  if ('error' in first || !first.live) return first;
  const edges = [...first.live.orders.edges];
  let { pageInfo } = first.live.orders;
  while (pageInfo.hasNextPage && edges.length < MOST_SALES) {
    const next = await loadPage(liveEventId, { comments: 1, ordersAfter: pageInfo.endCursor });
    if ('error' in next || !next.live) return next;
    edges.push(...next.live.orders.edges);
    pageInfo = next.live.orders.pageInfo;
  }
  return { live: { ...first.live, orders: { pageInfo, edges } } };
}

async function loadPage(
  id: string,
  asked: { readonly comments: number; readonly ordersAfter: string | null },
): Promise<LoadedSnapshot> {
  const variables = { id, orders: ORDERS_PER_PAGE, ...asked };
  const { data, error } = await client.query(LIVE_BOARD, variables, { requestPolicy: 'network-only' }).toPromise();
  return data ? { live: data.liveEvent ?? null } : { error };
}
