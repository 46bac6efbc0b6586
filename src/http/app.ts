import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { HttpBindings } from '@hono/node-server';
import { serveStatic } from '@hono/node-server/serve-static';
import { OpenAPIHono } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { cors } from 'hono/cors';
import { html } from 'hono/html';
import { HTTPException } from 'hono/http-exception';
import { secureHeaders } from 'hono/secure-headers';
import { DomainError } from '../domain/errors.ts';
import { streamKey } from '../events/streams.ts';
import { takeCall } from '../platform/redis/rate-limit.ts';
import { assertEveryRouteDeclared } from './access.ts';
import { createAnswerAuth } from './auth/answer-auth.ts';
import { mountCheckout } from './checkout/mount-checkout.ts';
import { CHECKOUT_STYLE } from './checkout/page.ts';
import { clientAddress } from './client-address.ts';
import type { Graphql } from './graphql/create-graphql.ts';
import type { HttpApp, HttpServer } from './http-app.ts';
import { limitCalls } from './middleware/limit-calls.ts';
import { limitKeys } from './middleware/limit-keys.ts';
import { problem, problemOf } from './problem.ts';
import { mountHealth } from './rest/health.ts';
import { mountInventory } from './rest/inventory.ts';
import { mountOrders } from './rest/orders.ts';
import { documentWebhooks } from './webhooks/document-webhooks.ts';
import { receiveComment, verifySubscription } from './webhooks/receive-comment.ts';
import { receivePayment } from './webhooks/receive-payment.ts';
import { mountSignedRequests } from './webhooks/receive-signed-request.ts';

const HSTS = 'max-age=31536000; includeSubDomains';
const DASHBOARD = 'dashboard/dist';

/** Every door of the server, in one Hono app. */
export function createHttp(app: HttpApp, graphql: Graphql) {
  const { env, limits } = app.config;
  const http: HttpServer = new OpenAPIHono({
    defaultHook: (result, c) => {
      if (result.success) return;
      const fields = result.error.issues.map((issue) => ({ path: issue.path.join('.'), message: issue.message }));
      const detail = `The request does not fit: ${fields.map((field) => `${field.path} ${field.message}`).join('; ')}`;
      return problem(c, { status: 422, code: 'INVALID_INPUT', detail, fields });
    },
  });
  const answerAuth = createAnswerAuth(app);
  mountWebhooks(http, app);
  documentWebhooks(http);
  const limitCaller = limitCalls(app);
  for (const path of ['/graphql', '/api/v1/*']) http.use(path, limitKeys(app.keyLimiter));
  http.post('/graphql', limitCaller, graphql.answer);
  http.use('*', cors({ origin: [...env.CORS_ORIGINS], credentials: false }));
  http.use('*', headers(app));
  for (const path of ['/api/*', '/checkout/*']) http.use(path, limitBody(limits.limits.bodyBytes));
  for (const path of ['/api/v1/orders/*', '/api/v1/inventory/*']) http.use(path, limitCaller);
  http.get('/graphql', limitCaller);
  http.on(['GET', 'POST'], '/api/auth/*', (c) => {
    const address = clientAddress(c.env.incoming, env.TRUSTED_PROXY_HOPS);
    const request = new Request(c.req.raw);
    request.headers.set('x-client-address', address);
    return answerAuth(request, address);
  });
  http.on(['GET', 'POST', 'OPTIONS'], '/graphql', (c) => graphql.handle(c));
  http.get('/schema.graphql', (c) => c.text(readFileSync('schema.graphql', 'utf8')));
  mountHealth(http, app);
  mountInventory(http, app);
  mountOrders(http, app);
  mountCheckout(http, app);
  mountSignedRequests(http, app);
  mountDocs(http);
  http.get('/api/v1/sign-in-ways', (c) => c.json({ facebook: env.FB_APP_ID !== undefined }));
  if (limits.debug)
    http.get('/api/v1/demo', (c) => c.json({ email: 'demo@livestreamsell.test', password: 'demo-password-1' }));
  http.onError((error, c) => {
    if (error instanceof DomainError) return problemOf(c, error);
    if (error instanceof HTTPException && (error.status === 400 || error.status === 415)) {
      return problem(c, {
        status: error.status,
        code: 'BAD_SHAPE',
        detail: 'The body is no JSON. Send an object with content-type application/json.',
      });
    }
    app.log.error({ err: error, path: c.req.path }, 'A request failed');
    return problem(c, {
      status: 500,
      code: 'INTERNAL',
      detail: 'Something failed here. Try again; if it stays so, tell us the time.',
    });
  });
  mountDashboard(http);
  http.notFound((c) =>
    problem(c, {
      status: 404,
      code: 'NOT_FOUND',
      detail: `There is nothing at ${c.req.path}. /docs lists what there is.`,
    }),
  );
  http.doc31('/openapi.json', {
    openapi: '3.1.0',
    info: { title: 'LiveStreamSell AI', version: '1', description: 'REST beside the GraphQL API at /graphql.' },
  });
  assertEveryRouteDeclared(http.routes);
  http.openAPIRegistry.registerComponent('securitySchemes', 'bearer', { type: 'http', scheme: 'bearer' });
  return { http, limits };
}

