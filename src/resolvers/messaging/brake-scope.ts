import { NotFoundError } from '../../domain/errors.ts';
import type { ApiContext } from '../../schema/api-context.ts';
import { requireOwn, requireStore } from '../caller.ts';

export const LIVE_EVENT_ID = 'Global id of a LiveEvent of the store; left out: the whole store.';

/** The store, and the live of it, that a brake is for. @throws NotFoundError alike for all that is not the caller's. */
export async function requireBrakeScope(
  context: ApiContext,
  field: 'Mutation.pauseBot' | 'Mutation.resumeBot',
  input: { readonly storeId: string; readonly liveEventId?: string | null | undefined },
): Promise<{ readonly storeId: string; readonly liveEventId: string | null }> {
  const storeId = await requireStore(context, field, input.storeId);
  if (!input.liveEventId) return { storeId, liveEventId: null };
  const live = await requireOwn(context, field, 'LiveEvent', input.liveEventId);
  if (live.storeId !== storeId) throw new NotFoundError('live event', input.liveEventId);
  return { storeId, liveEventId: live.id };
}
