import { createServer } from 'node:http';
import { createPool } from '../../src/platform/db/pool.ts';
import { whenReady } from './when-ready.ts';

// The same rows that products(first: 20) reads, written out as JSON by a bare server.
const pool = createPool({ url: process.env['DATABASE_URL'] ?? '', maxConnections: 10, onError: () => undefined });
const PRODUCTS = `
SELECT id, sku, name, price, currency, stock, held FROM productos WHERE tienda_id = $1 ORDER BY name, id LIMIT 21`;
const COUNT = 'SELECT count(*)::int AS total FROM productos WHERE tienda_id = $1';

const server = createServer(async (incoming, outgoing) => {
  const storeId = new URL(incoming.url ?? '/', 'http://bench').searchParams.get('store');
  const [products, count] = await Promise.all([pool.query(PRODUCTS, [storeId]), pool.query(COUNT, [storeId])]);
  outgoing.writeHead(200, { 'content-type': 'application/json' });
  outgoing.end(JSON.stringify({ products: products.rows, total: count.rows[0].total }));
});
whenReady(server);
