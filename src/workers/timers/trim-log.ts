import type { App } from '../../compose.ts';
import { streamKey } from '../../events/streams.ts';
import { lastCursor, trimLog } from '../../redis-streams-lite/tail.ts';

const KEEP_POSITIONS = 200_000n;

/** Cuts the stream of the log, which is kept whole in PostgreSQL, to what readers may still want to follow. */
export async function trimEvents(app: Pick<App, 'redis' | 'keyPrefix'>): Promise<void> {
  const stream = streamKey(app.keyPrefix, 'events');
  const last = BigInt((await lastCursor(app.redis, stream)).split('-')[0] ?? 0);
  if (last > KEEP_POSITIONS) await trimLog(app.redis, { stream, minId: `${last - KEEP_POSITIONS}-0` });
}
