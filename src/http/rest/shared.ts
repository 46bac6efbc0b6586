import { z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { DomainError } from '../../domain/errors.ts';
import { requireDoor } from '../../domain/partners/scopes.ts';
import type { Caller } from '../auth/find-caller.ts';
import type { HttpApp } from '../http-app.ts';

/** RFC 9457. `title` is a code that never changes; `detail` says what happened, why and what to do. */
export const problemModel = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    fields: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
  })
  .openapi('Problem');

/** A problem document as the content of an answer, in the API description. */
export const problemContent = { 'application/problem+json': { schema: problemModel } };

class UnauthenticatedError extends DomainError {
  override readonly code = 'UNAUTHENTICATED';
}

/**
 * Who calls this route.
 * @throws UnauthenticatedError (401) when nobody is signed in, MissingScopeError (403) when a key may not.
 */
export async function requireCaller(app: HttpApp, c: Context): Promise<Caller> {
  const caller = await app.findCaller(c.req.raw.headers);
  if (!caller)
    throw new UnauthenticatedError(
      'Nobody is signed in. Send Authorization: Bearer with a token of /api/auth/token or an API key.',
    );
  requireDoor(caller.key, `${c.req.method} ${c.req.path}`);
  return caller;
}
