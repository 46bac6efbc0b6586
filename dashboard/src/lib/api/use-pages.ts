import type { AnyVariables, CombinedError, TypedDocumentNode } from '@urql/core';
import { useCallback, useEffect, useRef, useState } from 'react';
import { client } from './client.ts';

export type Connection<Node> = {
  readonly edges: readonly { readonly node: Node }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor?: string | null };
};

export type Pages<Node> = {
  readonly nodes: readonly Node[];
  readonly status: 'loading' | 'ready' | 'failed';
  readonly error: CombinedError | undefined;
  readonly hasMore: boolean;
  readonly isLoadingMore: boolean;
  loadMore(): void;
  reload(): void;
};

type State<Node> = Omit<Pages<Node>, 'loadMore' | 'reload'> & { readonly endCursor: string | null };

const EMPTY = {
  nodes: [],
  status: 'loading',
  error: undefined,
  hasMore: false,
  isLoadingMore: false,
  endCursor: null,
} as const;

/**
 * A Relay connection, page after page. `pick` finds the connection in the answer; the variables without `after` name the
 * list, so another search starts from its first page. Answers that arrive too late are dropped.
 */
export function usePages<Data, Variables extends AnyVariables, Node>(
  document: TypedDocumentNode<Data, Variables>,
  variables: Omit<Variables & object, 'after'>,
  pick: (data: Data) => Connection<Node> | null | undefined,
): Pages<Node> {
  const [state, setState] = useState<State<Node>>(EMPTY);
  const key = JSON.stringify(variables);
  const turn = useRef(0);
  const latestPick = useRef(pick);
  latestPick.current = pick;

  const load = useCallback(
    async (after: string | null, isFirst: boolean) => {
      turn.current += 1;
      const mine = turn.current;
      const asked = { ...JSON.parse(key), after } as Variables;
      const { data, error } = await client.query(document, asked, { requestPolicy: 'network-only' }).toPromise();
      if (mine !== turn.current) return;
      const found = data ? latestPick.current(data) : undefined;
      if (!found) return setState((old) => ({ ...old, status: 'failed', error, isLoadingMore: false }));
      setState((old) => ({
        nodes: [...(isFirst ? [] : old.nodes), ...found.edges.map((edge) => edge.node)],
        status: 'ready',
        error: undefined,
        hasMore: found.pageInfo.hasNextPage,
        isLoadingMore: false,
        endCursor: found.pageInfo.endCursor ?? null,
      }));
    },
    [document, key],
  );

  useEffect(() => {
    // Rows of the last search stay until the new ones are there, so that typing does not flicker.
    setState((old) => (old.nodes.length > 0 ? old : EMPTY));
    void load(null, true);
    return () => {
      turn.current += 1;
    };
  }, [load]);

  return {
    ...state,
    loadMore: () => {
      setState((old) => ({ ...old, isLoadingMore: true }));
      void load(state.endCursor, false);
    },
    reload: () => {
      setState((old) => (old.status === 'failed' ? EMPTY : old));
      void load(null, true);
    },
  };
}
