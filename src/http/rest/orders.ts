import { createRoute, z } from '@hono/zod-openapi';
import { SecondFactorRequiredError } from '../../domain/errors.ts';
import { createOrder } from '../../domain/sales/create-order.ts';
import type { HttpApp, HttpServer } from '../http-app.ts';
import { isStorable, UNSTORABLE } from '../storable.ts';
import { problemContent, requireStore } from './shared.ts';

const text = z.string().refine(isStorable, UNSTORABLE);

const bodyModel = z
  .object({
    tienda_id: z.string().openapi({ description: 'Id of the store.' }),
    customer_fb_id: text.trim().min(1).max(100).openapi({ description: "The buyer's id at Facebook." }),
    items: z
      .array(z.object({ sku: text.min(1).max(100), qty: z.int().min(1).max(999) }))
      .min(1)
      .max(50),
    gateway: z
      .enum(['flow', 'mercadopago', 'mp', 'paypal'])
      .optional()
      .openapi({ description: 'A wish; the buyer chooses on the checkout page among what the store has switched on.' }),
  })
  .openapi('NewOrder');

const orderModel = z
  .object({ order_id: z.uuid(), payment_url: z.url(), status: z.literal('pending') })
  .openapi('CreatedOrder');

const route = createRoute({
  method: 'post',
  path: '/api/v1/orders/create',
  summary: 'Hold stock for a buyer and get the payment link',
  security: [{ bearer: [] }],
  request: { body: { required: true, content: { 'application/json': { schema: bodyModel } } } },
  responses: {
    201: {
      description: 'The stock is held; the link may be sent to the buyer.',
      content: { 'application/json': { schema: orderModel } },
    },
    400: { description: 'Not enough stock (OUT_OF_STOCK), or no JSON (BAD_SHAPE).', content: problemContent },
    401: { description: 'Nobody is signed in.', content: problemContent },
    403: {
      description: 'The key lacks the scope orders:write, or an owner who sells much needs a second factor first.',
      content: problemContent,
    },
    404: { description: 'The caller has no such store.', content: problemContent },
    413: { description: 'The body is too long.', content: problemContent },
    415: { description: 'The body is no application/json.', content: problemContent },
    422: { description: 'The body does not fit the model.', content: problemContent },
    429: { description: 'The key calls too often; see Retry-After.', content: problemContent },
  },
});

/** POST /api/v1/orders/create. */
export function mountOrders(rest: HttpServer, app: HttpApp): void {
  rest.openapi(route, async (c) => {
    const body = c.req.valid('json');
    const given = { route: 'POST /api/v1/orders/create', storeId: body.tienda_id } as const;
    const { pool, db, caller } = await requireStore(app, c, given);
    if (await app.isSecondFactorDue(caller)) throw new SecondFactorRequiredError();
    const { orderId } = await createOrder(
      { pool, holdTtlMs: app.config.limits.holds.ttlMs },
      {
        storeId: body.tienda_id,
        customerFbId: body.customer_fb_id,
        items: body.items.map((item) => ({ sku: item.sku, quantityUnits: item.qty })),
      },
    );
    const order = await db.order.findUniqueOrThrow({ where: { id: orderId }, select: { checkoutToken: true } });
    const paymentUrl = `${app.config.env.BASE_URL}/checkout/${order.checkoutToken}`;
    return c.json({ order_id: orderId, payment_url: paymentUrl, status: 'pending' as const }, 201);
  });
}
