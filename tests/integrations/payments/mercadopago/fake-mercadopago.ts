import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import { Hono } from 'hono';

export type FakePayment = {
  readonly id: number;
  readonly status: string;
  readonly external_reference: string | null;
  readonly transaction_amount: number;
  readonly currency_id: string;
};

/** Mercado Pago's API over HTTP, as far as Checkout Pro needs it. `token` alone opens it. */
export async function startFakeMercadoPago(token = 'TEST-token') {
  const payments = new Map<string, FakePayment>();
  const preferences = new Map<string, { id: string; init_point: string }>();
  const requests: { method: string; path: string; key: string | undefined; body: unknown }[] = [];
  const refundKeys = new Set<string>();
  const broken: { status: number | null; hangs: boolean; hidesRefunded: boolean } = {
    status: null,
    hangs: false,
    hidesRefunded: false,
  };

  const app = new Hono();
  app.use('*', async (c, next) => {
    const body = c.req.method === 'POST' ? await c.req.json() : undefined;
    const { pathname, search } = new URL(c.req.url);
    requests.push({ method: c.req.method, path: `${pathname}${search}`, key: c.req.header('x-idempotency-key'), body });
    if (broken.hangs) return new Promise<Response>(() => undefined);
    if (broken.status) return c.json({ message: 'broken', error: 'broken', status: broken.status, cause: [] }, 500);
    if (c.req.header('authorization') !== `Bearer ${token}`)
      return c.json({ message: 'invalid access token', error: 'unauthorized', status: 401, cause: [] }, 401);
    return next();
  });
  app.post('/checkout/preferences', (c) => {
    const key = c.req.header('x-idempotency-key') ?? '';
    const id = `pref-${preferences.size + 1}`;
    const preference = preferences.get(key) ?? { id, init_point: `https://pay.example/${id}` };
    preferences.set(key, preference);
    return c.json(preference, 201);
  });
  app.get('/v1/payments/search', (c) => {
    const results = [...payments.values()].filter(
      (payment) => payment.external_reference === c.req.query('external_reference'),
    );
    return c.json({ paging: { total: results.length, limit: 30, offset: 0 }, results });
  });
  app.get('/v1/payments/:id', (c) => {
    const payment = payments.get(c.req.param('id'));
    if (!payment || (broken.hidesRefunded && refundKeys.size > 0))
      return c.json({ message: 'Payment not found', error: 'not_found', status: 404, cause: [] }, 404);
    return c.json(payment);
  });
  app.post('/v1/payments/:id/refunds', (c) => {
    const payment = payments.get(c.req.param('id'));
    const key = c.req.header('x-idempotency-key');
    if (!payment) return c.json({ message: 'Payment not found', error: 'not_found', status: 404, cause: [] }, 404);
    if (!key)
      return c.json({ message: 'X-Idempotency-Key is missing', error: 'bad_request', status: 400, cause: [] }, 400);
    refundKeys.add(key);
    payments.set(String(payment.id), { ...payment, status: 'refunded' });
    return c.json({ id: 1, payment_id: payment.id, amount: payment.transaction_amount, status: 'approved' }, 201);
  });

  const server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' });
  await new Promise((resolve) => server.once('listening', resolve));
  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    preferences,
    refundKeys,
    broken,
    pay(payment: Partial<FakePayment> & Pick<FakePayment, 'id'>): void {
      const whole = { status: 'approved', external_reference: null, transaction_amount: 2_000, currency_id: 'CLP' };
      payments.set(String(payment.id), { ...whole, ...payment });
    },
    [Symbol.asyncDispose]: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        if ('closeAllConnections' in server) server.closeAllConnections();
      }),
  };
}
