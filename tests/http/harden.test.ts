import { buildSchema, parse } from 'graphql';
import { createYoga } from 'graphql-yoga';
import { expect, test } from 'vitest';
import { harden } from '../../src/http/graphql/harden.ts';

test('an operation that takes too long is answered TIMEOUT, one in time is not', async () => {
  const schema = buildSchema('type Query { at: String never: String }');
  const { getEnveloped } = createYoga({
    schema,
    plugins: [harden({ tokensMax: 100, operationTimeoutMs: 30, isSchemaOpen: true })],
  });
  const ask = async (query: string) => {
    const { execute } = getEnveloped({});
    const rootValue = { at: async () => 'now', never: () => new Promise(() => undefined) };
    return execute({ schema, document: parse(query), rootValue, contextValue: {} });
  };

  expect(await ask('{ at }')).toEqual({ data: { at: 'now' } });
  expect(await ask('{ never }')).toMatchObject({ errors: [{ extensions: { code: 'TIMEOUT' } }] });
});
