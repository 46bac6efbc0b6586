import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import { startSandbox } from '../../sandbox/start-sandbox.ts';

type Received = { readonly url: URL; readonly headers: IncomingHttpHeaders; readonly body: string };
export type Answer = { readonly status: number; readonly body: Record<string, unknown> };

export const APP_SECRET = 'test_app_secret';
export const MERCADOPAGO_SECRET = 'mp-test-secret';
export const PAGE = '5001';
export const TOKEN = `sandbox-token-${PAGE}`;

/** A sandbox on a free port, a clock that the test moves, and a receiver that keeps every webhook. All end with the test. */
export async function startScene(input: { readonly statuses?: readonly number[] } = {}) {
  const received: Received[] = [];
  const statuses = [...(input.statuses ?? [])];
  const receiver = await listen((received_) => {
    received.push(received_);
    return statuses.shift() ?? 200;
  });
  const receiverUrl = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}`;
  let passedMs = 0;
  const sandbox = await startSandbox(
    {
      port: 0,
      host: '127.0.0.1',
      baseUrl: receiverUrl,
      appId: '100000000000001',
      appSecret: APP_SECRET,
      mercadopagoSecret: MERCADOPAGO_SECRET,
    },
    { now: () => Date.now() + passedMs },
  );
  onTestFinished(async () => {
    await sandbox.close();
    receiver.closeAllConnections();
    await new Promise((resolve) => receiver.close(resolve));
  });
  const call = async (
    method: string,
    path: string,
    given: { headers?: Record<string, string>; body?: unknown } = {},
  ) => {
    const response = await fetch(`${sandbox.url}${path}`, {
      method,
      headers: { 'content-type': 'application/json', ...given.headers },
      ...(given.body === undefined ? {} : { body: JSON.stringify(given.body) }),
    });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  };
  return {
    url: sandbox.url,
    receiverUrl,
    received,
    call,
    pass(ms: number) {
      passedMs += ms;
    },
    /** A call of the Graph API by the Page's token. */
    graph: (method: string, path: string, body?: unknown, token = TOKEN): Promise<Answer> =>
      call(method, `/graph/v26.0/${path}`, {
        headers: { authorization: `Bearer ${token}` },
        ...(body === undefined ? {} : { body }),
      }),
    /** A person comments in the live; answers the id of the comment. */
    async comment(text: string, author: { name: string; id?: string } = { name: 'Ana' }): Promise<string> {
      const { body } = await call('POST', `/api/live/${PAGE}/comments`, { body: { author, text } });
      return body['commentId'] as string;
    },
  };
}

function listen(receive: (received: Received) => number): Promise<Server> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const url = new URL(request.url ?? '/', 'http://receiver');
      response.statusCode = receive({ url, headers: request.headers, body: Buffer.concat(chunks).toString() });
      response.end();
    });
  });
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}

/** Code and subcode of a refusal, as `code` or `code/subcode`. */
export function refusalOf({ status, body }: Answer): string {
  const error = body['error'] as { code: number; error_subcode?: number } | undefined;
  if (!error) return `accepted (${status})`;
  return `${status}: ${error.code}${error.error_subcode === undefined ? '' : `/${error.error_subcode}`}`;
}
