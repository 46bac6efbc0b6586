import { expect, test } from 'vitest';
import { NotFoundError } from '../../../src/domain/errors.ts';
import { queueMessages } from '../../../src/domain/messaging/queue-messages.ts';
import { blockBuyer, unblockBuyer } from '../../../src/domain/sales/block-buyer.ts';
import { setBuyerLimits } from '../../../src/domain/sales/set-buyer-limits.ts';
import { rowsOf } from '../../../src/platform/db/transaction.ts';
import { messageRow, openChat } from '../messaging/chat.ts';
import { comment, place, sharedDatabase, shelf } from '../shop.ts';

const database = sharedDatabase();
const DUTY = { author: 'duty' } as const;

async function ownerOf(storeId: string): Promise<string> {
  const [row] = await rowsOf<{ id: string }>(database.pool, 'SELECT vendedor_id AS id FROM tiendas WHERE id = $1', [
    storeId,
  ]);
  return row?.id ?? '';
}

async function actions(storeId: string) {
  const rows = await rowsOf<{ action: string }>(
    database.pool,
    'SELECT action FROM audit_log WHERE tienda_id = $1 ORDER BY seq',
    [storeId],
  );
  return rows.map((row) => row.action);
}

test('a blocked buyer leaves the line, what is queued for them stays, and all of it is kept in the audit', async () => {
  const { pool } = database;
  const chat = await openChat(pool);
  const { storeId, buyerId } = chat;
  const actorId = await ownerOf(storeId);
  const waiting = await comment(pool, chat, { buyerId, units: 11 });
  await place(pool, [waiting]);
  const queue = async (kind: 'notice' | 'receipt', given = {}) =>
    (await queueMessages(pool, [chat.message(kind, given)]))[0];
  const queued = [await queue('notice'), await queue('notice'), await queue('receipt'), await queue('notice', DUTY)];
  const ids = queued.map((id) => id ?? '');
  await rowsOf(pool, `UPDATE messages SET state = 'withheld' WHERE id = $1`, [ids[1]]);

  await blockBuyer({ pool }, { storeId, buyerId, actorId });
  await blockBuyer({ pool }, { storeId, buyerId, actorId });

  const messages = await Promise.all(ids.map((id) => messageRow(pool, id)));
  expect(messages.map((message) => message.state)).toEqual(['refused', 'refused', 'queued', 'queued']);
  expect(await queue('notice')).toBeUndefined();
  expect(await queue('receipt')).toBeDefined();
  expect(await queue('notice', DUTY)).toBeDefined();
  expect(await rowsOf(pool, 'SELECT state FROM waitlist_entries WHERE buyer_id = $1', [buyerId])).toEqual([
    { state: 'left' },
  ]);

  await unblockBuyer({ pool }, { storeId, buyerId, actorId });
  await place(pool, [await comment(pool, chat, { buyerId })]);
  expect(await shelf(pool, chat.productId)).toMatchObject({ held: 1 });
  expect(await actions(storeId)).toEqual(['buyer-blocked', 'buyer-unblocked']);
});

test('a buyer of another store is not found', async () => {
  const { pool } = database;
  const [mine, theirs] = [await openChat(pool), await openChat(pool)];
  const input = { storeId: mine.storeId, buyerId: theirs.buyerId, actorId: await ownerOf(mine.storeId) };

  await expect(blockBuyer({ pool }, input)).rejects.toThrow(NotFoundError);
});

test('limits are set once and kept in the audit', async () => {
  const { pool } = database;
  const { storeId } = await openChat(pool);
  const limits = { maxUnitsPerProduct: 2, maxUnitsPerLive: 4, maxOpenCarts: 1 };
  const input = { ...limits, storeId, actorId: await ownerOf(storeId) };

  await setBuyerLimits({ pool }, input);
  await setBuyerLimits({ pool }, input);

  expect(await actions(storeId)).toEqual(['buyer-limits-set']);
  const rows = await rowsOf(
    pool,
    `SELECT max_units_per_product AS "maxUnitsPerProduct", max_units_per_live AS "maxUnitsPerLive",
       max_open_carts AS "maxOpenCarts" FROM tiendas WHERE id = $1`,
    [storeId],
  );
  expect(rows).toEqual([limits]);
});
