import { recordEvents } from '../../../events/record-events.ts';
import { rowsOf, type Sql } from '../../../platform/db/transaction.ts';
import type { TemplateKind } from './drafts.ts';
import type { TemplateStatus } from './meta-templates.ts';

export type SaidTemplate = TemplateStatus & {
  readonly kind: TemplateKind;
  readonly language: string;
  readonly name: string;
};
type Changed = Omit<SaidTemplate, 'name'>;

// Meta's list gives no reason for a pause, its notice did: while the state is the same the reason stays.
const SAVE = `
INSERT INTO message_templates AS m (tienda_id, fb_page_id, kind, language, name, state, reason)
SELECT $1, $2, g.kind, g.language, g.name, g.state, g.reason
FROM jsonb_to_recordset($3::jsonb) AS g(kind text, language text, name text, state text, reason text)
ORDER BY g.name
ON CONFLICT (tienda_id, fb_page_id, kind, language) DO UPDATE SET name = EXCLUDED.name, state = EXCLUDED.state,
  reason = CASE WHEN m.state = EXCLUDED.state AND m.name = EXCLUDED.name AND m.state <> 'wanted' THEN coalesce(EXCLUDED.reason, m.reason)
    ELSE EXCLUDED.reason END,
  said_at = CASE WHEN m.name = EXCLUDED.name THEN m.said_at END, changed_at = clock_timestamp()
WHERE (m.name, m.state) IS DISTINCT FROM (EXCLUDED.name, EXCLUDED.state)
  OR (EXCLUDED.reason IS DISTINCT FROM m.reason AND (EXCLUDED.reason IS NOT NULL OR m.state = 'wanted'))
RETURNING m.kind, m.language, m.state, m.reason`;

/** Keeps what Meta was found to say of the templates of a Page, and tells the store what changed. In the caller's transaction. */
export async function saveTemplates(
  sql: Sql,
  input: { readonly storeId: string; readonly pageId: string; readonly said: readonly SaidTemplate[] },
): Promise<void> {
  const { storeId, pageId, said } = input;
  if (said.length === 0) return;
  const rows = said.map(({ kind, language, name, state, reason }) => ({ kind, language, name, state, reason }));
  await tell(sql, storeId, await rowsOf<Changed>(sql, SAVE, [storeId, pageId, JSON.stringify(rows)]));
}

/** What a notice of Meta says of one template; `at` (ISO 8601) is Meta's time of it. */
export type TemplateNotice = TemplateStatus & {
  readonly storeId: string;
  readonly pageId: string;
  readonly name: string;
  readonly at: string;
};

// Notices come late and twice: only a later one than the last counts.
const NOTICE = `
UPDATE message_templates m SET state = $4, reason = $5, said_at = $6::timestamptz, changed_at = clock_timestamp()
WHERE m.tienda_id = $1 AND m.fb_page_id = $2 AND m.name = $3 AND coalesce(m.said_at < $6::timestamptz, true)
  AND (m.state, m.reason) IS DISTINCT FROM ($4, $5)
RETURNING m.kind, m.language, m.state, m.reason`;

/**
 * Keeps what notices say of our templates, and has Meta's list looked at soon: it has the last word. In the caller's
 * transaction; rows are taken by name, as everywhere.
 */
export async function saveTemplateNotices(sql: Sql, notices: readonly TemplateNotice[]): Promise<void> {
  for (const notice of notices.toSorted((one, other) => (one.name < other.name ? -1 : one.name > other.name ? 1 : 0)))
    await saveNotice(sql, notice);
}

async function saveNotice(sql: Sql, notice: TemplateNotice): Promise<void> {
  const { storeId, pageId, name, state, reason, at } = notice;
  const changed = await rowsOf<Changed>(sql, NOTICE, [storeId, pageId, name, state, reason, at]);
  if (changed.length === 0) return;
  await tell(sql, storeId, changed);
  await rowsOf(sql, 'UPDATE fb_sessions SET templates_due_at = clock_timestamp() WHERE tienda_id = $1', [storeId]);
}

async function tell(sql: Sql, storeId: string, changed: readonly Changed[]): Promise<void> {
  await recordEvents(
    sql,
    changed.map(({ kind, language, state, reason }) => ({
      storeId,
      liveEventId: null,
      type: 'template-changed' as const,
      payload: { kind, language, state, reason },
    })),
  );
}
