import type { Context } from 'hono';
import { z } from 'zod';

/** A body that does not fit the model; `status` says so to the caller. */
export class BadBodyError extends Error {}

/**
 * The body as the model says. Only `application/json` is read, so that a foreign web page cannot post here unasked.
 * @throws BadBodyError naming what does not fit.
 */
export async function readJson<Model extends z.ZodType>(c: Context, model: Model): Promise<z.infer<Model>> {
  if (!c.req.header('content-type')?.startsWith('application/json')) {
    throw new BadBodyError('Send the body as application/json.');
  }
  const parsed = model.safeParse(await c.req.json().catch(() => undefined));
  if (!parsed.success) throw new BadBodyError(z.prettifyError(parsed.error));
  return parsed.data;
}
