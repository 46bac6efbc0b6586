import { recordEvents } from '../../events/record-events.ts';
import { rowsOf, type Sql } from '../../platform/db/transaction.ts';
import type { Decision } from './intent-detector.ts';
import type { Trail } from './model/ask-model.ts';

/** A decision about a stored comment. `trail`: how a model came to it; null for one of rules. */
export type Decided = {
  readonly comment: {
    readonly id: string;
    readonly storeId: string;
    readonly liveEventId: string | null;
    readonly text: string;
  };
  readonly decision: Decision;
  readonly catalogueVersion: string;
  readonly tookMs: number;
  readonly trail: Trail | null;
};

const SAVE = `
WITH given AS (
  SELECT * FROM jsonb_to_recordset($1::jsonb) AS g("storeId" uuid, "liveEventId" uuid, "commentId" uuid, text text,
    sku text, intent text, items jsonb, ambiguous boolean, "askBack" text, confidence float8, by text, lang text, "catalogueVersion" text,
    "tookMs" int, provider text, model text, prompt text, answer text, tokens int, "costMicroUsd" bigint,
    "isCached" boolean, fallback text, doubts text[])
),
fresh AS (
  INSERT INTO ai_logs (tienda_id, live_id, comment_id, raw_comment, detected_sku, detected_intent, items, ambiguous,
    ask_back, confidence_score, decided_by, language, catalogue_version, took_ms, provider, model, prompt, answer, tokens,
    cost_micro_usd, is_cached, fallback, doubts)
  SELECT "storeId", "liveEventId", "commentId", text, sku, intent, items, ambiguous, "askBack", confidence, by, lang,
    "catalogueVersion", "tookMs", provider, model, prompt, answer, tokens, "costMicroUsd", "isCached", fallback, doubts
  FROM given
  ON CONFLICT (comment_id) DO NOTHING
  RETURNING comment_id, detected_intent, left_open
),
tagged AS (UPDATE comments c SET intent = f.detected_intent FROM fresh f WHERE c.id = f.comment_id)
SELECT comment_id AS "commentId", left_open AS "leftOpen" FROM fresh`;

/** Writes decisions and their events, once for a comment however often it is decided. Answers those that were new. */
export async function saveDecisions(sql: Sql, decided: readonly Decided[]): Promise<readonly Decided[]> {
  if (decided.length === 0) return [];
  const rows = await rowsOf<{ commentId: string; leftOpen: boolean }>(sql, SAVE, [JSON.stringify(decided.map(toRow))]);
  const fresh = new Map(rows.map(({ commentId, leftOpen }) => [commentId, leftOpen]));
  const saved = decided.filter(({ comment }) => fresh.has(comment.id));
  await recordEvents(
    sql,
    saved.map(({ comment, decision }) => ({
      storeId: comment.storeId,
      liveEventId: comment.liveEventId,
      type: 'intent-detected',
      payload: {
        commentId: comment.id,
        intent: decision.intent,
        items: decision.items.map((item) => ({ sku: item.sku, quantityUnits: item.qty })),
        removed: [...decision.removed],
        ambiguous: decision.ambiguous,
        leftOpen: fresh.get(comment.id) ?? false,
        confidence: decision.confidence,
      },
    })),
  );
  return saved;
}

function toRow({ comment, decision, catalogueVersion, tookMs, trail }: Decided) {
  return {
    storeId: comment.storeId,
    liveEventId: comment.liveEventId,
    commentId: comment.id,
    text: comment.text,
    sku: decision.items[0]?.sku ?? null,
    intent: decision.intent,
    items: decision.items,
    ambiguous: decision.ambiguous,
    askBack: decision.askBack ?? null,
    confidence: decision.confidence,
    by: decision.by,
    lang: decision.lang,
    catalogueVersion,
    tookMs,
    provider: trail?.provider ?? null,
    model: trail?.model ?? null,
    prompt: trail?.prompt ?? null,
    answer: trail?.answer ?? null,
    tokens: trail?.cost.tokens ?? 0,
    costMicroUsd: trail?.cost.microUsd ?? 0,
    isCached: trail?.isCached ?? false,
    fallback: trail?.fallback ?? null,
    doubts: trail?.doubts ?? [],
  };
}
