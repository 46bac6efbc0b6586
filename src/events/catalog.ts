import { z } from 'zod';

/**
 * Every event of the log, in the order in which a sale travels. Payloads carry ids and values that identify nobody:
 * names and texts stay in their tables. `minor` amounts are decimal strings, because JSON has no 64-bit integer.
 */
const id = z.uuid();
const minor = z.string().regex(/^-?\d+$/);
const units = z.int();
const line = z.object({ sku: z.string(), productName: z.string(), quantityUnits: units });
/** A cart as it is after a change; null when it no longer takes anything. */
const cart = z
  .object({ lines: z.array(line), totalMinor: minor, currency: z.string(), expiresAt: z.string() })
  .nullable();

export const eventModels = {
  'live-started': z.object({ title: z.string() }),
  'intent-detected': z.object({
    commentId: id,
    intent: z.string(),
    items: z.array(z.object({ sku: z.string(), quantityUnits: units })),
    // SKUs that a change replaces.
    removed: z.array(z.string()).default([]),
    ambiguous: z.boolean(),
    confidence: z.number(),
  }),
  'hold-placed': z.object({
    orderId: id,
    commentId: id.nullable(),
    buyerId: id,
    productId: id,
    sku: z.string(),
    productName: z.string(),
    quantityUnits: units,
    orderTotalMinor: minor,
    currency: z.string(),
    holdExpiresAt: z.string(),
    // A comment that claims, one that revises, or the line that moved on.
    cause: z.enum(['claim', 'revision', 'line']).default('claim'),
  }),
  'claim-waitlisted': z.object({
    commentId: id,
    buyerId: id,
    productId: id,
    sku: z.string(),
    productName: z.string(),
    quantityUnits: units,
  }),
  'claim-refused': z.object({
    commentId: id,
    buyerId: id,
    productId: id,
    sku: z.string(),
    productName: z.string(),
    quantityUnits: units,
    reason: z.enum(['blocked', 'product_limit', 'live_limit', 'cart_limit']),
  }),
  'hold-changed': z.object({ commentId: id, buyerId: id, orderId: id.nullable(), cart }),
  'hold-cancelled': z.object({ commentId: id, buyerId: id, orderId: id.nullable(), cart, released: z.array(line) }),
  'revision-refused': z.object({
    commentId: id,
    buyerId: id,
    reason: z.enum(['nothing_held', 'paying', 'out_of_stock', 'over_limit']),
    productName: z.string().nullable(),
  }),
  'stock-changed': z.object({ productId: id, sku: z.string(), onHandUnits: units, heldUnits: units }),
  'message-sent': z.object({ messageId: id, kind: z.string(), orderId: id.nullable(), commentId: id.nullable() }),
  'message-refused': z.object({
    messageId: id,
    kind: z.string(),
    orderId: id.nullable(),
    commentId: id.nullable(),
    reason: z.string(),
  }),
  'payment-started': z.object({
    orderId: id,
    attemptId: id,
    gateway: z.string(),
    amountMinor: minor,
    currency: z.string(),
  }),
  'payment-rejected': z.object({ orderId: id, gateway: z.string() }),
  'order-paid': z.object({ orderId: id, buyerId: id, amountMinor: minor, currency: z.string() }),
  'payment-refunded': z.object({ orderId: id, gateway: z.string(), amountMinor: minor, currency: z.string() }),
  'order-expired': z.object({ orderId: id }),
  'order-cancelled': z.object({ orderId: id }),
  'live-ended': z.object({}),
  'page-token-expiring': z.object({ fbPageId: z.string(), expiresAt: z.string() }),
  'webhook-disabled': z.object({ endpointId: id, reason: z.enum(['gone', 'failing']) }),
} as const;

export type EventType = keyof typeof eventModels;
export type EventPayload<Type extends EventType> = z.infer<(typeof eventModels)[Type]>;

/** An event about to be written, inside the transaction of the change that it tells of. */
export type NewEvent = {
  [Type in EventType]: {
    readonly storeId: string;
    readonly liveEventId: string | null;
    readonly type: Type;
    readonly payload: z.input<(typeof eventModels)[Type]>;
  };
}[EventType];

/** An event as readers of the log get it. `cursor` is its position in commit order, as a decimal string. */
export type LoggedEvent = {
  readonly id: string;
  readonly cursor: string;
  readonly storeId: string;
  readonly liveEventId: string | null;
  readonly type: string;
  readonly version: number;
  readonly payload: unknown;
  readonly occurredAt: string;
};
