import type { Pool } from 'pg';
import { z } from 'zod';
import type { DeadLetterKind } from '../domain/queues/dead-letters.ts';
import { aiProcessingModel } from '../events/ai-processing.ts';
import type { StreamName } from '../events/streams.ts';
import { rowsOf } from '../platform/db/transaction.ts';
import type { Entry } from '../redis-streams-lite/types.ts';

/** Whose an entry is, and what it is about. */
export type Owner = { readonly storeId: string; readonly subject: string | null };

type Lookup = {
  readonly kind: DeadLetterKind;
  /** Finds in a body what names its owner, and what it is about where the body says it. */
  readonly model: z.ZodType<{ readonly key: string; readonly subject?: string | undefined }>;
  readonly sql: string;
};

const STORES = `SELECT id::text AS key, id AS "storeId", NULL AS subject FROM tiendas WHERE id = ANY($1::uuid[])`;

/** How each stream says whose its entries are. */
export const LOOKUPS: Readonly<Record<StreamName, Lookup>> = {
  incomingComments: {
    kind: 'comment',
    model: z
      .object({
        data: z.object({ page_id: z.string(), comment_id: z.string().optional(), message_id: z.string().optional() }),
      })
      .transform(({ data }) => ({ key: data.page_id, subject: data.comment_id ?? data.message_id })),
    sql: `SELECT fb_page_id AS key, id AS "storeId", NULL AS subject FROM tiendas WHERE fb_page_id = ANY($1)`,
  },
  aiProcessing: {
    kind: 'understanding',
    model: aiProcessingModel.transform((body) => ({ key: body.context.tienda_id, subject: body.comment_id })),
    sql: STORES,
  },
  notificationDelivery: {
    kind: 'message',
    model: z.object({ message_id: z.uuid() }).transform((body) => ({ key: body.message_id })),
    sql: `SELECT id::text AS key, tienda_id AS "storeId", kind AS subject FROM messages WHERE id = ANY($1::uuid[])`,
  },
  paymentEvents: {
    kind: 'payment',
    model: z.object({ inboxId: z.uuid() }).transform((body) => ({ key: body.inboxId })),
    sql: `SELECT i.id::text AS key, t.id AS "storeId", i.body ->> 'externalId' AS subject
          FROM inbox i JOIN tiendas t ON t.id::text = i.body ->> 'storeId' WHERE i.id = ANY($1::uuid[])`,
  },
  partnerDeliveries: {
    kind: 'webhook',
    model: z.object({ delivery_id: z.uuid() }).transform((body) => ({ key: body.delivery_id })),
    sql: `SELECT id::text AS key, tienda_id AS "storeId", event_type AS subject FROM webhook_deliveries WHERE id = ANY($1::uuid[])`,
  },
  events: {
    kind: 'step',
    model: z
      .object({ storeId: z.uuid(), type: z.string() })
      .transform((body) => ({ key: body.storeId, subject: body.type })),
    sql: STORES,
  },
};

/** The owners of entries of a stream, by entry id. One that belongs to no store that exists has none. */
export async function findOwners(
  pool: Pool,
  stream: StreamName,
  entries: readonly Entry[],
): Promise<ReadonlyMap<string, Owner>> {
  const { model, sql } = LOOKUPS[stream];
  const named = entries.flatMap((entry) => {
    const parsed = model.safeParse(jsonOf(entry.body));
    return parsed.success ? [{ entryId: entry.id, ...parsed.data }] : [];
  });
  if (named.length === 0) return new Map();
  const rows = await rowsOf<Owner & { key: string }>(pool, sql, [[...new Set(named.map(({ key }) => key))]]);
  const byKey = new Map(rows.map((row) => [row.key, row]));
  return new Map(
    named.flatMap(({ entryId, key, subject }) => {
      const owner = byKey.get(key);
      return owner ? [[entryId, { storeId: owner.storeId, subject: subject ?? owner.subject }] as const] : [];
    }),
  );
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
