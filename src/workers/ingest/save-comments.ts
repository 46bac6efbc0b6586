import type { Incoming } from '../../events/incoming.ts';
import { rowsOf, type Sql } from '../../platform/db/transaction.ts';

/** An incoming event and the store and live that it belongs to. */
export type StoredIncoming = {
  readonly event: Incoming;
  readonly storeId: string;
  readonly liveEventId: string | null;
  readonly showingSku: string | null;
};

/** A comment that was new, with what is needed to understand it. `previous`: the author's last three, oldest first. */
export type SavedComment = {
  readonly id: string;
  readonly storeId: string;
  readonly liveEventId: string | null;
  readonly text: string;
  readonly previous: readonly string[];
  readonly showingSku: string | null;
};

// Facebook tells whole seconds: what was written in the same one follows in the order in which it came, as ids do.
const SAVE = `
WITH given AS (
  SELECT DISTINCT ON (g."storeId", g."fbId") g.* FROM jsonb_to_recordset($1::jsonb) AS g("storeId" uuid, "liveEventId" uuid,
    source text, "fbId" text, "authorId" text, psid text, name text, text text, at timestamptz, "receivedAt" timestamptz, showing text)
  ORDER BY g."storeId", g."fbId"
),
-- A repeat brings nobody back who was erased in the meantime.
author AS (
  INSERT INTO buyers (tienda_id, fb_author_id, name)
  SELECT DISTINCT ON ("storeId", "authorId") "storeId", "authorId", name FROM given WHERE "authorId" IS NOT NULL
    AND NOT EXISTS (SELECT FROM comments o WHERE o.tienda_id = given."storeId" AND o.fb_comment_id = given."fbId")
  ORDER BY "storeId", "authorId"
  ON CONFLICT (tienda_id, fb_author_id) DO UPDATE SET name = coalesce(EXCLUDED.name, buyers.name)
  RETURNING id, tienda_id, fb_author_id
),
chatter AS (
  SELECT b.id, b.tienda_id, b.psid FROM buyers b JOIN (SELECT DISTINCT "storeId", psid FROM given WHERE psid IS NOT NULL) g
    ON b.tienda_id = g."storeId" AND b.psid = g.psid
),
fresh AS (
  INSERT INTO comments (tienda_id, live_id, buyer_id, source, fb_comment_id, text, commented_at, received_at, showing_sku)
  SELECT g."storeId", g."liveEventId", coalesce(a.id, c.id), g.source, g."fbId", g.text, g.at, g."receivedAt", g.showing
  FROM given g
  LEFT JOIN author a ON a.tienda_id = g."storeId" AND a.fb_author_id = g."authorId"
  LEFT JOIN chatter c ON c.tienda_id = g."storeId" AND c.psid = g.psid
  ON CONFLICT DO NOTHING
  RETURNING id, tienda_id, live_id, buyer_id, fb_comment_id, text, commented_at
)
SELECT f.id, f.tienda_id AS "storeId", f.live_id AS "liveEventId", f.text, g.showing AS "showingSku",
  coalesce(array(SELECT e.text FROM (
    SELECT o.text, o.commented_at, o.id FROM comments o
    WHERE o.buyer_id = f.buyer_id AND o.live_id IS NOT DISTINCT FROM f.live_id AND (o.commented_at, o.id) < (f.commented_at, f.id)
    UNION ALL
    SELECT o.text, o.commented_at, o.id FROM fresh o
    WHERE o.buyer_id = f.buyer_id AND o.live_id IS NOT DISTINCT FROM f.live_id AND (o.commented_at, o.id) < (f.commented_at, f.id)
    ORDER BY commented_at DESC, id DESC LIMIT 3) e ORDER BY e.commented_at, e.id), '{}') AS previous
FROM fresh f JOIN given g ON g."storeId" = f.tienda_id AND g."fbId" = f.fb_comment_id
ORDER BY f.commented_at, f.id`;

/** Writes the comments and messages that are new and answers them, the oldest first. A comment without author gets one of its own. */
export async function saveComments(sql: Sql, stored: readonly StoredIncoming[]): Promise<readonly SavedComment[]> {
  const rows = stored.flatMap(toRow);
  if (rows.length === 0) return [];
  return rowsOf<SavedComment>(sql, SAVE, [JSON.stringify(rows)]);
}

function toRow({ event, storeId, liveEventId, showingSku }: StoredIncoming): object[] {
  if (event.event !== 'feed_comment' && event.event !== 'message') return [];
  const given = {
    storeId,
    liveEventId,
    text: event.data.text,
    at: event.timestamp,
    receivedAt: event.data.received_at,
    showing: showingSku,
  };
  if (event.event === 'feed_comment') {
    const { author_id: authorId, author_name: name, comment_id: fbId } = event.data;
    const source = event.data.backfill ? 'backfill' : 'comment';
    return [{ ...given, source, fbId, authorId: authorId ?? `comment:${fbId}`, psid: null, name }];
  }
  const { message_id: fbId, psid } = event.data;
  return [{ ...given, source: 'message', fbId, authorId: null, psid, name: null }];
}
