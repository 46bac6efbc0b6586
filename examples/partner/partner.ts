import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import {
  PlaceOrderDocument,
  type PlaceOrderMutation,
  PullEventsDocument,
  type TypedDocumentString,
} from './generated/graphql.ts';

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
export type PlacedOrder = Extract<PlaceOrderMutation['createOrder'], { __typename: 'CreateOrderSuccess' }>['data'];
export type Partner = {
  readonly url: string;
  /** Reads the log from the last cursor to its end. */
  pull(): Promise<void>;
  /** @throws Error with the reason, such as that too few units are left. */
  placeOrder(order: { sku: string; qty: number; customer: string }): Promise<PlacedOrder>;
  close(): Promise<void>;
};

const TOLERANCE_S = 300;

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
      const { events } = await graphql(options, PullEventsDocument, { storeId: options.storeId, after: cursor });
      for (const event of events.events) take(event, 'pull');
      cursor = events.nextCursor;
      hasMore = events.hasMore;
    }
  };
  const placeOrder: Partner['placeOrder'] = async ({ sku, qty, customer }) => {
    const input = { storeId: options.storeId, customerFbId: customer, items: [{ sku, quantityUnits: qty }] };
    const { createOrder } = await graphql(options, PlaceOrderDocument, { input });
    // What can go wrong is part of the answer's type: `code` tells a program, `message` a person.
    if (createOrder.__typename !== 'CreateOrderSuccess') throw new Error(`${createOrder.code}: ${createOrder.message}`);
    return createOrder.data;
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

type Answer<Data> = { readonly data?: Data; readonly errors?: readonly { readonly message: string }[] };

/** Posts an operation with the key; waits and tries again when the key has called too often. */
async function graphql<Data, Variables>(
  options: PartnerOptions,
  document: TypedDocumentString<Data, Variables>,
  variables: Variables,
): Promise<Data> {
  const response = await fetch(`${options.url}/graphql`, {
    method: 'POST',
    headers: { authorization: `Bearer ${options.key}`, 'content-type': 'application/json' },
    body: JSON.stringify({ query: document.toString(), variables }),
  });
  if (response.status === 429) {
    await new Promise((resolve) => setTimeout(resolve, 1_000 * Number(response.headers.get('retry-after') ?? 1)));
    return graphql(options, document, variables);
  }
  const { data, errors } = (await response.json()) as Answer<Data>;
  if (!data || errors) throw new Error(errors?.[0]?.message ?? `GraphQL answered ${response.status} and no data.`);
  return data;
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
