import type { Pool } from 'pg';
import { isUniqueViolation, rowsOf } from '../../platform/db/transaction.ts';
import type { MetaGraph, PageAccess } from '../messaging/graph.ts';

const ADOPT = `
UPDATE live_events SET fb_live_id = $2, fb_post_id = coalesce(fb_post_id, $3)
WHERE id = $1 AND fb_live_id IS NULL AND status = 'active' RETURNING fb_live_id AS "fbLiveId"`;

/**
 * Ties a live that was started before its broadcast to the one that runs on the Page now; answers its id at Facebook, null
 * while none runs or another live has it.
 */
export async function adoptBroadcast(
  deps: { readonly pool: Pool; readonly graph: Pick<MetaGraph, 'findRunningLive'> },
  input: { readonly page: PageAccess; readonly liveEventId: string },
): Promise<string | null> {
  const running = await deps.graph.findRunningLive(input.page);
  if (!running) return null;
  try {
    const [adopted] = await rowsOf<{ fbLiveId: string }>(deps.pool, ADOPT, [
      input.liveEventId,
      running.liveId,
      running.postId,
    ]);
    return adopted?.fbLiveId ?? null;
  } catch (error) {
    if (isUniqueViolation(error)) return null;
    throw error;
  }
}
