import { z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { DomainError } from '../../domain/errors.ts';
import { requirePermission } from '../../domain/identity/permissions.ts';
import { requireDoor, requireStoreOfKey } from '../../domain/partners/scopes.ts';
import type { Walled } from '../../platform/db/store-wall.ts';
import { ROUTE_ACCESS, type StoreRoute } from '../access.ts';
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
 * Who calls, and the database as they may see it, when they may use the route in the store.
 * @throws UnauthenticatedError (401) when nobody is signed in, MissingScopeError (403) when a key may not.
 * @throws NotFoundError (404) alike for a store where the caller may not and one that does not exist.
 */
export async function requireStore(
  app: HttpApp,
  c: Context,
  input: { readonly route: StoreRoute; readonly storeId: string },
): Promise<Walled & { readonly caller: Caller }> {
  const caller = await app.findCaller(c.req.raw.headers);
  if (!caller)
    throw new UnauthenticatedError(
      'Nobody is signed in. Send Authorization: Bearer with a token of /api/auth/token or an API key.',
    );
  requireDoor(caller.key, input.route);
  requireStoreOfKey(caller.key, input.storeId);
  const walled = app.wall.as(caller.sellerId);
  await requirePermission(walled.pool, {
    storeId: input.storeId,
    sellerId: caller.sellerId,
    permission: ROUTE_ACCESS[input.route],
  });
  return { ...walled, caller };
}
