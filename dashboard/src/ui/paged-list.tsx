import type { ReactNode } from 'react';
import type { Pages } from '../lib/api/use-pages.ts';
import { LoadMore } from './load-more.tsx';
import { ErrorState, Skeleton } from './states.tsx';

/** A list that comes page after page: its rows, or why there are none yet, and the way to the next page. */
export function PagedList({
  pages,
  empty,
  skeletonRows = 6,
  skeletonHeight = 'h-12',
  children,
}: {
  readonly pages: Pages<unknown>;
  /** What is shown when the list is empty. */
  readonly empty: ReactNode;
  readonly skeletonRows?: number;
  readonly skeletonHeight?: string;
  readonly children: ReactNode;
}) {
  return (
    <>
      {pages.status === 'loading' && (
        <div className="p-4">
          <Skeleton rows={skeletonRows} className={skeletonHeight} />
        </div>
      )}
      {pages.status === 'failed' && (
        <ErrorState message={pages.error?.graphQLErrors[0]?.message} onRetry={pages.reload} />
      )}
      {pages.status === 'ready' && pages.nodes.length === 0 && empty}
      {pages.nodes.length > 0 && children}
      <LoadMore pages={pages} />
    </>
  );
}
