import { afterAll, beforeAll, expect, test } from 'vitest';
import type { App } from '../../src/compose.ts';
import { rowsOf, withTransaction } from '../../src/platform/db/transaction.ts';
import { createTestApp } from '../testkit/app.ts';
import { seedProduct, seedStore } from '../testkit/scene.ts';

let app: App<'http'> & AsyncDisposable;
let ana: { storeId: string; sellerId: string; productId: string };
let beto: typeof ana;

beforeAll(async () => {
  app = await createTestApp('http');
  const open = async () => {
    const store = await seedStore(app.pool);
    return { ...store, productId: await seedProduct(app.pool, { storeId: store.storeId }) };
  };
  ana = await open();
  beto = await open();
});
afterAll(() => app[Symbol.asyncDispose]());

const ALL = 'SELECT id FROM productos';

test('a read without any check gives the rows of the own stores, and nothing to nobody', async () => {
  const { pool, db } = app.wall.as(ana.sellerId);

  expect(await rowsOf(pool, ALL)).toEqual([{ id: ana.productId }]);
  expect(await db.product.findMany({ select: { id: true } })).toEqual([{ id: ana.productId }]);
  expect(await db.product.findUnique({ where: { id: beto.productId } })).toBeNull();
  expect(await rowsOf(app.wall.as(null).pool, ALL)).toEqual([]);
  expect(await app.wall.as(null).db.store.count()).toBe(0);
});

test('a write without any check changes nothing of another store', async () => {
  const { pool, db } = app.wall.as(ana.sellerId);
  const changed = await rowsOf(pool, 'UPDATE productos SET name = $1 RETURNING id', ['Renamed']);
  const gone = db.liveEvent.create({ data: { storeId: beto.storeId, title: 'Not mine' } });

  expect(changed).toEqual([{ id: ana.productId }]);
  await expect(gone).rejects.toThrow();
  expect(await app.db.product.count({ where: { storeId: beto.storeId, name: 'Renamed' } })).toBe(0);
  expect(await app.db.liveEvent.count({ where: { storeId: beto.storeId } })).toBe(0);
});

test('a connection never speaks for the person before, in and out of transactions and after a failure', async () => {
  const people = Array.from({ length: 200 }, (_, n) => (n % 2 ? ana : beto));
  const seen = await Promise.all(
    people.map(async (person, n) => {
      const { pool, db } = app.wall.as(person.sellerId);
      if (n % 5 === 0) await expect(pool.query('SELECT 1 / 0')).rejects.toThrow('division');
      if (n % 3 === 0) return withTransaction(pool, (sql) => rowsOf<{ id: string }>(sql, ALL));
      if (n % 3 === 1) return [await db.product.findUnique({ where: { id: person.productId }, select: { id: true } })];
      return rowsOf<{ id: string }>(pool, ALL);
    }),
  );

  expect(seen).toEqual(people.map((person) => [{ id: person.productId }]));
});

test('a member who is removed sees nothing with the next statement', async () => {
  const carla = await seedStore(app.pool);
  const { db } = app.wall.as(carla.sellerId);
  expect(await db.store.count()).toBe(1);

  await rowsOf(app.pool, 'DELETE FROM members WHERE vendedor_id = $1', [carla.sellerId]);

  expect(await db.store.count()).toBe(0);
});

test.each(['sessions', 'accounts', 'jwks', 'verifications', 'inbox'])('%s is closed to people', async (table) => {
  const { pool } = app.wall.as(ana.sellerId);

  await expect(pool.query(`SELECT FROM ${table}`)).rejects.toThrow('permission denied');
});

test.each([
  'DELETE FROM events',
  `UPDATE comments SET text = ''`,
  'DELETE FROM productos',
  `INSERT INTO ai_logs (tienda_id) VALUES (uuid_v7())`,
])('people cannot %s', async (sql) => {
  await expect(app.wall.as(ana.sellerId).pool.query(sql)).rejects.toThrow('permission denied');
});

test('every table is walled off or closed', async () => {
  const open = await rowsOf<{ name: string }>(
    app.pool,
    `SELECT c.relname AS name FROM pg_class c
     WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace
       AND has_table_privilege('livestreamsell_person', c.oid, 'SELECT, INSERT, UPDATE, DELETE')
       AND NOT (c.relrowsecurity AND EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid))`,
  );

  expect(open).toEqual([]);
});