/** Webhooks stand before every other middleware: their posts are many and their bytes are not ours to touch. */
function mountWebhooks(http: HttpServer, app: HttpApp): void {
  const { env, limits } = app.config;
  const shared = { redis: app.redis, metrics: app.metrics, log: app.log };
  const isInvalidAllowed = (c: Context<{ Bindings: HttpBindings }>) => limitInvalid(app, c);
  http.get('/api/v1/webhooks/facebook', verifySubscription({ verifyToken: env.FB_WEBHOOK_VERIFY_TOKEN }));
  http.post(
    '/api/v1/webhooks/facebook',
    receiveComment({
      ...shared,
      isInvalidAllowed,
      stream: streamKey(app.keyPrefix, 'incomingComments'),
      appSecret: env.FB_APP_SECRET,
      maxBodyBytes: limits.limits.webhookBodyBytes,
    }),
  );
  http.post(
    '/api/v1/webhooks/payments/:gateway',
    receivePayment({
      ...shared,
      pool: app.pool,
      stream: streamKey(app.keyPrefix, 'paymentEvents'),
      mercadopagoSecret: env.MERCADOPAGO_WEBHOOK_SECRET,
      maxBodyBytes: limits.limits.bodyBytes,
    }),
  );
}

/** Whether an address may send one more post that nobody signed. What is signed is never counted. */
async function limitInvalid(app: HttpApp, c: Context<{ Bindings: HttpBindings }>): Promise<boolean> {
  const { env, limits } = app.config;
  const perSecond = limits.rates.invalidWebhooksPerSecond;
  const key = `${app.keyPrefix}rate:webhook:${clientAddress(c.env.incoming, env.TRUSTED_PROXY_HOPS)}`;
  return (await takeCall(app, { key, perSecond, burst: perSecond })).retryAfterMs === 0;
}

function limitBody(maxSize: number) {
  const detail = `The body exceeds ${maxSize} bytes.`;
  return bodyLimit({ maxSize, onError: (c) => problem(c, { status: 413, code: 'BODY_TOO_LARGE', detail }) });
}

/** GraphiQL alone needs inline scripts and styles; where it is off, nothing inline runs and no style is written inline. */
function headers(app: HttpApp) {
  const { env, limits } = app.config;
  const inline = limits.debug ? ["'unsafe-inline'"] : [];
  return secureHeaders({
    xFrameOptions: 'DENY',
    strictTransportSecurity: limits.hsts ? HSTS : false,
    permissionsPolicy: { camera: [], geolocation: [], microphone: [], payment: [] },
    contentSecurityPolicy: {
      defaultSrc: ["'self'"],
      scriptSrc: ["'self'", ...inline],
      styleSrc: ["'self'", ...(limits.debug ? inline : [CHECKOUT_STYLE])],
      imgSrc: ["'self'", 'data:', 'https:'],
      connectSrc: ["'self'", env.BASE_URL.replace(/^http/, 'ws')],
      // GraphiQL carries its fonts within itself and starts its editor's workers from memory.
      ...(limits.debug ? { fontSrc: ["'self'", 'data:'], workerSrc: ["'self'", 'blob:'] } : {}),
      frameAncestors: ["'none'"],
      objectSrc: ["'none'"],
      baseUri: ["'self'"],
    },
  });
}

/** Swagger UI from its package: a page of documentation must not fetch scripts from elsewhere. */
function mountDocs(http: HttpServer): void {
  const folder = path.relative(
    process.cwd(),
    path.dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json')),
  );
  http.use('/docs/assets/*', serveStatic({ root: folder, rewriteRequestPath: (at) => at.replace('/docs/assets', '') }));
  http.get('/docs/start.js', (c) =>
    c.text(`SwaggerUIBundle({ url: '/openapi.json', dom_id: '#docs' });`, 200, { 'content-type': 'text/javascript' }),
  );
  http.get('/docs', (c) =>
    c.html(html`<!doctype html><html lang="en"><head><meta charset="utf-8"><title>API · LiveStreamSell AI</title>
<link rel="stylesheet" href="/docs/assets/swagger-ui.css"></head><body><div id="docs"></div>
<script src="/docs/assets/swagger-ui-bundle.js"></script><script src="/docs/start.js"></script></body></html>`),
  );
}

const PAGES = /^\/(?:login|lives|products|orders|conversations|settings)?(?:\/[\w-]+)?$/;

function mountDashboard(http: HttpServer): void {
  http.use('/assets/*', serveStatic({ root: DASHBOARD, precompressed: true }));
  http.use('*', async (c, next) => {
    if (c.req.method !== 'GET' || !PAGES.test(c.req.path)) return next();
    return serveStatic({ root: DASHBOARD, path: 'index.html' })(c, next);
  });
}
