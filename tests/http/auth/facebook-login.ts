import { onTestFinished } from 'vitest';
import { startTestSandbox } from '../../testkit/sandbox.ts';
import { createBrowserLike } from '../auth-client.ts';
import { type Listening, listen } from '../listen.ts';

/** The server, and the vendors that it asks; both end with the test. */
export async function listenWithFacebook(): Promise<Listening & { readonly sandboxUrl: string }> {
  const sandbox = await startTestSandbox();
  const server = await listen({ SANDBOX_URL: sandbox.url });
  onTestFinished(async () => {
    await server[Symbol.asyncDispose]();
    await sandbox.close();
  });
  return { ...server, sandboxUrl: sandbox.url };
}

/** Clicks "Continue with Facebook" and "Continue", and comes back. */
export async function continueWithFacebook(baseUrl: string, person: { readonly name: string; readonly email: string }) {
  const browser = createBrowserLike(baseUrl);
  const { answer } = await browser.auth('/sign-in/social', { provider: 'facebook', callbackURL: '/' });
  const dialog = new URL(String(answer['url']));
  const fields = {
    ...person,
    redirect_uri: dialog.searchParams.get('redirect_uri') ?? '',
    state: dialog.searchParams.get('state') ?? '',
  };
  const continued = await fetch(dialog, { method: 'POST', body: new URLSearchParams(fields), redirect: 'manual' });
  const back = await browser.call(continued.headers.get('location') ?? '');
  return { browser, location: back.headers.get('location') };
}
