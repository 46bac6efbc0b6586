import { FacebookRefusedError } from '../../domain/errors.ts';
import type { FacebookApp } from '../../domain/identity/begin-page-connection.ts';
import type { AppWebhook } from '../../domain/identity/verify-page.ts';
import type { ApiContext } from '../../schema/api-context.ts';

/** The app of this installation. @throws FacebookRefusedError where none is configured. */
export function requireFacebookApp({ app }: ApiContext) {
  const { env, limits } = app.config;
  if (!env.FB_APP_ID || !app.metaTokens) {
    throw new FacebookRefusedError(
      'This installation has no app at Facebook. Set FB_APP_ID and FB_APP_SECRET, or connect the Page with its access token.',
    );
  }
  const dialogUrl = `${env.FACEBOOK_OAUTH_URL}/${env.META_GRAPH_VERSION}/dialog/oauth`;
  const { utilityPermission } = limits.facebook;
  const dialog: FacebookApp = {
    id: env.FB_APP_ID,
    dialogUrl,
    redirectUri: `${env.BASE_URL}/settings/facebook`,
    utilityPermission,
  };
  return { dialog, tokens: app.metaTokens };
}

/** Where Facebook is to post. */
export function webhookOf({ app }: ApiContext): AppWebhook {
  const { BASE_URL, FB_WEBHOOK_VERIFY_TOKEN } = app.config.env;
  return { callbackUrl: `${BASE_URL}/api/v1/webhooks/facebook`, verifyToken: FB_WEBHOOK_VERIFY_TOKEN };
}

/** What connecting and verifying a Page works with. */
export function pageDepsOf(context: ApiContext) {
  const { metaPages: pages, metaTokens: tokens } = context.app;
  return { ...context.app, pages, tokens };
}
