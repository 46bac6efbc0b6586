import { readFileSync } from 'node:fs';
import { buildSchema, GraphQLObjectType, GraphQLSchema, GraphQLString } from 'graphql';
import { expect, test } from 'vitest';
import { printPermissions } from '../../scripts/print-permissions.ts';
import { printApi } from '../../scripts/print-schema.ts';
import { assertEveryRouteDeclared, ROUTE_ACCESS } from '../../src/http/access.ts';
import { assertEveryFieldDeclared } from '../../src/resolvers/access.ts';

const table = readFileSync('docs/permissions.md', 'utf8');

test('docs/permissions.md is what the code says', () => {
  expect(table).toBe(printPermissions());
});

test('every root field and every route stands in docs/permissions.md', () => {
  const schema = buildSchema(printApi());
  const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()];
  const fields = roots.flatMap((type) => Object.keys(type?.getFields() ?? {}).map((name) => `${type?.name}.${name}`));

  expect([...fields, ...Object.keys(ROUTE_ACCESS)].filter((door) => !table.includes(`| \`${door}\` |`))).toEqual([]);
});

test('a field without a declaration refuses to build, and so does a route', () => {
  const query = new GraphQLObjectType({ name: 'Query', fields: { everything: { type: GraphQLString } } });

  expect(() => assertEveryFieldDeclared(new GraphQLSchema({ query }))).toThrow('Query.everything');
  expect(() => assertEveryRouteDeclared([{ method: 'GET', path: '/everything' }])).toThrow('GET /everything');
});
