import type { AnyVariables, TypedDocumentNode } from '@urql/core';
import { client } from './client.ts';

export type FieldProblem = { readonly path: string; readonly message: string };
/** What became of a mutation: its data, or why it was refused, in the server's words (empty when it gave none). */
export type Outcome<Data> =
  | { readonly ok: true; readonly data: Data }
  | { readonly ok: false; readonly message: string; readonly fields: readonly FieldProblem[] };

type SuccessOf<Result> = Result extends { readonly data: infer Data } ? Data : never;
type Answer = { readonly data?: unknown; readonly message?: string; readonly fields?: readonly FieldProblem[] };

/** Runs a mutation with one root field that answers `…Success { data }` or an error with `message`. Never throws. */
export async function act<Data extends object, Variables extends AnyVariables>(
  document: TypedDocumentNode<Data, Variables>,
  variables: Variables,
): Promise<Outcome<SuccessOf<Data[keyof Data]>>> {
  const result = await client.mutation<Data, Variables>(document, variables).toPromise();
  const [answer] = Object.values(result.data ?? {}) as (Answer | undefined)[];
  if (answer?.data !== undefined) return { ok: true, data: answer.data as SuccessOf<Data[keyof Data]> };
  // What a browser says of a broken connection is no sentence for people: then the page says its own.
  const message = answer?.message ?? result.error?.graphQLErrors[0]?.message ?? '';
  return { ok: false, message, fields: answer?.fields ?? [] };
}
