import type { AiProcessing } from '../events/ai-processing.ts';
import { streamKey } from '../events/streams.ts';
import { rowsOf } from '../platform/db/transaction.ts';
import { publishBatch } from '../redis-streams-lite/publish.ts';
import { on } from './step.ts';

const OPEN = `
SELECT c.id, c.text, c.tienda_id AS "storeId", c.live_id AS "liveEventId" FROM comments c
LEFT JOIN ai_logs l ON l.comment_id = c.id
WHERE c.id = ANY($1::uuid[]) AND l.id IS NULL ORDER BY c.commented_at, c.id`;

/** Hands comments that are still open to those who ask the language model. */
export const publishQuestions = on('intent-unclear', 'publish-questions', async (app, events) => {
  const rows = await rowsOf<{ id: string; text: string; storeId: string; liveEventId: string | null }>(app.pool, OPEN, [
    events.map(({ payload }) => payload.commentId),
  ]);
  await publishBatch(app.redis, {
    stream: streamKey(app.keyPrefix, 'aiProcessing'),
    messages: rows.map((row) => ({ body: JSON.stringify(toEntry(row)), key: row.id })),
  });
});

function toEntry(row: { id: string; text: string; storeId: string; liveEventId: string | null }): AiProcessing {
  return {
    comment_id: row.id,
    text: row.text,
    context: { tienda_id: row.storeId, live_id: row.liveEventId },
    schema_version: '1.0',
  };
}
