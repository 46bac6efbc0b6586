import {
  APIError,
  createAuthEndpoint,
  createAuthMiddleware,
  getSessionFromCtx,
  sensitiveSessionMiddleware,
  setPassword,
} from 'better-auth/api';
import { z } from 'zod';

const LESS_PROTECTED = ['/two-factor/disable', '/two-factor/generate-backup-codes'];

/**
 * A plugin of better-auth for what a session left open somewhere must not do, because it would become another way into
 * the account: POST /set-password gives a first password to somebody who came by Facebook; a second factor is switched
 * off; backup codes are renewed. Each only soon after signing in, with SESSION_NOT_FRESH later.
 */
export function freshSession({ signedInWithinMs }: { readonly signedInWithinMs: number }) {
  const assertFresh = (session: { readonly createdAt: Date }) => {
    if (Date.now() - session.createdAt.getTime() > signedInWithinMs)
      throw new APIError('FORBIDDEN', {
        code: 'SESSION_NOT_FRESH',
        message: 'You signed in a while ago. Sign in again, then try once more.',
      });
  };
  return {
    id: 'fresh-session',
    endpoints: {
      setFirstPassword: createAuthEndpoint(
        '/set-password',
        { method: 'POST', body: z.object({ newPassword: z.string() }), use: [sensitiveSessionMiddleware] },
        async (ctx) => {
          assertFresh(ctx.context.session.session);
          return setPassword({ body: ctx.body, headers: ctx.headers ?? new Headers(), context: ctx.context });
        },
      ),
    },
    hooks: {
      before: [
        {
          matcher: ({ path }: { readonly path?: string | undefined }) => LESS_PROTECTED.includes(path ?? ''),
          // Who is not signed in is refused by the call itself.
          handler: createAuthMiddleware(async (ctx) => {
            const signedIn = await getSessionFromCtx(ctx);
            if (signedIn) assertFresh(signedIn.session);
          }),
        },
      ],
    },
  };
}
