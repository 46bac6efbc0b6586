import { existsSync, readFileSync } from 'node:fs';
import { usePersistedOperations as lookUpOperations } from '@graphql-yoga/plugin-persisted-operations';
import { GraphQLError } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { z } from 'zod';
import type { OperationParams } from './prepare-operation.ts';

/** Texts of operations by the id under which clients ask for them. */
export type PersistedOperations = {
  /** @throws GraphQLError when the id is unknown, or the caller may not send a text. */
  resolve(params: Asked, authorization: unknown): OperationParams;
  /** The same for what comes through Yoga's own HTTP: GET and server-sent events. */
  readonly plugin: Plugin;
};

type Asked = Omit<OperationParams, 'query'> & {
  readonly query?: string | undefined;
  readonly extensions?: unknown;
};

const askedModel = z.object({ persistedQuery: z.object({ version: z.literal(1), sha256Hash: z.string() }) });

/** Answers texts under ids of the dashboard's build. `isDemanded`: who shows no token or key may run nothing else. */
export function createPersistedOperations(input: {
  readonly file: string;
  readonly isDemanded: boolean;
}): PersistedOperations {
  const texts = readTexts(input.file);
  if (input.isDemanded && texts.size === 0) {
    throw new Error(`graphql.persistedOnly is on, and ${input.file} has no operations. Build the dashboard first.`);
  }
  const mayAskFreely = (authorization: unknown) => !input.isDemanded || Boolean(authorization);
  return {
    resolve(params, authorization) {
      if (params.query) {
        if (mayAskFreely(authorization)) return { ...params, query: params.query };
        throw refusal('PERSISTED_QUERY_ONLY', 'Pages run the operations of their build only. Programs use an API key.');
      }
      const asked = askedModel.safeParse(params.extensions);
      if (!asked.success) throw refusal('BAD_REQUEST', 'Expected query, or extensions.persistedQuery with an id.');
      const query = texts.get(asked.data.persistedQuery.sha256Hash);
      if (query) return { ...params, query };
      throw refusal('PERSISTED_QUERY_NOT_IN_LIST', 'No operation has this id. Load the page anew, or send the text.');
    },
    plugin: lookUpOperations({
      getPersistedOperation: (id) => texts.get(id) ?? null,
      allowArbitraryOperations: (request) => mayAskFreely(request.headers.get('authorization')),
    }),
  };
}

function readTexts(file: string): ReadonlyMap<string, string> {
  if (!existsSync(file)) return new Map();
  return new Map(Object.entries(z.record(z.string(), z.string()).parse(JSON.parse(readFileSync(file, 'utf8')))));
}

function refusal(code: string, message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code } });
}
