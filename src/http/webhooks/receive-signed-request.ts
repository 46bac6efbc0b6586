import type { Context } from 'hono';
import { disconnectPages } from '../../domain/identity/disconnect-page.ts';
import { eraseFacebookData } from '../../domain/identity/erase-facebook-data.ts';
import { readSignedRequest } from '../../integrations/meta/signed-request.ts';
import { rowsOf, withTransaction } from '../../platform/db/transaction.ts';
import type { HttpApp, HttpEnv, HttpServer } from '../http-app.ts';
import { readRawBody } from '../middleware/read-raw-body.ts';
import { problem } from '../problem.ts';
import { deletionPage } from './deletion-page.ts';

const BODY_MAX_BYTES = 10_000;

/**
 * What Facebook posts when a person removes the app, or asks for their data to be erased, both with a `signed_request`;
 * and the page on which that person reads what became of it. 403 when the request was not signed by Facebook, 400 when it
 * is none or names no person.
 * Source: Meta, Facebook Login, deauthorise and data deletion callbacks.
 */
export function mountSignedRequests(http: HttpServer, app: HttpApp): void {
  http.post('/api/v1/facebook/deauthorize', (c) =>
    answerSigned(app, c, async (fbUserId) => {
      await withTransaction(app.pool, (sql) => disconnectPages(sql, { fbUserId, reason: 'deauthorised' }));
      return c.json({ success: true });
    }),
  );
  http.post('/api/v1/facebook/data-deletion', (c) =>
    answerSigned(app, c, async (fbUserId) => {
      const { code } = await eraseFacebookData(app, { fbUserId });
      const url = `${app.config.env.BASE_URL}/api/v1/facebook/data-deletion/${code}`;
      return c.json({ url, confirmation_code: code });
    }),
  );
  http.get('/api/v1/facebook/data-deletion/:code', async (c) => {
    const [done] = await rowsOf<{ at: Date }>(
      app.pool,
      'SELECT completed_at AS at FROM data_deletions WHERE code = $1',
      [c.req.param('code')],
    );
    c.header('cache-control', 'no-store');
    return c.html(deletionPage({ at: done?.at ?? null, accept: c.req.header('accept-language') }), done ? 200 : 404);
  });
}

async function answerSigned(
  app: HttpApp,
  c: Context<HttpEnv>,
  act: (fbUserId: string) => Promise<Response>,
): Promise<Response> {
  const body = await readRawBody(c.env.incoming, BODY_MAX_BYTES);
  if (body === 'too-long')
    return problem(c, { status: 413, code: 'BODY_TOO_LARGE', detail: `The body exceeds ${BODY_MAX_BYTES} bytes.` });
  const text = body === 'cut-off' ? null : new URLSearchParams(body.toString('utf8')).get('signed_request');
  if (text === null) return problem(c, { status: 400, code: 'BAD_SHAPE', detail: 'The body has no signed_request.' });
  const signed = readSignedRequest({ appSecret: app.config.env.FB_APP_SECRET, text });
  if (!signed) {
    const detail = 'signed_request was not signed with our app secret. Compare FB_APP_SECRET.';
    return problem(c, { status: 403, code: 'BAD_SIGNATURE', detail });
  }
  if (signed.fbUserId === null) {
    app.log.warn({ path: c.req.path }, 'Facebook signed a request that names no person; it was refused');
    return problem(c, { status: 400, code: 'BAD_SHAPE', detail: 'signed_request names no user_id.' });
  }
  return act(signed.fbUserId);
}
