import { InvalidInputError } from '../../domain/errors.ts';
import type { MemberRole } from '../../domain/identity/permissions.ts';
import type { ApiContext } from '../../schema/api-context.ts';
import type { StoreField } from '../access.ts';
import { requireOwn } from '../caller.ts';

type Given = {
  readonly storeId: string;
  readonly role: MemberRole;
  readonly liveEventId?: string | null | undefined;
};

/**
 * The UUID of the live that a moderator is to see; null for other roles.
 * @throws InvalidInputError when role and live do not go together, NotFoundError for a live of another store.
 */
export async function liveOfRole(context: ApiContext, field: StoreField, given: Given): Promise<string | null> {
  if (given.role !== 'moderator') {
    if (given.liveEventId == null) return null;
    throw new InvalidInputError([{ path: 'liveEventId', message: 'Only a moderator is one of a live. Leave it out.' }]);
  }
  const missing = { path: 'liveEventId', message: 'A moderator is one of a live of this store. Say which.' };
  if (given.liveEventId == null) throw new InvalidInputError([missing]);
  const live = await requireOwn(context, field, 'LiveEvent', given.liveEventId);
  if (live.storeId !== given.storeId) throw new InvalidInputError([missing]);
  return live.id;
}
