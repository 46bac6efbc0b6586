import { APIError, createAuthEndpoint, sensitiveSessionMiddleware, setPassword } from 'better-auth/api';
import { z } from 'zod';

/**
 * A plugin of better-auth: POST /set-password gives a password to somebody who has none because they came by Facebook.
 * Only soon after signing in, so that a session left open somewhere does not become a second way into the account.
 */
export function firstPassword({ signedInWithinMs }: { readonly signedInWithinMs: number }) {
  return {
    id: 'first-password',
    endpoints: {
      setFirstPassword: createAuthEndpoint(
        '/set-password',
        { method: 'POST', body: z.object({ newPassword: z.string() }), use: [sensitiveSessionMiddleware] },
        async (ctx) => {
          const ageMs = Date.now() - ctx.context.session.session.createdAt.getTime();
          if (ageMs > signedInWithinMs)
            throw new APIError('FORBIDDEN', {
              code: 'SESSION_NOT_FRESH',
              message: 'You signed in a while ago. Sign in again, then set a password.',
            });
          return setPassword({ body: ctx.body, headers: ctx.headers ?? new Headers(), context: ctx.context });
        },
      ),
    },
  };
}
