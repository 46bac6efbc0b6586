import { createHash } from 'node:crypto';
import type { HttpBindings } from '@hono/node-server';
import type { Handler } from 'hono';
import type { Pool } from 'pg';
import type { Logger } from 'pino';
import { z } from 'zod';
import { isMercadoPagoSignature } from '../../integrations/payments/mercadopago/signature.ts';
import { rowsOf } from '../../platform/db/transaction.ts';
import type { Metrics } from '../../platform/metrics/metrics.ts';
import { readRawBody } from '../middleware/read-raw-body.ts';
import { problem } from '../problem.ts';
import type { Intake } from './intake.ts';
import type { AllowInvalid } from './limit-invalid.ts';

export type ReceivePaymentDeps = {
  readonly pool: Pool;
  readonly intake: Intake;
  readonly mercadopagoSecret: string;
  readonly maxBodyBytes: number;
  readonly allowInvalid: AllowInvalid;
  readonly metrics: Metrics;
  readonly log: Logger;
};

const RETRY_AFTER_SECONDS = '30';

const hintModel = z.object({
  store: z.uuid(),
  // A number in all that was seen; it becomes a part of an address at the gateway.
  'data.id': z.string().regex(/^[\w-]{1,64}$/),
});

/**
 * POST /api/v1/webhooks/payments/mercadopago: a hint that a payment changed. It is stored before the 200; what is true
 * is read from the gateway afterwards. 403 bad signature, 429 too many of those; 404 unknown gateway; 413 too long; 422 no such shape;
 * 503 when it could not be stored, so that it is sent again.
 */
export const receivePayment = (deps: ReceivePaymentDeps): Handler<{ Bindings: HttpBindings }> =>
  async function receivePayment(c) {
    const answer = (status: 200 | 400 | 403 | 404 | 413 | 422 | 429 | 503, code?: string, detail = '') => {
      deps.metrics.webhookPosts.inc({ source: 'payments', status });
      return code ? problem(c, { status, code, detail }) : c.json({ received: true });
    };
    if (c.req.param('gateway') !== 'mercadopago')
      return answer(404, 'UNKNOWN_GATEWAY', 'There is no such gateway here.');
    const body = await readRawBody(c.env.incoming, deps.maxBodyBytes);
    if (body === 'too-long') return answer(413, 'BODY_TOO_LARGE', `The body exceeds ${deps.maxBodyBytes} bytes.`);
    if (body === 'cut-off') return answer(400, 'BAD_SHAPE', 'The body ended before its length.');
    // The old notices (topic=…) come unsigned beside the signed ones and say nothing more.
    if (c.req.query('topic')) return answer(200);
    const delivery = {
      dataId: c.req.query('data.id'),
      requestId: c.req.header('x-request-id'),
      signature: c.req.header('x-signature'),
    };
    if (!isMercadoPagoSignature({ secret: deps.mercadopagoSecret, ...delivery })) {
      if (!(await deps.allowInvalid(c.env.incoming, c.env.outgoing)))
        return answer(429, 'RATE_LIMITED', 'Too many notices without a signature that fits.');
      return answer(403, 'BAD_SIGNATURE', 'x-signature does not fit. Compare MERCADOPAGO_WEBHOOK_SECRET.');
    }
    if (c.req.query('type') !== 'payment') return answer(200);
    const hint = hintModel.safeParse(c.req.query());
    if (!hint.success) {
      deps.log.warn('Mercado Pago signed a notice without a payment or a store; it was refused');
      return answer(422, 'BAD_SHAPE', 'The notice lacks data.id, or the store of its address.');
    }
    try {
      await storeHint(deps, { storeId: hint.data.store, externalId: hint.data['data.id'], delivery });
      return answer(200);
    } catch (error) {
      deps.log.error({ err: error }, 'A payment hint could not be stored; it will be sent again');
      c.header('retry-after', RETRY_AFTER_SECONDS);
      return answer(503, 'NOT_STORED', 'The notice could not be stored just now. Send it again.');
    }
  };

type Hint = {
  readonly storeId: string;
  readonly externalId: string;
  readonly delivery: { readonly requestId: string | undefined; readonly signature: string | undefined };
};

// A delivery is known by its signature, which covers payment, request and time; by their digest, for an index takes no
// key of any length. A store that is not ours stores nothing.
async function storeHint(deps: ReceivePaymentDeps, { storeId, externalId, delivery }: Hint): Promise<void> {
  const parts = [storeId, externalId, delivery.requestId ?? '', delivery.signature];
  const [row] = await rowsOf<{ id: string }>(
    deps.pool,
    `INSERT INTO inbox (source, dedupe_key, body, trusted)
     SELECT 'mercadopago', $1, $2, true FROM tiendas WHERE id = $3
     ON CONFLICT (source, dedupe_key) DO NOTHING RETURNING id`,
    [
      createHash('sha256').update(parts.join('|')).digest('hex'),
      JSON.stringify({ storeId, externalId, requestId: delivery.requestId ?? '', gateway: 'mercadopago' }),
      storeId,
    ],
  );
  if (!row) return;
  // The inbox row is the truth; what no queue took, the timers find a little later.
  await deps
    .intake([
      { stream: 'paymentEvents', by: row.id, message: { body: JSON.stringify({ inboxId: row.id }), key: row.id } },
    ])
    .catch((error) => deps.log.warn({ err: error }, 'A payment hint waits in the inbox'));
}
