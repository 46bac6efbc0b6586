import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';

export type PartnerOptions = {
  /** Address of LiveStreamSell. */
  readonly url: string;
  /** lss_… with the scopes events:read and orders:write. */
  readonly key: string;
  /** whsec_… of the endpoint. */
  readonly webhookSecret: string;
  /** Global id of the store. */
  readonly storeId: string;
  /** Where to listen; 0: any free port. */
  readonly port: number;
  /** Each event once, by webhook or by pull. */
  readonly onEvent: (event: PartnerEvent, by: 'webhook' | 'pull') => void;
};

/** What both ways have in common. */
export type PartnerEvent = { readonly id: string; readonly type: string; readonly cursor: string };
export type Partner = {
  readonly url: string;
  /** Reads the log from the last cursor to its end. */
  pull(): Promise<void>;
  placeOrder(order: { sku: string; qty: number; customer: string }): Promise<{ order_id: string; payment_url: string }>;
  close(): Promise<void>;
};

const TOLERANCE_S = 300;
const EVENTS = `query ($storeId: ID!, $after: String) {
  events(storeId: $storeId, after: $after, first: 100) { nextCursor hasMore events { ... on Event { id type cursor } } }
}`;
type EventPage = {
  readonly events: { readonly nextCursor: string; readonly hasMore: boolean; readonly events: readonly PartnerEvent[] };
};

/** Starts the partner's own small server. */
export async function startPartner(options: PartnerOptions): Promise<Partner> {
  const seen = new Set<string>();
  let cursor = '0';
  const take = (event: PartnerEvent, by: 'webhook' | 'pull') => {
    // Every way may bring an event twice: its id tells.
    if (seen.has(event.id)) return;
    seen.add(event.id);
    options.onEvent(event, by);
  };
  const pull = async () => {
    for (let hasMore = true; hasMore; ) {
      const { events } = await graphql<EventPage>(options, EVENTS, { storeId: options.storeId, after: cursor });
      for (const event of events.events) take(event, 'pull');
      cursor = events.nextCursor;
      hasMore = events.hasMore;
    }
  };
  const placeOrder: Partner['placeOrder'] = async ({ sku, qty, customer }) => {
    const [, storeUuid] = Buffer.from(options.storeId, 'base64url').toString().split(':');
    const body = { tienda_id: storeUuid, customer_fb_id: customer, items: [{ sku, qty }] };
    return call(options, '/api/v1/orders/create', body);
  };
  const server = createServer(async (request, response) => {
    const body = await readBody(request);
    try {
      if (request.url === '/order') {
        response.end(JSON.stringify(await placeOrder(JSON.parse(body))));
        return;
      }
      verify(options.webhookSecret, request, body);
      const { event, data } = JSON.parse(body) as { event: string; data: { id: string; cursor: string } };
      take({ id: data.id, type: event, cursor: data.cursor }, 'webhook');
      response.writeHead(204).end();
    } catch (error) {
      response.writeHead(400).end(error instanceof Error ? error.message : 'Something failed.');
    }
  });
  await new Promise<void>((resolve) => server.listen(options.port, '127.0.0.1', resolve));
  const address = server.address();
  return {
    url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : options.port}`,
    pull,
    placeOrder,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

/** Standard Webhooks: HMAC-SHA256 over `id.timestamp.body`; one fitting signature of several is enough. @throws Error */
export function verify(secret: string, { headers }: Pick<IncomingMessage, 'headers'>, body: string): void {
  const { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signatures } = headers;
  if (Math.abs(Date.now() / 1_000 - Number(timestamp)) > TOLERANCE_S || Number.isNaN(Number(timestamp)))
    throw new Error('The webhook is too old, or of a time to come.');
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  const expected = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest();
  const fits = String(signatures)
    .split(' ')
    .map((signature) => Buffer.from(signature.replace(/^v1,/, ''), 'base64'))
    .some((given) => given.length === expected.length && timingSafeEqual(given, expected));
  if (!fits) throw new Error('The signature does not fit.');
}

async function graphql<Data>(options: PartnerOptions, query: string, variables: object): Promise<Data> {
  const answer = await call<{ data?: Data; errors?: readonly { message: string }[] }>(options, '/graphql', {
    query,
    variables,
  });
  if (!answer.data || answer.errors) throw new Error(answer.errors?.[0]?.message ?? 'GraphQL answered nothing.');
  return answer.data;
}

/** Posts JSON with the key; waits and tries again when the key has called too often. */
async function call<Answer>(options: PartnerOptions, path: string, body: object): Promise<Answer> {
  const response = await fetch(`${options.url}${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${options.key}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (response.status === 429) {
    await new Promise((resolve) => setTimeout(resolve, 1_000 * Number(response.headers.get('retry-after') ?? 1)));
    return call(options, path, body);
  }
  if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
  return (await response.json()) as Answer;
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

if (import.meta.main) {
  const { LSS_URL = '', LSS_KEY = '', LSS_WEBHOOK_SECRET = '', LSS_STORE = '', PORT = '4800' } = process.env;
  const partner = await startPartner({
    url: LSS_URL,
    key: LSS_KEY,
    webhookSecret: LSS_WEBHOOK_SECRET,
    storeId: LSS_STORE,
    port: Number(PORT),
    onEvent: (event, by) => console.log(`${event.cursor} ${event.type} (${by})`),
  });
  console.log(`Webhooks are received at ${partner.url}`);
  // What came while this program was down.
  await partner.pull();
}
