import { expect, test } from 'vitest';
import { adjustStock } from '../../src/domain/inventory/adjust-stock.ts';
import type { LoggedEvent } from '../../src/events/catalog.ts';
import { rowsOf } from '../../src/platform/db/transaction.ts';
import { promoteNext } from '../../src/workers/stock-changed.promote-waitlist.ts';
import { comment, eventsOf, openShop, place } from '../domain/shop.ts';
import { createTestApp } from '../testkit/app.ts';

test('each change of stock is offered to the line, however often it is told, and promotions come to an end', async () => {
  await using app = await createTestApp('workers');
  const shop = await openShop(app.pool, { units: 1 });
  await place(app.pool, await Promise.all([0, 1, 2].map((second) => comment(app.pool, shop, { second }))));
  await adjustStock({ pool: app.pool }, { ...shop, deltaUnits: 1 });
  const told = () =>
    rowsOf<LoggedEvent>(
      app.pool,
      `SELECT id, payload, tienda_id AS "storeId" FROM events WHERE tienda_id = $1 AND type = 'stock-changed' ORDER BY seq`,
      [shop.storeId],
    );
  const before = await told();

  await promoteNext.run(app, before);
  await promoteNext.run(app, await told());

  expect(await eventsOf(app.pool, shop.storeId, 'hold-placed')).toHaveLength(2);
  expect(await told()).toHaveLength(before.length + 1);
});
