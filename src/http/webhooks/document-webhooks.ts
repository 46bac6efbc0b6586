import { z } from '@hono/zod-openapi';
import type { HttpServer } from '../http-app.ts';
import { problemContent } from '../rest/shared.ts';

const refusal = (description: string) => ({ description, content: problemContent });

/** The webhooks in the API description; their handlers read raw bytes, so no route of the framework describes them. */
export function documentWebhooks(http: HttpServer): void {
  const registry = http.openAPIRegistry;
  registry.registerPath({
    method: 'get',
    path: '/api/v1/webhooks/facebook',
    summary: 'Meta asks whether this address is ours',
    request: {
      query: z.object({
        'hub.mode': z.literal('subscribe'),
        'hub.verify_token': z.string(),
        'hub.challenge': z.string(),
      }),
    },
    responses: {
      200: { description: 'The challenge.', content: { 'text/plain': { schema: z.string() } } },
      403: refusal('The verify token is not ours.'),
    },
  });
  for (const [path, summary] of [
    ['/api/v1/facebook/deauthorize', 'A person removed the app at Facebook'],
    ['/api/v1/facebook/data-deletion', 'A person asks Facebook to have their data erased'],
  ] as const) {
    registry.registerPath({
      method: 'post',
      path,
      summary,
      request: {
        body: {
          required: true,
          content: { 'application/x-www-form-urlencoded': { schema: z.object({ signed_request: z.string() }) } },
        },
      },
      responses: {
        200: { description: 'Done. Data deletion answers `url` and `confirmation_code`.' },
        400: refusal('The body has no signed_request, or no person stands in it.'),
        403: refusal('It was not signed with the app secret.'),
      },
    });
  }
  registry.registerPath({
    method: 'post',
    path: '/api/v1/webhooks/facebook',
    summary: 'Comments, messages and taps from Meta',
    request: {
      headers: z.object({
        'x-hub-signature-256': z.string().openapi({ description: 'sha256= and the HMAC of the body.' }),
      }),
      body: {
        required: true,
        content: {
          'application/json': { schema: z.object({ object: z.string(), entry: z.array(z.looseObject({})) }) },
        },
      },
    },
    responses: {
      200: {
        description: 'The events are stored.',
        content: { 'text/plain': { schema: z.literal('EVENT_RECEIVED') } },
      },
      400: refusal('The body is no webhook.'),
      403: refusal('The signature does not fit.'),
      413: refusal('The body is too long.'),
      503: refusal('The events could not be stored; send them again.'),
    },
  });
  registry.registerPath({
    method: 'post',
    path: '/api/v1/webhooks/payments/{gateway}',
    summary: 'A gateway says that a payment changed',
    request: {
      params: z.object({ gateway: z.enum(['mercadopago']) }),
      query: z.object({ store: z.uuid(), type: z.string(), 'data.id': z.string() }),
      headers: z.object({ 'x-signature': z.string(), 'x-request-id': z.string().optional() }),
    },
    responses: {
      200: {
        description: 'The notice is stored.',
        content: { 'application/json': { schema: z.object({ received: z.literal(true) }) } },
      },
      403: refusal('The signature does not fit.'),
      404: refusal('There is no such gateway.'),
      413: refusal('The body is too long.'),
      422: refusal('The notice lacks data.id, or the store of its address.'),
      503: refusal('The notice could not be stored; send it again.'),
    },
  });
}
