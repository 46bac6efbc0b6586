import { writeFileSync } from 'node:fs';
import { lexicographicSortSchema, printSchema } from 'graphql';
import { buildSchema } from '../src/resolvers/build-schema.ts';

/** The schema as text, sorted, so that a change of the API is a small diff. */
export function printApi(): string {
  return `${printSchema(lexicographicSortSchema(buildSchema()))}\n`;
}

// Writes schema.graphql, which the dashboard, the tests and partners build against.
if (import.meta.main) writeFileSync('schema.graphql', printApi());
