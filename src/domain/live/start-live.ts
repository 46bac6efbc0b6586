import type { Pool } from 'pg';
import type { Logger } from 'pino';
import { recordEvents } from '../../events/record-events.ts';
import { isUniqueViolation, rowsOf, type Sql, withTransaction } from '../../platform/db/transaction.ts';
import type { Vault } from '../../platform/vault/vault.ts';
import { ConflictError } from '../errors.ts';
import { findPageAccess } from '../identity/find-page-access.ts';
import type { MetaGraph } from '../messaging/graph.ts';

export type StartLiveDeps = {
  readonly pool: Pool;
  readonly vault: Vault;
  readonly graph: Pick<MetaGraph, 'findRunningLive'>;
  readonly log: Pick<Logger, 'warn'>;
};

export type StartLiveInput = {
  readonly storeId: string;
  readonly title: string;
  /** Ids of the broadcast at Facebook; when the first is null the Page is asked what runs there. */
  readonly fbLiveId: string | null;
  readonly fbPostId: string | null;
};

type Broadcast = { readonly fbLiveId: string | null; readonly fbPostId: string | null };

/**
 * Starts a live: from now on comments under its broadcast become holds. That Facebook cannot be asked does not stop it.
 * @throws ConflictError when a running live of the store already belongs to the broadcast.
 */
export async function startLive(deps: StartLiveDeps, input: StartLiveInput): Promise<{ readonly liveEventId: string }> {
  const broadcast = input.fbLiveId ? input : await findBroadcast(deps, input);
  try {
    return await withTransaction(deps.pool, async (sql) => ({
      liveEventId: await insertLive(sql, { ...input, ...broadcast }),
    }));
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    throw new ConflictError(
      `The broadcast ${broadcast.fbLiveId} already has a live here. End that one, or start a new broadcast at Facebook.`,
    );
  }
}

async function findBroadcast(deps: StartLiveDeps, input: StartLiveInput): Promise<Broadcast> {
  const page = await findPageAccess({ sql: deps.pool, vault: deps.vault }, input);
  if (!page) return input;
  try {
    const running = await deps.graph.findRunningLive(page);
    if (!running) return input;
    return { fbLiveId: running.liveId, fbPostId: input.fbPostId ?? running.postId };
  } catch (error) {
    deps.log.warn(
      { err: error, storeId: input.storeId },
      'Facebook did not say which broadcast runs; the live starts without it',
    );
    return input;
  }
}

async function insertLive(sql: Sql, input: StartLiveInput): Promise<string> {
  const [live] = await rowsOf<{ id: string }>(
    sql,
    'INSERT INTO live_events (tienda_id, title, fb_live_id, fb_post_id) VALUES ($1, $2, $3, $4) RETURNING id',
    [input.storeId, input.title, input.fbLiveId, input.fbPostId],
  );
  if (!live) throw new Error('The live was not written.');
  await recordEvents(sql, [
    { storeId: input.storeId, liveEventId: live.id, type: 'live-started', payload: { title: input.title } },
  ]);
  return live.id;
}
