import type { App } from '../../compose.ts';
import { pruneRawPosts } from '../../domain/queues/raw-posts.ts';

const BATCH = 1_000;

/** Deletes posts of webhooks that were kept long enough, batch by batch. */
export async function pruneOldPosts(app: Pick<App, 'pool'>): Promise<void> {
  while ((await pruneRawPosts(app.pool, { limit: BATCH })) === BATCH);
}
