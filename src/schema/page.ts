import { parsePrismaCursor } from '@pothos/plugin-prisma';
import { GraphQLError } from 'graphql';
import { z } from 'zod';
import { PAGE_DEFAULT, PAGE_MAX } from './builder.ts';

/**
 * Entries of a page.
 * @throws GraphQLError BAD_USER_INPUT naming the argument.
 */
export function pageSize(first: number | null | undefined): number {
  const size = first ?? PAGE_DEFAULT;
  if (size >= 1) return Math.min(size, PAGE_MAX);
  throw refused('first', `Expected 1 to ${PAGE_MAX}, got ${size}.`);
}

/**
 * Id of the entry that a list cursor stands for; null without one.
 * @throws GraphQLError BAD_CURSOR naming the argument.
 */
export function idAfter(cursor: string | null | undefined): string | null {
  if (cursor == null) return null;
  const id = z.uuid().safeParse(decode(cursor));
  if (id.success) return id.data;
  throw refused('after', 'It is no cursor of this list. Take it from pageInfo.endCursor.', 'BAD_CURSOR');
}

/** The query of a list inside another type, once its cursor is known to be one. @throws GraphQLError BAD_CURSOR. */
export function withCursor<Query extends object>(args: object, query: Query): Query {
  idAfter((args as { after?: string | null }).after);
  return query;
}

function decode(cursor: string): unknown {
  try {
    return parsePrismaCursor(cursor);
  } catch {
    return null;
  }
}

/** An argument that does not fit. */
export function refused(field: string, message: string, code = 'BAD_USER_INPUT'): GraphQLError {
  return new GraphQLError(`${field} does not fit. ${message}`, { extensions: { code, field } });
}
