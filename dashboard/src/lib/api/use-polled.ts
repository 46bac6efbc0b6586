import type { AnyVariables, TypedDocumentNode } from '@urql/core';
import { useCallback, useEffect, useRef, useState } from 'react';
import { client } from './client.ts';

/** Data of a query, asked again every `everyMs` while the page is seen, and by `reload`. Undefined before the first answer. */
export function usePolled<Data, Variables extends AnyVariables>(
  document: TypedDocumentNode<Data, Variables>,
  variables: Variables,
  everyMs: number,
): { readonly data: Data | undefined; readonly reload: () => Promise<void> } {
  const [data, setData] = useState<Data>();
  const asked = useRef(0);
  const key = JSON.stringify(variables);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for the variables
  const reload = useCallback(async () => {
    asked.current += 1;
    const mine = asked.current;
    const result = await client.query(document, variables, { requestPolicy: 'network-only' }).toPromise();
    if (mine === asked.current && result.data) setData(result.data);
  }, [document, key]);
  useEffect(() => {
    void reload();
    const timer = setInterval(() => globalThis.document.hidden || void reload(), everyMs);
    return () => {
      asked.current += 1;
      clearInterval(timer);
    };
  }, [reload, everyMs]);
  return { data, reload };
}
