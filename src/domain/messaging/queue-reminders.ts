import type { Pool } from 'pg';
import { rowsOf, withTransaction } from '../../platform/db/transaction.ts';
import { formatMoney } from '../payments/money.ts';
import { BUYER_LOCALE } from './buyer-locale.sql.ts';
import { sayFollowUp } from './follow-up-texts.ts';
import { type NewMessage, queueMessages } from './queue-messages.ts';
import { decideSend } from './send-policy.ts';
import { listLines, textsFor, vocative } from './texts.ts';

type Step = 'hold_ends' | 'cart_waits' | 'last_call';
type Row = {
  storeId: string;
  buyerId: string;
  liveEventId: string | null;
  orderId: string;
  step: Step;
  name: string | null;
  locale: string;
  total: string;
  currency: string;
  checkoutToken: string;
  minutes: number;
  validUntil: Date;
  hasPsid: boolean;
  lastInboundAtMs: number | null;
  isWindowClosed: boolean;
  nowMs: number;
  lines: { name: string; units: number }[];
};

const TAKE = `
WITH due AS (
  SELECT id FROM reminders WHERE taken_at IS NULL AND due_at <= clock_timestamp()
  ORDER BY due_at LIMIT $1 FOR UPDATE SKIP LOCKED
)
UPDATE reminders r SET taken_at = clock_timestamp() FROM due WHERE r.id = due.id RETURNING r.id`;

// The first step is for carts that are still held; the others for what was let go, can still be had, and was not bought since.
const LOAD = `
SELECT o.tienda_id AS "storeId", b.id AS "buyerId", o.live_id AS "liveEventId", o.id AS "orderId", r.step, b.name,
  ${BUYER_LOCALE} AS locale, o.total, o.currency, o.checkout_token AS "checkoutToken",
  greatest(1, round(extract(epoch FROM o.hold_expires_at - clock_timestamp()) / 60))::int AS minutes,
  CASE WHEN r.step = 'hold_ends' THEN o.hold_expires_at ELSE r.due_at + interval '1 hour' END AS "validUntil",
  b.psid IS NOT NULL AS "hasPsid", (extract(epoch FROM v.last_inbound_at) * 1000)::float8 AS "lastInboundAtMs",
  coalesce(v.window_closed_at >= v.last_inbound_at, false) AS "isWindowClosed",
  (extract(epoch FROM clock_timestamp()) * 1000)::float8 AS "nowMs",
  (SELECT jsonb_agg(jsonb_build_object('name', p.name, 'units', i.quantity) ORDER BY p.name)
   FROM pedido_items i JOIN productos p ON p.id = i.producto_id WHERE i.pedido_id = o.id) AS lines
FROM reminders r
JOIN pedidos o ON o.id = r.pedido_id
JOIN buyers b ON b.id = o.buyer_id
JOIN conversations v ON v.buyer_id = b.id
JOIN tiendas t ON t.id = o.tienda_id
WHERE r.id = ANY($1::uuid[]) AND CASE WHEN r.step = 'hold_ends'
  THEN o.status = 'pending' AND o.hold_expires_at > clock_timestamp()
  ELSE o.status = 'expired' AND r.due_at > clock_timestamp() - interval '1 hour'
    AND NOT EXISTS (SELECT FROM pedidos n WHERE n.buyer_id = o.buyer_id AND n.created_at > o.created_at AND n.status IN ('pending', 'paid'))
    AND NOT EXISTS (SELECT FROM pedido_items i JOIN productos p ON p.id = i.producto_id
      WHERE i.pedido_id = o.id AND p.stock - p.held < i.quantity)
  END`;

const TEXTS = { hold_ends: 'holdEnds', cart_waits: 'cartWaits', last_call: 'lastCall' } as const;

/**
 * Takes the steps that are due and queues the reminders that may be sent as free text now; the others pass in silence. What
 * happens until the sending is asked again there. Answers the messages, and how many steps were taken: fewer than `limit`
 * means that none is left.
 */
export async function queueReminders(
  deps: { readonly pool: Pool; readonly baseUrl: string },
  input: { readonly limit: number },
): Promise<{ readonly messageIds: readonly string[]; readonly taken: number }> {
  return withTransaction(deps.pool, async (sql) => {
    const taken = await rowsOf<{ id: string }>(sql, TAKE, [input.limit]);
    if (taken.length === 0) return { messageIds: [], taken: 0 };
    const rows = await rowsOf<Row>(sql, LOAD, [taken.map((reminder) => reminder.id)]);
    const allowed = rows.filter(
      (row) => decideSend({ ...row, kind: 'reminder', hasTemplate: false, commentedAtMs: null }).mode === 'free_text',
    );
    const messages = allowed.map((row) => toMessage(row, deps.baseUrl));
    return { messageIds: await queueMessages(sql, messages), taken: taken.length };
  });
}

function toMessage(row: Row, baseUrl: string): NewMessage {
  const { storeId, buyerId, liveEventId, orderId, step, locale } = row;
  const texts = textsFor(locale);
  const text = sayFollowUp(TEXTS[step], {
    locale,
    seed: orderId,
    values: {
      name: vocative(row.name),
      lines: listLines(row.lines.map((line) => `• ${line.units} × ${line.name}`)),
      total: formatMoney({ amountMinor: BigInt(row.total), currency: row.currency, locale }),
      minutes: row.minutes,
    },
  });
  const link = { kind: 'link', title: texts.pay, url: `${baseUrl}/checkout/${row.checkoutToken}` } as const;
  return {
    storeId,
    buyerId,
    liveEventId,
    orderId,
    commentId: null,
    kind: 'reminder',
    dedupeKey: `reminder:${orderId}:${step}`,
    body: step === 'hold_ends' ? { text, buttons: [link] } : { text },
    validUntil: row.validUntil.toISOString(),
  };
}
