import { GraphQLError } from 'graphql';

const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/;

export { toGlobalId } from '../events/global-id.ts';

/** Takes a global id apart; null when it is none. */
export function fromGlobalId(globalId: string): { readonly typename: string; readonly id: string } | null {
  const [typename, id, ...rest] = Buffer.from(globalId, 'base64url').toString('utf8').split(':');
  return typename && id && UUID.test(id) && rest.length === 0 ? { typename, id } : null;
}

/**
 * The UUID behind a global id of the type. Anything else comes back as it was given, which is no UUID: the lookup
 * behind it answers as for a thing that does not exist.
 */
export function uuidOf(typename: string, globalId: string): string {
  const parts = fromGlobalId(globalId);
  return parts?.typename === typename ? parts.id : globalId.replace(UUID, 'no-global-id');
}

const CURSOR = /^\d{1,15}$/;

/**
 * The position behind a feed cursor; null when there is none.
 * @throws GraphQLError BAD_CURSOR naming the argument.
 */
export function positionOf(cursor: string | null | undefined): number | null {
  if (cursor === null || cursor === undefined) return null;
  if (CURSOR.test(cursor)) return Number(cursor);
  throw new GraphQLError(
    'after is no cursor of the feed. Expected a decimal number such as "1042": take it from feedCursor, nextCursor or the cursor of an event.',
    { extensions: { code: 'BAD_CURSOR', field: 'after' } },
  );
}
