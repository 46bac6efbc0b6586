import type { App } from '../../compose.ts';
import { isSecondFactorDue } from '../../domain/identity/is-second-factor-due.ts';
import type { Identity } from '../http-app.ts';
import { authOptionsOf, createAuth } from './create-auth.ts';
import { type Caller, createFindCaller } from './find-caller.ts';
import { createRevocations } from './revocations.ts';

const NOT_DUE_FOR_MS = 60_000;
const REMEMBERED_MAX = 5_000;

/** Who is calling, and what is asked of them before they may change anything. */
export function createIdentity(app: App<'http'>): Identity {
  const { env } = app.config;
  const revocations = createRevocations(app);
  const auth = createAuth({ ...app, revocations }, authOptionsOf(app.config));
  const oidc = env.OIDC_ISSUER
    ? {
        issuer: env.OIDC_ISSUER,
        audience: env.OIDC_AUDIENCE,
        jwksUrl: env.OIDC_JWKS_URL ?? `${env.OIDC_ISSUER}/.well-known/jwks.json`,
        areEmailsVerified: env.OIDC_EMAILS_ARE_VERIFIED,
      }
    : null;
  const findCaller = createFindCaller({ auth, revocations, pool: app.pool }, { issuer: env.BASE_URL, oidc });
  return { auth, revocations, findCaller, isSecondFactorDue: createDueCheck(app) };
}

/** "Not due" is remembered for a minute: sales grow slowly. "Due" is asked each time, so that enrolling helps at once. */
function createDueCheck({ pool, config }: App<'http'>): (caller: Caller) => Promise<boolean> {
  const rule = config.limits.secondFactor;
  const notDueUntilMs = new Map<string, number>();
  return async ({ sellerId, hasForeignFactor }) => {
    if (!rule.requiredOfOwners || hasForeignFactor || (notDueUntilMs.get(sellerId) ?? 0) > Date.now()) return false;
    const isDue = await isSecondFactorDue(pool, { sellerId, rule });
    if (notDueUntilMs.size >= REMEMBERED_MAX) notDueUntilMs.clear();
    if (!isDue) notDueUntilMs.set(sellerId, Date.now() + NOT_DUE_FOR_MS);
    return isDue;
  };
}
