import { parseArgs } from 'node:util';
import type { Pool } from 'pg';
import { z } from 'zod';
import { createCatalogueCache } from '../src/domain/intent/catalogue-cache.ts';
import { detectIntent } from '../src/domain/intent/detect-intent.ts';
import { createPool } from '../src/platform/db/pool.ts';
import { rowsOf } from '../src/platform/db/transaction.ts';
import { readEnvironmentWithFile } from './lib/development-env.ts';

const USAGE = 'npm run replay -- --live ID [--json], where ID is the id of a live: its UUID, or as the API gives it';

type Item = { readonly sku: string; readonly qty: number };
type Past = {
  readonly storeId: string;
  readonly text: string;
  readonly showingSku: string | null;
  readonly previous: readonly string[];
  readonly intent: string;
  readonly items: readonly Item[];
  readonly by: string;
};
/** A decision that would come out otherwise today. */
export type Changed = {
  readonly text: string;
  readonly before: { readonly intent: string; readonly items: readonly Item[]; readonly by: string };
  readonly after: { readonly intent: string; readonly items: readonly Item[]; readonly by: string };
};
export type Replay = { readonly comments: number; readonly changed: readonly Changed[] };

const COMMENTS = `
SELECT c.tienda_id AS "storeId", c.text, c.showing_sku AS "showingSku", a.detected_intent AS intent, a.items, a.decided_by AS by,
  coalesce(array(SELECT e.text FROM (
    SELECT o.text, o.commented_at FROM comments o
    WHERE o.buyer_id = c.buyer_id AND o.live_id = c.live_id AND o.commented_at < c.commented_at
    ORDER BY o.commented_at DESC LIMIT 3) e ORDER BY e.commented_at), '{}') AS previous
FROM comments c JOIN ai_logs a ON a.comment_id = c.id
WHERE c.live_id = $1 AND c.text <> '' ORDER BY c.commented_at, c.id`;

/**
 * Runs the comments of a past live through the local engine of today, with the catalogue of today. Reads only: no stock
 * moves and nothing is sent. Comments whose text was erased are left out.
 */
export async function replayLive(pool: Pool, liveEventId: string): Promise<Replay> {
  const past = await rowsOf<Past>(pool, COMMENTS, [liveEventId]);
  const catalogues = createCatalogueCache({ pool });
  const changed: Changed[] = [];
  for (const { storeId, text, showingSku, previous, ...before } of past) {
    const { index } = await catalogues.get(storeId);
    const { intent, items, by } = detectIntent(index, { text, showingSku, previous });
    if (intent !== before.intent || keyOf(items) !== keyOf(before.items))
      changed.push({ text, before, after: { intent, items, by } });
  }
  return { comments: past.length, changed };
}

function keyOf(items: readonly Item[]): string {
  return items
    .map(({ sku, qty }) => `${sku}×${qty}`)
    .toSorted()
    .join(' ');
}

function readLiveId(id: string | undefined): string {
  const plain = id && !z.uuid().safeParse(id).success ? Buffer.from(id, 'base64').toString().split(':').at(-1) : id;
  const parsed = z.uuid().safeParse(plain);
  if (!parsed.success) throw new Error(`--live ${id ?? ''} is no id of a live. Use: ${USAGE}`);
  return parsed.data;
}

function print({ comments, changed }: Replay): void {
  for (const { text, before, after } of changed) {
    console.log(JSON.stringify(text));
    console.log(
      `    then ${before.intent} ${keyOf(before.items)} (${before.by}), now ${after.intent} ${keyOf(after.items)} (${after.by})`,
    );
  }
  console.log(`${changed.length} of ${comments} decisions would change.`);
}

if (import.meta.main) {
  const { values } = parseArgs({ options: { live: { type: 'string' }, json: { type: 'boolean', default: false } } });
  try {
    const liveEventId = readLiveId(values.live);
    const url = readEnvironmentWithFile()['DATABASE_URL'];
    if (!url) throw new Error('DATABASE_URL is missing. Set it to the PostgreSQL that has the live.');
    const pool = createPool({ url, maxConnections: 1, onError: () => undefined });
    try {
      const replay = await replayLive(pool, liveEventId);
      if (values.json) console.log(JSON.stringify(replay, null, 2));
      else print(replay);
    } finally {
      await pool.end();
    }
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
