import { createHmac, randomUUID } from 'node:crypto';
import { createFake, type Fake } from './fake-server.ts';

type Preference = {
  readonly external_reference: string;
  readonly notification_url: string;
  readonly items: readonly { readonly unit_price: number; readonly currency_id: string }[];
};
export type FakeMercadoPago = Fake & {
  readonly preferences: readonly Preference[];
  /** The buyer pays the newest preference, or fails to: the payment exists and its signed notice is posted. Answers the HTTP status. */
  pay(status?: 'approved' | 'rejected'): Promise<number>;
};

/** Checkout Pro as documented: preferences, payments by id and by reference, signed notices. */
export async function startFakeMercadoPago(input: { readonly webhookSecret: string }): Promise<FakeMercadoPago> {
  const preferences: Preference[] = [];
  const payments: Record<string, unknown>[] = [];
  const fake = await createFake((request) => {
    if (request.path === '/checkout/preferences') {
      preferences.push(request.body as Preference);
      return { status: 201, body: { id: `pref-${preferences.length}`, init_point: 'http://127.0.0.1:9/pay' } };
    }
    if (request.path === '/v1/payments/search') {
      const wanted = request.query.get('external_reference');
      return { status: 200, body: { results: payments.filter((payment) => payment['external_reference'] === wanted) } };
    }
    const payment = payments.find((candidate) => request.path === `/v1/payments/${candidate['id']}`);
    return payment ? { status: 200, body: payment } : { status: 404, body: { message: 'not found' } };
  });
  const pay = async (status = 'approved') => {
    const preference = preferences.at(-1);
    const [item] = preference?.items ?? [];
    if (!preference || !item) throw new Error('There is no preference to pay.');
    const id = 77_000_000 + payments.length;
    payments.push({
      id,
      status,
      external_reference: preference.external_reference,
      transaction_amount: item.unit_price,
      currency_id: item.currency_id,
    });
    return notify(input.webhookSecret, preference.notification_url, String(id));
  };
  return { ...fake, preferences, pay };
}

async function notify(secret: string, notificationUrl: string, id: string): Promise<number> {
  const url = new URL(notificationUrl);
  url.searchParams.set('data.id', id);
  url.searchParams.set('type', 'payment');
  const requestId = randomUUID();
  const ts = String(Date.now());
  const v1 = createHmac('sha256', secret).update(`id:${id};request-id:${requestId};ts:${ts};`).digest('hex');
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-signature': `ts=${ts},v1=${v1}`, 'x-request-id': requestId },
    body: JSON.stringify({ type: 'payment', action: 'payment.created', data: { id } }),
  });
  return response.status;
}
