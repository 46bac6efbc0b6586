import { createHash } from 'node:crypto';
import { html, raw } from 'hono/html';
import { formatMoney } from '../../domain/payments/money.ts';
import type { Checkout } from './load-checkout.ts';
import type { CheckoutTexts } from './texts.ts';

export type CheckoutView = {
  readonly texts: CheckoutTexts;
  readonly language: string;
  readonly canPay: boolean;
  readonly notice?: string;
};

const STYLE = `
:root{color-scheme:dark;font-family:Inter,Geist,system-ui,sans-serif;background:#09090b;color:#fafafa}
body{margin:0;min-height:100dvh;display:grid;place-items:start center;padding:24px 16px}
main{width:100%;max-width:420px;display:grid;gap:16px}
.store{color:#a1a1aa;font-size:14px;margin:0}h1{font-size:28px;line-height:1.15;margin:4px 0 0}
.card{background:#18181b;border:1px solid #27272a;border-radius:16px;padding:16px}
ul{list-style:none;margin:0;padding:0}li{display:flex;justify-content:space-between;gap:16px;padding:12px 0;border-bottom:1px solid #27272a}
.units{color:#a1a1aa;display:block;font-size:14px}.amount{white-space:nowrap;font-variant-numeric:tabular-nums}
.total{display:flex;justify-content:space-between;font-size:20px;font-weight:700;padding-top:16px}
.note{color:#a1a1aa;font-size:14px;line-height:1.5;margin:0}.held{color:#fde68a}
.badge{border-radius:16px;padding:20px;font-size:20px;font-weight:700;display:grid;gap:8px}
.paid{background:#67ff0822;border:1px solid #67ff08;color:#b6ff8a}.ended{background:#27272a}.wait{background:#0866ff22;border:1px solid #4d94ff}
button{width:100%;min-height:56px;border:0;border-radius:14px;background:#0866ff;color:#fff;font:600 18px/1 inherit;font-family:inherit;cursor:pointer}
button:focus-visible,a:focus-visible{outline:3px solid #fff;outline-offset:3px}button:hover{background:#2b7bff}`;

/** The buyer's page: what is held, until when, what it costs, one button. Made for a phone; it needs no script. */
export function checkoutPage(checkout: Checkout, view: CheckoutView) {
  const { texts, language } = view;
  const locale = localeOfMoney(checkout, language);
  const money = (amount: string | bigint) =>
    formatMoney({ amountMinor: BigInt(amount), currency: checkout.currency, locale });
  const isPayable = checkout.status === 'pending' && checkout.isHeld;
  const body = html`
    <header><p class="store">${checkout.storeName}</p><h1>${texts.title}</h1></header>
    ${view.notice ? html`<p class="badge ended" role="alert">${view.notice}</p>` : ''}
    ${statusBadge(checkout, view)}
    <section class="card"><ul>
      ${checkout.lines.map(
        (line) => html`<li><span>${line.name}<span class="units">${line.units} × ${money(line.unitPrice)}</span></span>
          <span class="amount">${money(BigInt(line.unitPrice) * BigInt(line.units))}</span></li>`,
      )}
    </ul><div class="total"><span>${texts.total}</span><span class="amount" data-testid="checkout-total">${money(checkout.total)}</span></div></section>
    ${isPayable ? payForm(view) : ''}`;
  return layout({
    title: `${texts.title} · ${checkout.storeName}`,
    language,
    refreshSeconds: isPayable ? refreshSeconds(checkout) : null,
    body,
  });
}

// The language of the page in the country of the store: a price reads as it does in the chat and in the shop.
function localeOfMoney(checkout: Checkout, language: string): string {
  const [, region] = checkout.storeLocale.split('-');
  return region ? `${language}-${region}` : language;
}

// Soon where a payment is awaited; else once a minute, so that the minutes shown are true.
function refreshSeconds(checkout: Checkout): number {
  return checkout.lastAttempt === 'created' ? 3 : 60;
}

/** The page behind a link that leads nowhere. */
export function missingPage(view: Pick<CheckoutView, 'texts' | 'language'>) {
  return layout({
    title: view.texts.title,
    language: view.language,
    refreshSeconds: null,
    body: html`<h1 class="badge ended">${view.texts.missing}</h1>`,
  });
}

function statusBadge(checkout: Checkout, { texts, language }: CheckoutView) {
  const badge = (kind: string, title: string, note?: string) =>
    html`<div class="badge ${kind}" role="status" data-testid="checkout-status" data-status="${checkout.status}">${title}${note ? html`<p class="note">${note}</p>` : ''}</div>`;
  if (checkout.status === 'paid') return badge('paid', `✓ ${texts.paid}`, texts.paidNote);
  if (checkout.status === 'refunded') return badge('ended', texts.refunded);
  if (checkout.status !== 'pending' || !checkout.isHeld) return badge('ended', texts.ended, texts.endedNote);
  if (checkout.lastAttempt === 'rejected') return badge('ended', texts.rejected);
  if (checkout.lastAttempt === 'created') return badge('wait', texts.waiting);
  // Minutes left instead of a time of day: the server cannot know in which zone the buyer is.
  const minutes = new Intl.NumberFormat(language, { style: 'unit', unit: 'minute', unitDisplay: 'long' });
  const left = texts.heldFor(minutes.format(checkout.minutesLeft));
  return html`<p class="note held">⏱ <time datetime="PT${checkout.minutesLeft}M">${left}</time></p>`;
}

function payForm({ texts, canPay }: CheckoutView) {
  if (!canPay) return html`<p class="badge ended">${texts.noGateway}</p>`;
  return html`<form method="post"><button type="submit" data-testid="checkout-pay">${texts.payWith}</button></form><p class="note">${texts.safe}</p>`;
}

/** The one inline style that a browser may apply, as a source of style-src (CSP 3, §2.3.1). */
export const CHECKOUT_STYLE = `'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`;

function layout(given: { title: string; language: string; refreshSeconds: number | null; body: unknown }) {
  return html`<!doctype html>
<html lang="${given.language}" dir="${given.language === 'ar' ? 'rtl' : 'ltr'}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1"><meta name="robots" content="noindex">
${given.refreshSeconds ? html`<meta http-equiv="refresh" content="${given.refreshSeconds}">` : ''}
<title>${given.title}</title><style>${raw(STYLE)}</style></head><body><main>${given.body}</main></body></html>`;
}
