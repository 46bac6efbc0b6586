import type { Pool } from 'pg';
import { z } from 'zod';
import { queueLockoutMail } from '../../domain/identity/queue-lockout-mail.ts';
import { rowsOf } from '../../platform/db/transaction.ts';
import type { HttpApp } from '../http-app.ts';
import { isStorable, UNSTORABLE } from '../storable.ts';
import { createLoginGuard, type LoginTry } from './login-guard.ts';
import { type AccountChange, type LoginOutcome, originOf, tellChanged, writeLogin } from './login-log.ts';
import { isFirstUse } from './totp-uses.ts';

const METHODS: Readonly<Record<string, string>> = {
  '/sign-in/email': 'password',
  '/sign-up/email': 'sign-up',
  '/two-factor/verify-totp': 'totp',
  '/two-factor/verify-backup-code': 'backup-code',
  '/callback/facebook': 'facebook',
};
/** What a signed-in person changes. A forgotten password is told of by better-auth, which knows whose it was. */
const CHANGES: Readonly<Record<string, AccountChange>> = {
  '/change-password': 'password-change',
  '/set-password': 'password-set',
  '/two-factor/disable': 'factor-off',
  '/two-factor/generate-backup-codes': 'new-backup-codes',
};

const bodyModel = z.object({ email: z.string().max(320).optional(), code: z.string().max(64).optional() });
const answerModel = z.looseObject({ token: z.string().nullish(), twoFactorRedirect: z.boolean().optional() });

/**
 * Everything below /api/auth: what better-auth answers, and around it what it does not do. Wrong passwords make the next
 * try wait, a one-time code is good once, each try is written to `login_log`, and tokens in bodies are the signed ones.
 */
export function createAnswerAuth(app: HttpApp): (request: Request, address: string) => Promise<Response> {
  const guard = createLoginGuard(app, app.config.limits.logins);
  return async (request, address) => {
    const path = new URL(request.url).pathname.slice('/api/auth'.length);
    const method = METHODS[path];
    const type = request.headers.get('content-type');
    if (type && !/^application\/json\b/i.test(type))
      return refuse(415, 'NO_JSON', 'Send JSON with content-type application/json.');
    const given = request.method === 'POST' ? await jsonOf(request) : null;
    if (!isStorable(given)) return refuse(400, 'INVALID_TEXT', `A text of the body ${UNSTORABLE}.`);
    if (path === '/revoke-sessions') return signOutEverywhere(app, request);
    const change = CHANGES[path];
    if (change) return changeAccount(app, request, change);
    if (!method) return app.auth.handler(request);
    const body = bodyModel.safeParse(given).data ?? {};
    const tried = { email: body.email ?? '', address };
    const note = (outcome: LoginOutcome, sellerId: string | null) =>
      writeLogin(app, { sellerId, method, outcome, ...originOf(request.headers) });
    let isLockedByThis = false;
    if (method === 'password') {
      const { waitMs, isLocking } = await guard.begin(tried);
      isLockedByThis = isLocking;
      if (waitMs > 0) {
        await note('locked', await findByEmail(app.pool, tried.email));
        return refuse(429, 'TOO_MANY_TRIES', `Too many wrong tries. Wait ${Math.ceil(waitMs / 1_000)} seconds.`, {
          'retry-after': String(Math.ceil(waitMs / 1_000)),
        });
      }
    }
    const response = await app.auth.handler(request);
    const token = response.headers.get('set-auth-token');
    const owner = await findOwner(app.pool, token);
    if (owner && method === 'totp' && !(await isFirstUse(app, { sellerId: owner.sellerId, code: body.code ?? '' }))) {
      await rowsOf(app.pool, 'DELETE FROM sessions WHERE id = $1', [owner.sessionId]);
      await app.revocations.tell(owner.sellerId);
      await note('refused', owner.sellerId);
      return refuse(401, 'CODE_ALREADY_USED', 'This code was used before. Wait for the next one and sign in again.');
    }
    if (method === 'password' && response.ok) await guard.succeed(tried);
    else if (isLockedByThis) await alertOwner(app, tried);
    const answer = await readAnswer(response);
    await note(
      outcomeOf(response, token, answer?.twoFactorRedirect === true),
      owner?.sellerId ?? (await findByEmail(app.pool, tried.email)),
    );
    return answer && token && answer.token ? withToken(response, { ...answer, token }) : response;
  };
}

function outcomeOf(response: Response, token: string | null, isHalfWay: boolean): LoginOutcome {
  if (isHalfWay) return 'second-factor-asked';
  if (response.status === 429) return 'locked';
  return token ? 'signed-in' : 'refused';
}

/** Ends every session of the person; their cookie of this browser goes with them. */
async function signOutEverywhere(app: HttpApp, request: Request): Promise<Response> {
  const caller = await app.findCaller(request.headers);
  const response = await app.auth.handler(request);
  if (response.ok && caller) {
    const origin = originOf(request.headers);
    await writeLogin(app, {
      sellerId: caller.sellerId,
      method: 'session',
      outcome: 'signed-out-everywhere',
      ...origin,
    });
  }
  return response;
}

/** Changes how who is signed in gets in. The token of a session that began with it is the signed one. */
async function changeAccount(app: HttpApp, request: Request, method: AccountChange): Promise<Response> {
  const caller = await app.findCaller(request.headers);
  const response = await app.auth.handler(request);
  if (caller) {
    const deed = { sellerId: caller.sellerId, method, ...originOf(request.headers) };
    if (response.ok) await tellChanged(app, deed);
    else await writeLogin(app, { ...deed, outcome: 'refused' });
  }
  const token = response.headers.get('set-auth-token');
  const answer = token && (await readAnswer(response));
  return answer ? withToken(response, { ...answer, token }) : response;
}

/** The alert must not cost the answer. */
async function alertOwner(app: HttpApp, tried: LoginTry): Promise<void> {
  try {
    await queueLockoutMail(app.pool, tried);
  } catch (error) {
    app.log.error({ err: error }, 'An alert that an account is locked could not be queued');
  }
}

/** The body as JSON, left where it is for those who read it next; null when it is none. */
async function jsonOf(message: Request | Response): Promise<unknown> {
  return message
    .clone()
    .json()
    .catch(() => null);
}

async function readAnswer(response: Response): Promise<z.infer<typeof answerModel> | null> {
  if (!response.headers.get('content-type')?.includes('json')) return null;
  return answerModel.safeParse(await jsonOf(response)).data ?? null;
}

function withToken(response: Response, body: object): Response {
  const headers = new Headers(response.headers);
  headers.delete('content-length');
  return new Response(JSON.stringify(body), { status: response.status, headers });
}

function refuse(status: number, code: string, message: string, headers: Record<string, string> = {}): Response {
  return Response.json({ code, message }, { status, headers });
}

type Owner = { readonly sellerId: string; readonly sessionId: string };

async function findOwner(pool: Pool, signedToken: string | null): Promise<Owner | null> {
  const token = signedToken?.split('.')[0];
  if (!token) return null;
  const [row] = await rowsOf<Owner>(
    pool,
    'SELECT seller_id AS "sellerId", id AS "sessionId" FROM sessions WHERE token = $1',
    [token],
  );
  return row ?? null;
}

async function findByEmail(pool: Pool, email: string): Promise<string | null> {
  if (email === '') return null;
  const [row] = await rowsOf<{ id: string }>(pool, 'SELECT id FROM vendedores WHERE email = $1', [email.toLowerCase()]);
  return row?.id ?? null;
}
