import { FacebookRefusedError } from '../errors.ts';
import { SendError } from '../messaging/graph.ts';
import type { MetaPages } from './meta-pages.ts';
import type { MetaTokens } from './meta-tokens.ts';
import { missingPermissions } from './page-permissions.ts';

export type ProvePageDeps = { readonly pages: MetaPages; readonly tokens: MetaTokens | null };

/** What Facebook says about a Page and the token for it. */
export type ProvenPage = {
  readonly name: string;
  readonly fbUserId: string | null;
  readonly scopes: readonly string[];
};

/**
 * Asks Facebook whether a token is good for a Page and may do all that selling needs. Where the app is not configured
 * only the first is known, and no scopes are answered.
 * @throws FacebookRefusedError when it is not, or when Facebook cannot be asked.
 */
export async function provePage(
  deps: ProvePageDeps,
  input: { readonly fbPageId: string; readonly accessToken: string },
): Promise<ProvenPage> {
  const { fbPageId, accessToken } = input;
  const owner = await askFacebook(() => deps.pages.findOwner(accessToken));
  if (owner.id !== fbPageId) {
    throw new FacebookRefusedError(
      `The token belongs to ${owner.name || owner.id}, not to the Page ${fbPageId}. Nothing was changed. Take the access token of the Page itself.`,
    );
  }
  const { tokens } = deps;
  if (!tokens) return { name: owner.name, fbUserId: null, scopes: [] };
  const facts = await askFacebook(() => tokens.inspectToken(accessToken));
  if (!facts.isValid || !facts.isOurs) {
    throw new FacebookRefusedError(
      `Facebook says that the token of the Page ${fbPageId} has ended or is of another app. Nothing was changed. Connect with Facebook again.`,
    );
  }
  const missing = missingPermissions(facts.scopes);
  if (missing.length > 0) {
    throw new FacebookRefusedError(
      `These permissions are missing: ${missing.join(', ')}. Nothing was changed. Connect with Facebook again and leave all of them on.`,
    );
  }
  return { name: owner.name, fbUserId: facts.fbUserId, scopes: facts.scopes };
}

/** What Facebook answers; that it does not is told to the caller in its words. @throws FacebookRefusedError. */
export async function askFacebook<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof SendError)) throw error;
    const isPassing = error.verdict === 'again' || error.verdict === 'no-answer';
    const advice = isPassing ? 'Try again in a minute.' : 'Connect with Facebook again.';
    throw new FacebookRefusedError(`${error.reason} Nothing was changed. ${advice}`, { cause: error });
  }
}
