import { setTimeout as sleep } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import type { Pool } from 'pg';
import type { Logger } from 'pino';
import { type PublishTo, replaySpool, type SpooledEntry, spoolEntries } from '../../domain/queues/spool.ts';
import { type StreamName, type StreamPlace, shardedStream } from '../../events/streams.ts';
import { publish, publishSharded, shardOf } from '../../redis-streams-lite/publish.ts';

export type IntakeEntry = SpooledEntry & { readonly stream: StreamName };

/** Keeps entries of one post, all for one stream. Throws when neither Redis nor PostgreSQL took them. */
export type Intake = (entries: readonly IntakeEntry[]) => Promise<void>;

type IntakeDeps = StreamPlace & { readonly redis: Redis; readonly pool: Pool; readonly log: Logger };

const REPLAY_BATCH = 500;
const LOOK_EVERY_MS = 100;

/**
 * DIRECT (to Redis) -> SPOOLING (to PostgreSQL) when Redis failed or its connection closed -> DIRECT when Redis is back
 * and the spool is empty. What came while Redis was away is in the stream before what comes later: until the spool is
 * empty nothing passes it by. Redis' answer may have been lost, so an entry may be there twice.
 */
export function createIntake(deps: IntakeDeps): Intake {
  let isSpooling = false;
  let openInserts = 0;
  let spooledCount = 0;

  const spool: Intake = async (entries) => {
    openInserts += 1;
    spooledCount += 1;
    try {
      await spoolEntries(deps.pool, entries);
    } finally {
      openInserts -= 1;
    }
  };
  const beginSpooling = (): void => {
    if (isSpooling || deps.redis.status === 'end') return;
    isSpooling = true;
    deps.log.warn('Redis is away; what comes in is kept in PostgreSQL');
    void untilReplayed();
  };
  const untilReplayed = async (): Promise<void> => {
    while (isSpooling && deps.redis.status !== 'end') {
      const before = { openInserts, spooledCount };
      const replayed = deps.redis.status === 'ready' ? await replay().catch(() => 'away' as const) : 'away';
      // What was being written while the spool was found empty may have come too late for that look.
      const isQuiet = before.openInserts === 0 && openInserts === 0 && before.spooledCount === spooledCount;
      if (replayed === 'empty' && isQuiet) {
        isSpooling = false;
        deps.log.info('Redis has all that was kept for it');
      }
      // What is kept is safe: waiting for Redis must not keep a process alive that was asked to end.
      else if (replayed !== 'more') await sleep(LOOK_EVERY_MS, undefined, { ref: false });
    }
  };
  const publishTo: PublishTo = (stream, messages) =>
    publishSharded(deps.redis, { ...shardedStream(deps, stream as StreamName), messages });
  const replay = () => replaySpool({ pool: deps.pool, publish: publishTo }, { limit: REPLAY_BATCH });

  deps.redis.on('close', beginSpooling);
  return async function intake(entries) {
    if (entries.length === 0) return;
    if (isSpooling) return spool(entries);
    try {
      await publishEntries(deps, entries);
    } catch (error) {
      deps.log.warn({ err: error }, 'Redis did not take an entry');
      beginSpooling();
      await spool(entries);
    }
  };
}

async function publishEntries(deps: IntakeDeps, entries: readonly IntakeEntry[]): Promise<void> {
  const [first] = entries;
  if (!first) return;
  const place = shardedStream(deps, first.stream);
  // A single command shares its round trip with those of other requests; a batch makes one of its own.
  if (entries.length === 1)
    return void (await publish(deps.redis, { stream: shardOf({ ...place, by: first.by }), message: first.message }));
  await publishSharded(deps.redis, { ...place, messages: entries.map(({ message, by }) => ({ ...message, by })) });
}
