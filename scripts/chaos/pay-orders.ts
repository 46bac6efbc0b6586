import { setTimeout as pause } from 'node:timers/promises';
import { rowsOf } from '../../src/platform/db/transaction.ts';
import type { ChaosWorld } from './chaos-world.ts';

/** Money that the gateway took: its own number of the payment and the order that it is for. */
export type TakenPayment = { readonly externalId: string; readonly orderId: string };

type Open = { id: string; token: string };
const EVERY_MS = 500;
const PATIENCE_MS = 60_000;

/**
 * Plays buyers: opens the link of one order in three, pays, and sometimes pays twice because the page was slow. Goes on
 * until `signal`; answers what the gateway took.
 */
export async function payOrders(world: ChaosWorld, signal: AbortSignal): Promise<readonly TakenPayment[]> {
  const seen = new Set<string>();
  const taken: TakenPayment[] = [];
  const underWay: Promise<void>[] = [];
  while (!signal.aborted) {
    for (const order of await findOpenOrders(world)) {
      if (seen.has(order.id)) continue;
      seen.add(order.id);
      if (seen.size % 3 !== 0) continue;
      const times = seen.size % 15 === 0 ? 2 : 1;
      underWay.push(
        payOrder(world, order, times).then((payments) => {
          taken.push(...payments);
        }),
      );
    }
    await pause(EVERY_MS, undefined, { signal }).catch(() => undefined);
  }
  await Promise.all(underWay);
  return taken;
}

async function findOpenOrders(world: ChaosWorld): Promise<readonly Open[]> {
  const query = `SELECT id, checkout_token AS token FROM pedidos WHERE status = 'pending' ORDER BY created_at LIMIT 500`;
  return rowsOf<Open>(world.pool, query).catch(() => []);
}

async function payOrder(world: ChaosWorld, order: Open, times: number): Promise<readonly TakenPayment[]> {
  const page = await openPayPage(world, order);
  if (!page) return [];
  const preference = new URL(page).searchParams.get('pref_id') ?? '';
  const payments = await Promise.all(Array.from({ length: times }, () => approve(world, preference)));
  return payments.filter((id) => id !== null).map((externalId) => ({ externalId, orderId: order.id }));
}

/** Presses "pay" until the shop answers with the gateway's page; null when the cart has ended meanwhile. */
async function openPayPage(world: ChaosWorld, order: Open): Promise<string | null> {
  const endsAtMs = Date.now() + PATIENCE_MS;
  while (Date.now() < endsAtMs) {
    const answer = await post(`${world.baseUrl}/checkout/${order.token}`, { origin: world.baseUrl });
    const location = answer?.headers.get('location');
    if (answer?.status === 303 && location?.includes('pref_id=')) return location;
    if (answer?.status === 303) return null;
    await pause(1_000);
  }
  return null;
}

async function approve(world: ChaosWorld, preference: string): Promise<string | null> {
  const form = new URLSearchParams({ pref_id: preference, outcome: 'approve' });
  const answer = await post(`${world.sandboxUrl}/mercadopago/checkout/v1/pay`, {}, form);
  const location = answer?.headers.get('location');
  return location ? new URL(location, world.sandboxUrl).searchParams.get('payment_id') : null;
}

async function post(url: string, headers: Record<string, string>, body?: URLSearchParams): Promise<Response | null> {
  const signal = AbortSignal.timeout(15_000);
  return fetch(url, { method: 'POST', redirect: 'manual', headers, signal, ...(body ? { body } : {}) }).catch(
    () => null,
  );
}
