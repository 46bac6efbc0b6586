import { type Context, Hono } from 'hono';
import { html } from 'hono/html';
import { languageOf } from '../viewer/texts.ts';
import type { MercadoPagoDeps } from './api.ts';
import { addPayment, amountOf, isExpired, type Payment, type Preference } from './ledger.ts';
import { notify } from './notify.ts';

const TEXTS = {
  es: {
    title: 'Pagar con Mercado Pago',
    youPay: 'Vas a pagar',
    notice: 'Es un simulador local: no se mueve dinero.',
    approve: 'Pagar',
    reject: 'Simular rechazo',
    leave: 'Volver sin pagar',
    expired: 'Este link de pago venció',
    expiredHint: 'Vuelve a comentar en el live para apartar de nuevo.',
    unknown: 'No encontramos este link de pago',
    unknownHint: 'El simulador olvida todo cuando se reinicia. Abre de nuevo el link del pedido.',
    back: 'Volver a la tienda',
    card: 'Tarjeta terminada en 4242',
  },
  en: {
    title: 'Pay with Mercado Pago',
    youPay: 'You pay',
    notice: 'This is a local simulator: no money moves.',
    approve: 'Pay',
    reject: 'Simulate a rejection',
    leave: 'Go back without paying',
    expired: 'This payment link has expired',
    expiredHint: 'Comment in the live again to put the items on hold.',
    unknown: 'We do not know this payment link',
    unknownHint: 'The simulator forgets everything when it restarts. Open the link of the order again.',
    back: 'Back to the shop',
    card: 'Card ending in 4242',
  },
} as const;

/** The buyer's page behind `init_point`: pay, be rejected or leave. After a payment the notice goes out and the browser goes back. */
export function createPayPages(deps: MercadoPagoDeps, options: { readonly mercadopagoSecret: string }): Hono {
  const { ledger } = deps;
  const pages = new Hono();
  pages.get('/checkout/v1/redirect', (c) => {
    const preference = ledger.preferences.get(c.req.query('pref_id') ?? '');
    if (!preference) return unknownPage(c);
    return isExpired(ledger, preference) ? expiredPage(c, preference) : payPage(c, preference);
  });
  pages.post('/checkout/v1/pay', async (c) => {
    const form = await c.req.formData();
    const preference = ledger.preferences.get(String(form.get('pref_id')));
    if (!preference) return unknownPage(c);
    if (form.get('outcome') === 'leave') return c.redirect(backUrl(preference, null), 303);
    if (isExpired(ledger, preference)) return expiredPage(c, preference);
    const payment = addPayment(ledger, preference, form.get('outcome') === 'approve' ? 'approved' : 'rejected');
    notify(deps, { payment, action: 'payment.created', secret: options.mercadopagoSecret });
    return c.redirect(backUrl(preference, payment), 303);
  });
  return pages;
}

/** Where the browser goes, with what Mercado Pago adds. Without an address of the shop it stays here. */
function backUrl(preference: Preference, payment: Payment | null): string {
  const { success, failure } = preference.backUrls;
  const address = payment?.status === 'approved' ? success : failure;
  if (!address) return `/mercadopago/checkout/v1/redirect?pref_id=${preference.id}`;
  const url = new URL(address);
  const status = payment?.status ?? 'null';
  const id = payment ? String(payment.id) : 'null';
  const query = {
    collection_id: id,
    collection_status: status,
    payment_id: id,
    status,
    external_reference: preference.externalReference ?? 'null',
    payment_type: payment ? 'credit_card' : 'null',
    preference_id: preference.id,
    processing_mode: 'aggregator',
  };
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  return url.href;
}

function textsOf(c: Context) {
  return TEXTS[languageOf(c)];
}

function payPage(c: Context, preference: Preference) {
  const texts = textsOf(c);
  const { amount, currencyId } = amountOf(preference);
  const language = languageOf(c);
  const total = new Intl.NumberFormat(language === 'es' ? 'es-CL' : 'en-US', {
    style: 'currency',
    currency: currencyId,
    minimumFractionDigits: Number.isInteger(amount) && ['CLP', 'COP'].includes(currencyId) ? 0 : 2,
    maximumFractionDigits: 2,
  }).format(amount);
  return frame(
    c,
    html`<p class="pay-label">${texts.youPay}</p>
<p class="pay-total" data-testid="mp-total">${total} <small>${currencyId}</small></p>
<ul class="pay-items">${preference.items.map((item) => html`<li><span>${item.quantity} × ${item.title}</span></li>`)}</ul>
<p class="pay-card">${texts.card}</p>
<form method="post" action="/mercadopago/checkout/v1/pay" class="pay-actions">
<input type="hidden" name="pref_id" value="${preference.id}">
<button name="outcome" value="approve" class="primary" data-testid="mp-approve">${texts.approve} ${total}</button>
<button name="outcome" value="reject" class="danger" data-testid="mp-reject">${texts.reject}</button>
<button name="outcome" value="leave" class="quiet" data-testid="mp-leave">${texts.leave}</button>
</form>`,
  );
}

function expiredPage(c: Context, preference: Preference) {
  const texts = textsOf(c);
  c.status(410);
  return frame(
    c,
    html`<h2 data-testid="mp-expired">${texts.expired}</h2><p>${texts.expiredHint}</p>
${preference.backUrls.failure ? html`<p><a class="primary" href="${backUrl(preference, null)}">${texts.back}</a></p>` : ''}`,
  );
}

function unknownPage(c: Context) {
  const texts = textsOf(c);
  c.status(404);
  return frame(c, html`<h2>${texts.unknown}</h2><p>${texts.unknownHint}</p>`);
}

function frame(c: Context, content: unknown) {
  const texts = textsOf(c);
  return c.html(html`<!doctype html><html lang="${languageOf(c)}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>${texts.title}</title>
<link rel="stylesheet" href="/sandbox.css"></head><body class="pay"><main class="pay-sheet">
<h1>${texts.title}</h1>${content}<p class="pay-notice">${texts.notice}</p></main></body></html>`);
}
