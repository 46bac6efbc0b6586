import type { Pool } from 'pg';
import { rowsOf } from '../../platform/db/transaction.ts';

/** What the buyer's page shows of an order. Amounts in minor units. */
export type Checkout = {
  readonly storeId: string;
  readonly storeName: string;
  readonly storeLocale: string;
  readonly buyerLocale: string | null;
  readonly status: 'pending' | 'paid' | 'expired' | 'cancelled' | 'refunded';
  readonly isHeld: boolean;
  /** Minutes until the hold ends, rounded up, by the clock of the database. */
  readonly minutesLeft: number;
  readonly total: string;
  readonly currency: string;
  readonly lines: readonly { readonly name: string; readonly units: number; readonly unitPrice: string }[];
  /** State of the last attempt that led the buyer to a gateway. */
  readonly lastAttempt: string | null;
};

const LOAD = `
SELECT o.tienda_id AS "storeId", t.name AS "storeName", t.locale AS "storeLocale", b.locale AS "buyerLocale", o.status,
  o.hold_expires_at > clock_timestamp() AS "isHeld", o.total, o.currency,
  greatest(0, ceil(extract(epoch FROM o.hold_expires_at - clock_timestamp()) / 60))::int AS "minutesLeft",
  (SELECT jsonb_agg(jsonb_build_object('name', p.name, 'units', i.quantity, 'unitPrice', i.unit_price::text) ORDER BY p.name)
   FROM pedido_items i JOIN productos p ON p.id = i.producto_id WHERE i.pedido_id = o.id) AS lines,
  (SELECT a.state FROM payment_attempts a WHERE a.pedido_id = o.id AND a.pay_url IS NOT NULL
   ORDER BY a.created_at DESC LIMIT 1) AS "lastAttempt"
FROM pedidos o JOIN tiendas t ON t.id = o.tienda_id JOIN buyers b ON b.id = o.buyer_id
WHERE o.checkout_token = $1`;

/** The order behind an unguessable link, or null. */
export async function loadCheckout(pool: Pool, token: string): Promise<Checkout | null> {
  const [row] = await rowsOf<Checkout>(pool, LOAD, [token]);
  return row ?? null;
}
