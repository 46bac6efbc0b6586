import { z } from 'zod';

/** Why the bot is stopped: a seller, Meta's policy, or too many errors. */
export const PAUSE_REASONS = ['seller', 'policy', 'errors'] as const;
/** What a buyer may demand: no more messages, messages again, or to be forgotten. */
export const WISHES = ['opt_out', 'opt_in', 'data_deletion'] as const;

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
  'intent-unclear': z.object({ commentId: id, reason: z.string(), confidence: z.number() }),
  'intent-detected': z.object({
    commentId: id,
    intent: z.string(),
    items: z.array(z.object({ sku: z.string(), quantityUnits: units })),
    // SKUs that a change replaces.
    removed: z.array(z.string()).default([]),
    ambiguous: z.boolean(),
    // Nobody could say for sure, so nothing was done.
    leftOpen: z.boolean().default(false),
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
  'message-written': z.object({ messageId: id, conversationId: id }),
  'bot-paused': z.object({ pauseId: id, reason: z.enum(PAUSE_REASONS), detail: z.string().nullable() }),
  'bot-resumed': z.object({ pauseId: id }),
  'conversation-taken-over': z.object({ conversationId: id, until: z.string(), from: z.enum(['here', 'page-inbox']) }),
  'conversation-handed-back': z.object({ conversationId: id }),
  'wish-obeyed': z.object({ buyerId: id, wish: z.enum(WISHES), commentId: id.nullable(), erasureId: id.nullable() }),
  'buyer-data-erased': z.object({ buyerId: id, erasureId: id }),
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
  'coverage-changed': z.object({
    seenPercent: z.int().nullable(),
    repairedCount: z.int(),
    webhookSilentSince: z.string().nullable(),
    problem: z.string().nullable(),
  }),
  'broadcast-found': z.object({ fbLiveId: z.string() }),
  'broadcast-changed': z.object({ broadcast: z.enum(['live', 'ended']) }),
  'live-ended': z.object({}),
  'page-disconnected': z.object({ fbPageId: z.string(), reason: z.enum(['deauthorised', 'data-deletion']) }),
  'page-subscription-repaired': z.object({ fbPageId: z.string(), missingFields: z.array(z.string()) }),
  'page-stopped': z.object({
    action: z.enum(['all', 'public_reply', 'private', 'pace']),
    cause: z.enum(['token', 'permission', 'restricted', 'abuse', 'rate']),
    reason: z.string(),
    endsAt: z.string().nullable(),
  }),
  'page-warned': z.object({
    status: z.string(),
    violations: z.array(z.string()),
    restrictions: z.array(z.string()),
    stopsBot: z.boolean(),
  }),
  'template-changed': z.object({
    kind: z.string(),
    language: z.string(),
    state: z.string(),
    reason: z.string().nullable(),
  }),
  'member-joined': z.object({ sellerId: id, role: z.string() }),
  'member-role-changed': z.object({ sellerId: id, role: z.string() }),
  'member-removed': z.object({ sellerId: id }),
  'page-token-expiring': z.object({ fbPageId: z.string(), expiresAt: z.string() }),
  'ai-budget-alert': z.object({
    reason: z.enum(['unusual', 'limit']),
    costMicroUsd: minor,
    usualMicroUsd: minor.nullable(),
    limitMicroUsd: minor,
  }),
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
