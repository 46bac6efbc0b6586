import { type Context, Hono } from 'hono';
import { z } from 'zod';
import type { Delivery } from '../deliver.ts';
import { BadBodyError, readJson } from '../read-json.ts';
import { paymentBody, preferenceBody, refundBody } from './bodies.ts';
import { addPreference, collectorOf, type Ledger, type Payment, refund } from './ledger.ts';
import { notify } from './notify.ts';

export type MercadoPagoDeps = { readonly ledger: Ledger; readonly delivery: Delivery };

// These have no digits after the point at Mercado Pago (COP too, against ISO 4217).
const WHOLE_CURRENCIES = new Set(['CLP', 'COP']);
const CURRENCIES = ['ARS', 'BRL', 'CLP', 'COP', 'MXN', 'PEN', 'USD', 'UYU'] as const;

const itemModel = z
  .object({
    title: z.string().min(1),
    quantity: z.int().min(1),
    currency_id: z.enum(CURRENCIES, { error: 'invalid currency_id' }),
    unit_price: z.number().positive(),
  })
  .refine(
    (item) => Number(item.unit_price.toFixed(WHOLE_CURRENCIES.has(item.currency_id) ? 0 : 2)) === item.unit_price,
    {
      error: 'unit_price has more digits after the point than the currency',
    },
  );
const preferenceModel = z.object({
  items: z
    .array(itemModel)
    .min(1)
    .refine((items) => new Set(items.map((item) => item.currency_id)).size === 1, {
      error: 'items differ in currency_id',
    }),
  external_reference: z.string().max(256).nullish(),
  back_urls: z.object({ success: z.url(), pending: z.url(), failure: z.url() }).partial().default({}),
  auto_return: z.enum(['approved', 'all']).optional(),
  notification_url: z.url().nullish(),
  expires: z.boolean().default(false),
  expiration_date_to: z.iso.datetime({ offset: true }).nullish(),
});
const refundModel = z.object({ amount: z.number().positive().optional() });

/** Checkout Pro, payments, search and refunds. A payment belongs to the account of the token that asked for it. */
export function createMercadoPagoApi(deps: MercadoPagoDeps, options: { readonly mercadopagoSecret: string }): Hono {
  const { ledger } = deps;
  const api = new Hono();
  api.post('/checkout/preferences', async (c) => {
    const collectorId = requireCollector(c);
    const body = await readJson(c, preferenceModel);
    if (body.auto_return && !body.back_urls.success)
      throw new BadBodyError('auto_return invalid. back_url.success must be defined');
    const preference = addPreference(ledger, {
      collectorId,
      items: body.items.map((item) => ({
        title: item.title,
        quantity: item.quantity,
        currencyId: item.currency_id,
        unitPrice: item.unit_price,
      })),
      externalReference: body.external_reference ?? null,
      backUrls: body.back_urls as { success?: string; pending?: string; failure?: string },
      notificationUrl: body.notification_url ?? null,
      expiresAtMs: body.expires && body.expiration_date_to ? Date.parse(body.expiration_date_to) : null,
    });
    return c.json(preferenceBody(preference, payUrlOf(c, preference.id)), 201);
  });
  api.get('/checkout/preferences/:id', (c) => {
    const preference = ledger.preferences.get(c.req.param('id'));
    if (!preference || preference.collectorId !== requireCollector(c)) return problem(c, 404, 'preference not found');
    return c.json(preferenceBody(preference, payUrlOf(c, preference.id)));
  });
  api.get('/v1/payments/search', (c) => c.json(search(ledger, requireCollector(c), c.req.query())));
  api.get('/v1/payments/:id', (c) => {
    const payment = findPayment(ledger, c);
    return payment ? c.json(paymentBody(payment)) : problem(c, 404, 'Payment not found');
  });
  api.post('/v1/payments/:id/refunds', async (c) => {
    const payment = findPayment(ledger, c);
    if (!payment) return problem(c, 404, 'Payment not found');
    const key = c.req.header('x-idempotency-key');
    if (!key) return problem(c, 400, 'Header X-Idempotency-Key can’t be null');
    const hasBody = (c.req.header('content-length') ?? '0') !== '0';
    const { amount } = hasBody ? await readJson(c, refundModel) : { amount: undefined };
    const made = refund(ledger, payment, { key, amount });
    if (!made) return problem(c, 400, 'Invalid amount or status for a refund');
    if (made.isNew) notify(deps, { payment, action: 'payment.updated', secret: options.mercadopagoSecret });
    return c.json(refundBody(payment, made.refund), 201);
  });
  api.onError((error, c) => {
    if (error instanceof UnauthorizedError) return problem(c, 401, error.message);
    if (error instanceof BadBodyError) return problem(c, 400, error.message);
    throw error;
  });
  return api;
}

class UnauthorizedError extends Error {}

function requireCollector(c: Context): number {
  const token = /^Bearer (.{8,})$/.exec(c.req.header('authorization') ?? '')?.[1];
  if (!token) throw new UnauthorizedError('authorization value not present');
  return collectorOf(token);
}

function findPayment(ledger: Ledger, c: Context): Payment | null {
  const collectorId = requireCollector(c);
  const payment = ledger.payments.get(Number(c.req.param('id')));
  return payment?.collectorId === collectorId ? payment : null;
}

function search(ledger: Ledger, collectorId: number, query: Readonly<Record<string, string>>): object {
  const { external_reference: reference, criteria } = query;
  const limit = Math.min(100, Math.max(1, Number(query['limit']) || 30));
  const offset = Math.max(0, Number(query['offset']) || 0);
  const found = [...ledger.payments.values()]
    .filter((payment) => payment.collectorId === collectorId)
    .filter((payment) => reference === undefined || payment.externalReference === reference)
    .sort((one, other) => (one.updatedAtMs - other.updatedAtMs || one.id - other.id) * (criteria === 'desc' ? -1 : 1));
  const results = found.slice(offset, offset + limit).map(paymentBody);
  return { paging: { total: found.length, limit, offset }, results };
}

function payUrlOf(c: Context, preferenceId: string): string {
  return new URL(`/mercadopago/checkout/v1/redirect?pref_id=${preferenceId}`, c.req.url).href;
}

function problem(c: Context, status: 400 | 401 | 404, message: string): Response {
  const error = { 400: 'bad_request', 401: 'unauthorized', 404: 'not_found' }[status];
  return c.json({ message, error, status, cause: [] }, status);
}
