import type { App } from '../../compose.ts';
import { handBackLeft, keepDeadLetters } from '../../domain/queues/dead-letters.ts';
import { CONSUMER_GROUPS, STREAMS, type StreamName, shardedStream } from '../../events/streams.ts';
import { dropParked, listParked, publishAgain } from '../../redis-streams-lite/parked.ts';
import { shardsOf } from '../../redis-streams-lite/publish.ts';
import { findOwners, LOOKUPS } from '../find-owners.ts';

const PAGE = 100;

type KeepApp = Pick<App, 'pool' | 'redis' | 'vault' | 'keyPrefix' | 'config' | 'log'>;

/**
 * Moves dead letters from Redis to PostgreSQL, where their store sees them, and puts back what was requeued and not
 * handed over. What belongs to no store stays in Redis, where `queue_backlog` counts it.
 */
export async function moveDeadLetters(app: KeepApp): Promise<void> {
  for (const name of Object.keys(STREAMS) as StreamName[])
    for (const group of CONSUMER_GROUPS[name])
      for (const stream of shardsOf(shardedStream(app, name))) await moveFrom(app, { name, group, stream });
  await handBackLeft({ ...app, publishAgain: (input) => publishAgain(app.redis, input) });
}

async function moveFrom(
  app: KeepApp,
  { name, group, stream }: { readonly name: StreamName; readonly group: string; readonly stream: string },
): Promise<void> {
  for (let ownerlessCount = 0; ; ) {
    const parked = await listParked(app.redis, { stream, group, offset: ownerlessCount, limit: PAGE });
    const owners = await findOwners(app.pool, name, parked);
    const letters = parked.flatMap(({ reason, parkedAtMs, ...entry }) => {
      const owner = owners.get(entry.id);
      return owner ? [{ ...owner, kind: LOOKUPS[name].kind, group, entry, reason, parkedAtMs }] : [];
    });
    await keepDeadLetters(app, letters);
    // One that was requeued already and failed again meanwhile was parked later: it is moved the next time.
    const notAfterMs = Math.max(0, ...letters.map(({ parkedAtMs }) => parkedAtMs));
    await dropParked(app.redis, { stream, group, ids: letters.map(({ entry }) => entry.id), notAfterMs });
    if (parked.length < PAGE) return;
    ownerlessCount += parked.length - letters.length;
  }
}
