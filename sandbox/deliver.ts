import { setTimeout as pause } from 'node:timers/promises';

/** Tries after the first one, in milliseconds from the try before. Vendors are patient for hours; nobody waits for a sandbox. */
const RETRY_AFTER_MS = [200, 1_000, 3_000];
/** A gateway's notice of money is tried for longer. */
const PATIENT_RETRY_AFTER_MS = [...RETRY_AFTER_MS, 8_000, 20_000, 40_000];
const TIMEOUT_MS = 10_000;

type Webhook = {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly isPatient?: boolean;
};
export type Delivery = {
  /** Posts until it is accepted with a 2xx or the tries are used up. Answers the last HTTP status, null when nobody answered. */
  post(webhook: Webhook): Promise<number | null>;
  /** Resolves when nothing is on its way any more; tries that wait for their turn are dropped. */
  settled(): Promise<void>;
};

/** Posts webhooks the way vendors do: again when the receiver fails, not when it refuses the signature or the shape. */
export function createDelivery(): Delivery {
  const stop = new AbortController();
  const underWay = new Set<Promise<number | null>>();
  return {
    post(webhook) {
      const delivery = postUntilAccepted(webhook, stop.signal).finally(() => underWay.delete(delivery));
      underWay.add(delivery);
      return delivery;
    },
    async settled() {
      stop.abort();
      await Promise.allSettled(underWay);
    },
  };
}

async function postUntilAccepted(webhook: Webhook, signal: AbortSignal): Promise<number | null> {
  let status = await postOnce(webhook);
  for (const afterMs of webhook.isPatient ? PATIENT_RETRY_AFTER_MS : RETRY_AFTER_MS) {
    if (status !== null && status < 500) return status;
    await pause(afterMs, undefined, { signal }).catch(() => undefined);
    if (signal.aborted) return status;
    status = await postOnce(webhook);
  }
  return status;
}

async function postOnce({ url, headers, body }: Webhook): Promise<number | null> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body,
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    await response.arrayBuffer();
    return response.status;
  } catch {
    return null;
  }
}
