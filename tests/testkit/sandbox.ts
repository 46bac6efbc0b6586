import { startSandbox } from '../../sandbox/start-sandbox.ts';
import { TEST_SECRETS } from './app.ts';

/** The vendors on a free port. `baseUrl`: our server, where they post. */
export function startTestSandbox(baseUrl = 'http://127.0.0.1:9') {
  return startSandbox({
    port: 0,
    host: '127.0.0.1',
    baseUrl,
    appId: '100000000000001',
    appSecret: TEST_SECRETS.FB_APP_SECRET,
    mercadopagoSecret: TEST_SECRETS.MERCADOPAGO_WEBHOOK_SECRET,
  });
}

/** What `provePage` would have said of a Page, for tests that connect one without asking Facebook. */
export const PROVEN = { name: 'Test page', fbUserId: null, scopes: [] } as const;
