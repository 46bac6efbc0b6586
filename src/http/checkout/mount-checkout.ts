import type { Context } from 'hono';
import { DomainError } from '../../domain/errors.ts';
import { findCredentials } from '../../domain/payments/find-credentials.ts';
import { startPayment } from '../../domain/payments/start-payment.ts';
import { CircuitOpenError } from '../../platform/net/breaker.ts';
import type { HttpApp, HttpServer } from '../http-app.ts';
import { type Checkout, loadCheckout } from './load-checkout.ts';
import { checkoutPage, missingPage } from './page.ts';
import { CHECKOUT_TEXTS, type CheckoutTexts, pickLanguage } from './texts.ts';

const GATEWAY = 'mercadopago';

/**
 * GET /checkout/{token}: the buyer's page. POST: creates the gateway's page and sends the buyer there (303). The token
 * is the secret: whoever has the link may pay.
 */
export function mountCheckout(http: HttpServer, app: HttpApp): void {
  http.get('/checkout/:token', (c) => show(app, c));
  http.post('/checkout/:token', (c) => pay(app, c));
}

type Notice = { readonly status: 502 | 503; readonly text: (texts: CheckoutTexts) => string };

async function show(app: HttpApp, c: Context, notice?: Notice): Promise<Response> {
  const checkout = await loadCheckout(app.pool, c.req.param('token') ?? '');
  const language = pickLanguage([
    c.req.query('lang'),
    checkout?.buyerLocale,
    c.req.header('accept-language'),
    checkout?.storeLocale,
  ]);
  const texts = CHECKOUT_TEXTS[language] as CheckoutTexts;
  c.header('cache-control', 'no-store');
  c.header('referrer-policy', 'no-referrer');
  if (!checkout) return c.html(missingPage({ texts, language }), 404);
  const canPay = (await credentialsOf(app, checkout)) !== null;
  return c.html(
    checkoutPage(checkout, { texts, language, canPay, ...(notice ? { notice: notice.text(texts) } : {}) }),
    notice?.status ?? 200,
  );
}

async function pay(app: HttpApp, c: Context): Promise<Response> {
  const token = c.req.param('token') ?? '';
  const checkout = await loadCheckout(app.pool, token);
  const credentials = checkout && (await credentialsOf(app, checkout));
  const gateway = app.gateways[GATEWAY];
  if (!credentials || !gateway) return show(app, c);
  try {
    const { payUrl } = await startPayment(
      { pool: app.pool, gateway, credentials, baseUrl: app.config.env.BASE_URL },
      { checkoutToken: token },
    );
    return c.redirect(payUrl, 303);
  } catch (error) {
    // Paid, expired or cancelled in the meantime: the page says so itself.
    if (error instanceof DomainError) return c.redirect(`/checkout/${token}`, 303);
    if (error instanceof CircuitOpenError) {
      c.header('retry-after', '10');
      return show(app, c, { status: 503, text: (texts) => texts.away });
    }
    app.log.error({ err: error }, 'The gateway did not create a payment page');
    return show(app, c, { status: 502, text: (texts) => texts.failed });
  }
}

function credentialsOf(app: HttpApp, checkout: Checkout) {
  const deps = { sql: app.pool, vault: app.vault, installation: app.installationCredentials };
  return findCredentials(deps, { storeId: checkout.storeId, gateway: GATEWAY });
}
