import type { Handler } from 'hono';
import type { Redis } from 'ioredis';
import type { Pool } from 'pg';
import type { Logger } from 'pino';
import { z } from 'zod';
import { isMercadoPagoSignature } from '../../integrations/payments/mercadopago/signature.ts';
import { rowsOf } from '../../platform/db/transaction.ts';
import type { Metrics } from '../../platform/metrics/metrics.ts';
import { publish } from '../../redis-streams-lite/publish.ts';
import { readRawBody } from '../middleware/read-raw-body.ts';
import { problem } from '../problem.ts';

export type ReceivePaymentDeps = {
  readonly pool: Pool;
  readonly redis: Redis;
  readonly stream: string;
  readonly mercadopagoSecret: string;
  readonly maxBodyBytes: number;
  readonly metrics: Metrics;
  readonly log: Logger;
};

const queryModel = z.object({
  store: z.uuid(),
  'data.id': z.string().max(64).optional(),
  type: z.string().max(64).optional(),
});

/**
 * POST /api/v1/webhooks/payments/mercadopago: a hint that a payment changed. It is stored before the 200; what is true
 * is read from the gateway afterwards. 403 bad signature; 404 unknown gateway; 413 too long; 422 no such shape.
 */
export const receivePayment = (deps: ReceivePaymentDeps): Handler =>
  async function receivePayment(c) {
    const answer = (status: 200 | 403 | 404 | 413 | 422, code?: string, detail = '') => {
      deps.metrics.webhookPosts.inc({ source: 'mercadopago', status });
      return code ? problem(c, { status, code, detail }) : c.json({ received: true });
    };
    if (c.req.param('gateway') !== 'mercadopago')
      return answer(404, 'UNKNOWN_GATEWAY', 'There is no such gateway here.');
    const body = await readRawBody(c, deps.maxBodyBytes);
    if (!body) return answer(413, 'BODY_TOO_LARGE', `The body is longer than ${deps.maxBodyBytes} bytes.`);
    // The old notices (topic=…) come unsigned beside the signed ones and say nothing more.
    if (c.req.query('topic')) return answer(200);
    const query = queryModel.safeParse(c.req.query());
    if (!query.success) return answer(422, 'BAD_SHAPE', 'The notice lacks the store that its address was made for.');
    const { store, 'data.id': dataId, type } = query.data;
    const requestId = c.req.header('x-request-id');
    const isSigned = isMercadoPagoSignature({
      secret: deps.mercadopagoSecret,
      signature: c.req.header('x-signature'),
      requestId,
      dataId,
    });
    if (!isSigned) return answer(403, 'BAD_SIGNATURE', 'x-signature does not fit. Compare MERCADOPAGO_WEBHOOK_SECRET.');
    if (type !== 'payment' || !dataId) return answer(200);
    await storeHint(deps, { storeId: store, externalId: dataId, requestId: requestId ?? '' });
    return answer(200);
  };

async function storeHint(
  deps: ReceivePaymentDeps,
  hint: { storeId: string; externalId: string; requestId: string },
): Promise<void> {
  const [row] = await rowsOf<{ id: string }>(
    deps.pool,
    `INSERT INTO inbox (source, dedupe_key, body, trusted) VALUES ('mercadopago', $1, $2, true)
     ON CONFLICT (source, dedupe_key) DO NOTHING RETURNING id`,
    [`${hint.externalId}|${hint.requestId}`, JSON.stringify({ ...hint, gateway: 'mercadopago' })],
  );
  if (!row) return;
  // The inbox row is the truth; without Redis the timers find it a little later.
  await publish(deps.redis, {
    stream: deps.stream,
    message: { body: JSON.stringify({ inboxId: row.id }), key: row.id },
  }).catch((error) => deps.log.warn({ err: error }, 'A payment hint waits in the inbox'));
}
