import { PothosValidationError } from '@pothos/core';
import { GraphQLError } from 'graphql';
import type { Logger } from 'pino';
import { DomainError } from '../../domain/errors.ts';

const BAD_CURSOR = 'after does not fit. It is no cursor of this list. Take it from pageInfo.endCursor.';
const MASKED = 'Something failed here. Try again; if it stays so, tell us the time.';

/**
 * What a client sees of an error: a refusal with its code, or one sentence for everything that was not expected, which
 * is logged whole.
 */
export function createMaskError(log: Pick<Logger, 'error'>): (error: unknown) => Error {
  return function maskError(error) {
    const place = error instanceof GraphQLError ? error : null;
    const cause = rootOf(error);
    if (cause instanceof DomainError) return placed(cause.message, { code: cause.code }, place);
    // The list plugin checks that a cursor is one of its own before we see it.
    if (cause instanceof PothosValidationError && cause.message.startsWith('Invalid cursor')) {
      return placed(BAD_CURSOR, { code: 'BAD_CURSOR', field: 'after' }, place);
    }
    if (cause instanceof GraphQLError) return error as Error;
    log.error({ err: cause, path: place?.path?.join('.') }, 'An operation failed');
    return placed(MASKED, { code: 'INTERNAL_SERVER_ERROR', unexpected: true }, place);
  };
}

function rootOf(error: unknown): unknown {
  const inner = error instanceof GraphQLError ? error.originalError : null;
  return inner && inner !== error ? rootOf(inner) : error;
}

function placed(message: string, extensions: Record<string, unknown>, place: GraphQLError | null): GraphQLError {
  return new GraphQLError(message, {
    extensions,
    ...(place?.nodes ? { nodes: place.nodes } : {}),
    ...(place?.path ? { path: place.path } : {}),
  });
}
