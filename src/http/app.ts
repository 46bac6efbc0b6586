import { readFileSync } from 'node:fs';
import type { RequestListener } from 'node:http';
import { createRequire } from 'node:module';
import path from 'node:path';
import { getRequestListener } from '@hono/node-server';
import { serveStatic } from '@hono/node-server/serve-static';
import { OpenAPIHono } from '@hono/zod-openapi';
import type { MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { cors } from 'hono/cors';
import { html } from 'hono/html';
import { HTTPException } from 'hono/http-exception';
import { DomainError } from '../domain/errors.ts';
import { assertEveryRouteDeclared } from './access.ts';
import { createAnswerAuth } from './auth/answer-auth.ts';
import { CLIENT_ADDRESS } from './auth/login-log.ts';
import { mountCheckout } from './checkout/mount-checkout.ts';
import { clientAddress } from './client-address.ts';
import type { Graphql } from './graphql/create-graphql.ts';
import type { HttpApp, HttpServer } from './http-app.ts';
import { limitCalls } from './middleware/limit-calls.ts';
import { problem, problemOf } from './problem.ts';
import { mountHealth } from './rest/health.ts';
import { mountInventory } from './rest/inventory.ts';
import { mountOrders } from './rest/orders.ts';
import { protectAnswers } from './security-headers.ts';
import { documentWebhooks } from './webhooks/document-webhooks.ts';
import { createIntake, type Intake } from './webhooks/intake.ts';
import { type AllowInvalid, limitInvalid } from './webhooks/limit-invalid.ts';
import { isComment, receiveComment, verifySubscription } from './webhooks/receive-comment.ts';
import { receivePayment } from './webhooks/receive-payment.ts';
import { mountSignedRequests } from './webhooks/receive-signed-request.ts';

const DASHBOARD = 'dashboard/dist';

/** Every door of the server: what Node calls for each request. */
export function createHttp(app: HttpApp, graphql: Graphql): RequestListener {
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
  const webhooks: Webhooks = { intake: createIntake(app), allowInvalid: limitInvalid(app) };
  mountWebhooks(http, app, webhooks);
  documentWebhooks(http);
  http.use('*', refuseNul);
  const limitCaller = limitCalls(app);
  http.post('/graphql', limitCaller, graphql.answer);
  http.use('*', cors({ origin: [...env.CORS_ORIGINS], credentials: false }));
  for (const path of ['/api/*', '/checkout/*']) http.use(path, limitBody(limits.limits.bodyBytes));
  for (const path of ['/api/v1/orders/*', '/api/v1/inventory/*']) http.use(path, limitCaller);
  http.get('/graphql', limitCaller);
  http.on(['GET', 'POST'], '/api/auth/*', (c) => {
    const address = clientAddress(c.env.incoming, env.TRUSTED_PROXY_HOPS);
    const request = new Request(c.req.raw);
    request.headers.set(CLIENT_ADDRESS, address);
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
  return listenerOf(app, http, webhooks);
}

/** What the webhooks share. */
type Webhooks = { readonly intake: Intake; readonly allowInvalid: AllowInvalid };

/** Webhooks stand before every other middleware: their posts are many and their bytes are not ours to touch. */
function mountWebhooks(http: HttpServer, app: HttpApp, webhooks: Webhooks): void {
  const { env, limits } = app.config;
  http.get('/api/v1/webhooks/facebook', verifySubscription({ verifyToken: env.FB_WEBHOOK_VERIFY_TOKEN }));
  http.post(
    '/api/v1/webhooks/payments/:gateway',
    receivePayment({
      ...webhooks,
      metrics: app.metrics,
      log: app.log,
      pool: app.pool,
      mercadopagoSecret: env.MERCADOPAGO_WEBHOOK_SECRET,
      maxBodyBytes: limits.limits.bodyBytes,
    }),
  );
}

/** What Node calls for each request: comments by the shortest way, everything else through the app. */
function listenerOf(app: HttpApp, http: HttpServer, webhooks: Webhooks): RequestListener {
  const { env, limits } = app.config;
  const protect = protectAnswers(app);
  const answerOther = getRequestListener(http.fetch);
  const answerComment = receiveComment({
    ...webhooks,
    metrics: app.metrics,
    log: app.log,
    appSecret: env.FB_APP_SECRET,
    maxBodyBytes: limits.limits.webhookBodyBytes,
  });
  return (incoming, outgoing) => {
    protect(outgoing);
    void (isComment(incoming) ? answerComment : answerOther)(incoming, outgoing);
  };
}

/** An address with a NUL leads nowhere, and no database could look it up. */
const refuseNul: MiddlewareHandler = async function refuseNul(c, next) {
  if (c.req.url.includes('%00'))
    return problem(c, { status: 400, code: 'BAD_SHAPE', detail: 'The address holds a NUL (%00). Leave it out.' });
  return next();
};

function limitBody(maxSize: number) {
  const detail = `The body exceeds ${maxSize} bytes.`;
  return bodyLimit({ maxSize, onError: (c) => problem(c, { status: 413, code: 'BODY_TOO_LARGE', detail }) });
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

const PAGES =
  /^\/(?:login|invitation|lives|products|orders|conversations|understanding|settings|reset-password|support)?(?:\/[\w-]+)?$/;

function mountDashboard(http: HttpServer): void {
  http.use('/assets/*', serveStatic({ root: DASHBOARD, precompressed: true }));
  http.use('*', async (c, next) => {
    if (c.req.method !== 'GET' || !PAGES.test(c.req.path)) return next();
    return serveStatic({ root: DASHBOARD, path: 'index.html' })(c, next);
  });
}
