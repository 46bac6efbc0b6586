import { createRoute, z } from '@hono/zod-openapi';
import type { HttpApp, HttpServer } from '../http-app.ts';
import { problemContent, requireStore } from './shared.ts';

const productModel = z
  .object({
    id: z.uuid(),
    sku: z.string().openapi({ example: 'POL-ROJ-M' }),
    name: z.string().openapi({ example: 'Polera Roja M' }),
    stock: z.int().openapi({ description: 'Units that can be ordered now: on hand less held.', example: 15 }),
    price: z.int().openapi({
      description: 'Minor units of the currency of the store; CLP has none after the point.',
      example: 15000,
    }),
  })
  .openapi('Product');

const route = createRoute({
  method: 'get',
  path: '/api/v1/inventory/products',
  summary: 'The products of a store, by SKU',
  security: [{ bearer: [] }],
  request: {
    query: z.object({
      tienda_id: z.string().openapi({ description: 'Id of the store.' }),
      limit: z.coerce.number().int().min(1).max(200).default(50),
      offset: z.coerce.number().int().min(0).max(1_000_000).default(0),
    }),
  },
  responses: {
    200: { description: 'The products.', content: { 'application/json': { schema: z.array(productModel) } } },
    401: { description: 'Nobody is signed in.', content: problemContent },
    403: { description: 'The key lacks the scope products:read.', content: problemContent },
    404: { description: 'The caller has no such store.', content: problemContent },
    422: { description: 'A parameter does not fit.', content: problemContent },
    429: { description: 'The key calls too often; see Retry-After.', content: problemContent },
  },
});

/** GET /api/v1/inventory/products, of the caller's own stores only. */
export function mountInventory(rest: HttpServer, app: HttpApp): void {
  rest.openapi(route, async (c) => {
    const { tienda_id: storeId, limit, offset } = c.req.valid('query');
    const { db } = await requireStore(app, c, { route: 'GET /api/v1/inventory/products', storeId });
    const products = await db.product.findMany({
      where: { storeId },
      orderBy: { sku: 'asc' },
      take: limit,
      skip: offset,
    });
    return c.json(
      products.map((product) => ({
        id: product.id,
        sku: product.sku,
        name: product.name,
        stock: product.onHandUnits - product.heldUnits,
        price: Number(product.priceMinor),
      })),
      200,
    );
  });
}
