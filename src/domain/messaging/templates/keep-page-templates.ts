import type { Redis } from 'ioredis';
import type { Pool } from 'pg';
import { rowsOf, withTransaction } from '../../../platform/db/transaction.ts';
import type { Vault } from '../../../platform/vault/vault.ts';
import { pageTokenSeal } from '../../identity/page-seal.ts';
import { type PageAccess, SendError } from '../graph.ts';
import { findUsage, isTight } from '../page-usage.ts';
import { TEMPLATE_DRAFTS, type TemplateDraft } from './drafts.ts';
import type { MetaTemplates, TemplateStatus } from './meta-templates.ts';
import { type SaidTemplate, saveTemplates } from './save-templates.ts';

export type KeepTemplatesDeps = {
  readonly pool: Pool;
  readonly vault: Vault;
  readonly templates: MetaTemplates;
  readonly redis: Redis;
  readonly keyPrefix: string;
  /** What a person must have granted, as Facebook calls it; empty: nothing is known to be needed. */
  readonly utilityPermission: string;
};

type Due = {
  readonly storeId: string;
  readonly pageId: string;
  readonly sealed: string;
  readonly scopes: readonly string[];
};

const MINUTE_MS = 60_000;
const SETTLED_MS = 60 * MINUTE_MS;
const PENDING_MS = 10_000;
/** An approval usually takes seconds; what takes longer is told by a webhook. */
const FRESH_MINUTES = 5;
const BLOCKED_MS = 24 * 60 * MINUTE_MS;

// Who takes it has five minutes; of all processes one does. A Page that Facebook stopped is left alone.
const TAKE = `
UPDATE fb_sessions f SET templates_due_at = clock_timestamp() + interval '5 minutes'
FROM (
  SELECT b.tienda_id, t.fb_page_id FROM fb_sessions b JOIN tiendas t ON t.id = b.tienda_id
  WHERE b.templates_due_at <= clock_timestamp() AND t.fb_page_id IS NOT NULL AND NOT EXISTS (
    SELECT FROM page_stops p WHERE p.tienda_id = b.tienda_id AND p.action = 'all' AND coalesce(p.ends_at > clock_timestamp(), true))
  ORDER BY b.templates_due_at LIMIT 1 FOR UPDATE OF b SKIP LOCKED
) due
WHERE f.tienda_id = due.tienda_id
RETURNING f.tienda_id AS "storeId", due.fb_page_id AS "pageId", f.page_access_token_enc AS sealed, f.scopes`;

// A Page that was connected anew in the meantime is due at once and stays so.
const POSTPONE = `
UPDATE fb_sessions f SET templates_due_at = clock_timestamp() + interval '1 millisecond' * CASE WHEN EXISTS (
  SELECT FROM message_templates m WHERE m.tienda_id = f.tienda_id AND m.fb_page_id = $2 AND m.state = 'pending'
    AND m.changed_at > clock_timestamp() - interval '${FRESH_MINUTES} minutes') THEN least($3::int, ${PENDING_MS}) ELSE $3::int END
WHERE f.tienda_id = $1 AND f.templates_due_at > clock_timestamp()`;

/** What a look at one Page came to: what is known of its templates now, and when to look again. */
type Look = { readonly said: readonly SaidTemplate[]; readonly waitMs: number; readonly error?: SendError };

/**
 * Looks after the templates of the Page that waits longest: what Meta does not have is created, what it says of the others
 * is kept. Answers the store and the refusal, if there was one; null when no Page is due.
 */
export async function keepPageTemplates(
  deps: KeepTemplatesDeps,
): Promise<{ readonly storeId: string; readonly error: unknown } | null> {
  const [due] = await rowsOf<Due>(deps.pool, TAKE);
  if (!due) return null;
  const { storeId, pageId } = due;
  try {
    const { said, waitMs, error = null } = await look(deps, due);
    await withTransaction(deps.pool, (sql) => saveTemplates(sql, { storeId, pageId, said }));
    await rowsOf(deps.pool, POSTPONE, [storeId, pageId, waitMs]);
    return { storeId, error };
  } catch (error) {
    // The five minutes pass, and it is tried again.
    return { storeId, error };
  }
}

async function look(deps: KeepTemplatesDeps, due: Due): Promise<Look> {
  const { utilityPermission: permission } = deps;
  if (permission && due.scopes.length > 0 && !due.scopes.includes(permission)) return blocked(missing(permission));
  if (isTight(await findUsage(deps, due.pageId))) return { said: [], waitMs: 10 * MINUTE_MS };
  const page = { pageId: due.pageId, accessToken: await deps.vault.decrypt(due.sealed, pageTokenSeal(due.storeId)) };
  const said: SaidTemplate[] = [];
  try {
    const known = await deps.templates.list(page);
    for (const draft of TEMPLATE_DRAFTS) {
      const status = known.get(draft.name);
      const isThere = status !== undefined && status.state !== 'wanted';
      said.push({ ...draft, ...(isThere ? status : await create(deps.templates, page, draft)) });
    }
    return { said, waitMs: SETTLED_MS };
  } catch (error) {
    if (!(error instanceof SendError)) throw error;
    return { said, waitMs: 5 * MINUTE_MS, ...stopped(error, permission), error };
  }
}

/** A refusal of this one text does not keep the others waiting. */
async function create(templates: MetaTemplates, page: PageAccess, draft: TemplateDraft): Promise<TemplateStatus> {
  try {
    return await templates.create(page, draft);
  } catch (error) {
    if (!(error instanceof SendError) || error.verdict !== 'never') throw error;
    return { state: 'wanted', reason: error.reason };
  }
}

function stopped({ stop }: SendError, permission: string): Partial<Look> {
  if (stop?.cause === 'permission') return blocked(missing(permission || 'pages_utility_messaging'));
  return stop?.forMs ? { waitMs: Math.max(stop.forMs, MINUTE_MS) } : {};
}

/** Until the Page is connected again nothing will change, so Facebook is asked once a day. */
function blocked(reason: string): Look {
  const said = TEMPLATE_DRAFTS.map((draft) => ({ ...draft, state: 'wanted' as const, reason }));
  return { said, waitMs: BLOCKED_MS };
}

function missing(permission: string): string {
  return `Facebook did not grant ${permission}. Connect the Page again and leave it on. All else works without it.`;
}
