import { createRoute, z } from '@hono/zod-openapi';
import { pause } from '../../platform/pause.ts';
import type { HttpApp, HttpServer } from '../http-app.ts';
import { problem } from '../problem.ts';
import { measureQueues } from './measure-queues.ts';
import { problemContent } from './shared.ts';

const PATIENCE_MS = 2_500;

const health = createRoute({
  method: 'get',
  path: '/health',
  summary: 'Whether the server, PostgreSQL and Redis answer',
  responses: {
    200: {
      description: 'All answer.',
      content: {
        'application/json': {
          schema: z.object({
            status: z.literal('alive'),
            timestamp: z.iso.datetime(),
            degraded: z
              .array(z.string())
              .optional()
              .openapi({ description: 'Vendors that do not answer, when there are any.' }),
          }),
        },
      },
    },
    503: { description: 'One of them does not; `detail` says which.', content: problemContent },
  },
});

const metrics = createRoute({
  method: 'get',
  path: '/metrics',
  summary: 'Figures of this process, for Prometheus',
  responses: { 200: { description: 'The figures.', content: { 'text/plain': { schema: z.string() } } } },
});

/** GET /health touches PostgreSQL and Redis and answers within three seconds; GET /metrics is for Prometheus. */
export function mountHealth(http: HttpServer, app: HttpApp): void {
  http.openapi(health, async (c) => {
    const silent = await findSilent({ PostgreSQL: app.pool.query('SELECT 1'), Redis: app.redis.ping() });
    if (silent.length > 0) {
      const detail = `${silent.join(' and ')} did not answer. Try again in a minute.`;
      return problem(c, { status: 503, code: 'NOT_HEALTHY', detail }) as never;
    }
    const degraded = (await app.circuits.read()).flatMap(({ vendor, state }) => (state === 'closed' ? [] : [vendor]));
    const alive = { status: 'alive' as const, timestamp: new Date().toISOString() };
    return c.json(degraded.length > 0 ? { ...alive, degraded } : alive, 200);
  });
  const { registry } = app.metrics;
  http.openapi(metrics, async (c) => {
    await measureQueues(app).catch((error) => app.log.warn({ err: error }, 'The queues could not be measured'));
    return c.text(await registry.metrics(), 200, { 'content-type': registry.contentType });
  });
}

// A server that hangs refuses nothing, so each question has an end.
async function findSilent(asked: Readonly<Record<string, Promise<unknown>>>): Promise<readonly string[]> {
  const done = new AbortController();
  const late = pause(PATIENCE_MS, done.signal).then(() => false);
  const answers = Object.entries(asked).map(async ([name, answer]) => {
    const isThere = await Promise.race([answer.then(() => true).catch(() => false), late]);
    return isThere ? [] : [name];
  });
  const silent = await Promise.all(answers);
  done.abort();
  return silent.flat();
}
