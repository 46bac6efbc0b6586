import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import type { HttpApp } from '../http-app.ts';
import { problem } from '../problem.ts';
import { problemModel } from './shared.ts';

const health = createRoute({
  method: 'get',
  path: '/health',
  summary: 'Whether the server, PostgreSQL and Redis answer',
  responses: {
    200: {
      description: 'All answer.',
      content: { 'application/json': { schema: z.object({ status: z.literal('alive'), timestamp: z.string() }) } },
    },
    503: { description: 'One of them does not; `detail` says which.', content: { 'application/problem+json': { schema: problemModel } } },
  },
});

/** GET /health touches PostgreSQL and Redis; GET /metrics is for Prometheus. */
export function mountHealth(rest: OpenAPIHono, app: HttpApp): void {
  rest.openapi(health, async (c) => {
    const [database, redis] = await Promise.allSettled([app.pool.query('SELECT 1'), app.redis.ping()]);
    const silent = [database.status === 'rejected' ? 'PostgreSQL' : '', redis.status === 'rejected' ? 'Redis' : ''].filter(Boolean);
    if (silent.length > 0) {
      return problem(c, { status: 503, code: 'NOT_HEALTHY', detail: `${silent.join(' and ')} did not answer. Try again in a minute.` }) as never;
    }
    return c.json({ status: 'alive' as const, timestamp: new Date().toISOString() }, 200);
  });
  rest.get('/metrics', async (c) => c.text(await app.metrics.registry.metrics(), 200, { 'content-type': app.metrics.registry.contentType }));
}
