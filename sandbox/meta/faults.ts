import { setTimeout as pause } from 'node:timers/promises';
import { Hono, type MiddlewareHandler } from 'hono';
import { z } from 'zod';
import { GraphError, toErrorBody } from './graph-error.ts';

const faultModel = z.object({
  /** `error`: HTTP 500. `hang`: no answer for `hangMs`, and nothing is done. `lost`: done, but the answer hangs. `limit`: code 613. */
  kind: z.enum(['none', 'error', 'hang', 'lost', 'limit']),
  /** Of the calls, 0 to 1. */
  share: z.number().min(0).max(1).default(1),
  hangMs: z.number().int().min(0).max(60_000).default(30_000),
});
export type Fault = z.infer<typeof faultModel>;
export type Faults = { current: Fault };

export function createFaults(): Faults {
  return { current: { kind: 'none', share: 1, hangMs: 0 } };
}

/** POST /_faults: how the Graph API fails from now on, until it is told otherwise. */
export function createFaultsApi(faults: Faults): Hono {
  return new Hono().post('/_faults', async (c) => {
    const given = faultModel.safeParse(await c.req.json().catch(() => null));
    if (!given.success) return c.json({ error: z.prettifyError(given.error) }, 422);
    faults.current = given.data;
    return c.json(given.data);
  });
}

/** Fails the calls that it is told to fail, before or after their work. */
export function failSome(faults: Faults): MiddlewareHandler {
  return async (c, next) => {
    const { kind, share, hangMs } = faults.current;
    if (kind === 'none' || Math.random() >= share) return next();
    if (kind === 'error') return c.text('Internal Server Error', 500);
    if (kind === 'limit')
      return c.json(toErrorBody(new GraphError(613, '(#613) Calls to this api have exceeded the rate limit.')), 400);
    if (kind === 'lost') await next();
    await pause(hangMs);
    return kind === 'lost' ? undefined : c.text('Gateway Timeout', 504);
  };
}
