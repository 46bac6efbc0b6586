import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { rowsOf } from '../../src/platform/db/transaction.ts';
import { createTestPool } from '../testkit/database.ts';

// What the database decides and Prisma cannot say. Whoever adds one adds it here; whoever drops one must say so here.
const CHECKS = [
  'claim_revisions_quantity_not_negative',
  'refused_claims_reason_known',
  'tiendas_limits_positive',
  'ai_logs_ask_back_known',
  'ai_logs_cost_not_negative',
  'ai_logs_fallback_known',
  'ai_usage_not_negative',
  'audit_log_seq_positive',
  'bot_pauses_reason_known',
  'broadcasts_state_known',
  'erasures_done_with_proof',
  'erasures_source_known',
  'message_templates_state_known',
  'messages_author_known',
  'dead_letters_kind_known',
  'holds_quantity_positive',
  'invitations_live_of_moderators',
  'invitations_role_known',
  'mails_kind_has_its_target',
  'mails_state_known',
  'members_live_of_moderators',
  'holds_state_known',
  'live_coverage_broadcast_known',
  'live_coverage_phase_known',
  'live_events_status_known',
  'login_log_outcome_known',
  'members_role_known',
  'messages_direction_known',
  'messages_state_known',
  'comments_source_known',
  'page_stops_action_known',
  'page_stops_cause_known',
  'payment_attempts_state_known',
  'payments_outcome_known',
  'pedido_items_price_not_negative',
  'pedido_items_quantity_positive',
  'pedidos_status_known',
  'pedidos_total_not_negative',
  'productos_held_within_stock',
  'productos_price_not_negative',
  'productos_stock_not_negative',
  'reminders_step_known',
  'stock_movements_reason_known',
  'tiendas_shipping_note_length',
  'waitlist_quantity_positive',
  'waitlist_state_known',
  'webhook_deliveries_state_known',
  'webhook_endpoints_state_known',
];
const PARTIAL_UNIQUE = [
  'bot_pauses_one_running',
  'comments_one_per_last_part',
  'erasures_one_open',
  'invitations_one_open_per_address',
  'live_events_one_active_per_broadcast',
  'payments_one_winner_per_order',
  'pedidos_one_open_cart',
  'store_keys_one_in_use',
];
const PARTIAL = [
  'dead_letters_requeued',
  'events_to_relay',
  'holds_active_by_product',
  'inbox_to_handle',
  'live_coverage_to_poll',
  'mails_to_send',
  'messages_to_send',
  'messages_tried',
  'messages_withheld',
  'pedidos_to_expire',
  'reminders_due',
  'waitlist_next_in_line',
  'waitlist_of_buyer',
  'webhook_deliveries_open',
];
const TRIGRAM = ['productos_name_trgm'];

const sql = globSync('prisma/migrations/*/migration.sql')
  .map((file) => readFileSync(file, 'utf8'))
  .join('\n');
// A rule that a later migration widens is written twice.
const written = (pattern: RegExp) => [...new Set([...sql.matchAll(pattern)].map((match) => match[1] ?? ''))].toSorted();

test('the migrated database has every hand-written CHECK and EXCLUDE, valid', async () => {
  const pool = await createTestPool();
  const rows = await rowsOf<{ name: string }>(
    pool,
    `SELECT conname AS name FROM pg_constraint WHERE contype IN ('c', 'x') AND convalidated AND connamespace = 'public'::regnamespace`,
  );

  expect(rows.map((row) => row.name).toSorted()).toEqual(CHECKS.toSorted());
  expect(written(/ADD CONSTRAINT "([^"]+)"\s+(?:CHECK|EXCLUDE)/g)).toEqual(CHECKS.toSorted());
});

test('the migrated database has every hand-written partial and trigram index, valid', async () => {
  const pool = await createTestPool();
  const rows = await rowsOf<{ name: string; kind: string }>(
    pool,
    `SELECT c.relname AS name,
       CASE WHEN am.amname = 'gin' THEN 'trigram' WHEN i.indisunique THEN 'partial unique' ELSE 'partial' END AS kind
     FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_am am ON am.oid = c.relam
     WHERE i.indisvalid AND c.relnamespace = 'public'::regnamespace AND (i.indpred IS NOT NULL OR am.amname = 'gin')`,
  );
  const of = (kind: string) =>
    rows
      .filter((row) => row.kind === kind)
      .map((row) => row.name)
      .toSorted();

  expect(of('partial unique')).toEqual(PARTIAL_UNIQUE);
  expect(of('partial')).toEqual(PARTIAL.toSorted());
  expect(of('trigram')).toEqual(TRIGRAM);
  expect(written(/CREATE (?:UNIQUE )?INDEX "([^"]+)"[^;]*?(?:\sWHERE\s|\sUSING gin\s)[^;]*;/g)).toEqual(
    [...PARTIAL_UNIQUE, ...PARTIAL, ...TRIGRAM].toSorted(),
  );
});
