import { type LookupAddress, lookup } from 'node:dns';
import http, { type RequestOptions } from 'node:http';
import https from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { isLoopback, isPublicAddress } from './public-address.ts';

/** What addresses that strangers gave may look like. `allowLoopback`: also http to this machine, for development. */
export type OutsideRules = { readonly ports: readonly number[]; readonly allowLoopback: boolean };

export type OutsideAnswer = {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  /** The first bytes of the body; the rest is not read. */
  readonly excerpt: string;
};

/** The address may not be called. The message is fit for the one who gave it. */
export class ForbiddenAddressError extends Error {}

type Resolve = (
  hostname: string,
  options: { readonly all: true },
  callback: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

/**
 * Checks what can be seen without asking anybody: scheme, port, credentials, and addresses written as numbers.
 * @throws ForbiddenAddressError
 */
export function checkOutsideUrl(text: string, rules: OutsideRules): URL {
  if (!URL.canParse(text)) throw new ForbiddenAddressError('It is no address. Expected https://host/path.');
  const url = new URL(text);
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const isLocal = rules.allowLoopback && (host === 'localhost' || isLoopback(host));
  if (url.username || url.password) throw new ForbiddenAddressError('The address must not carry a user or password.');
  if (url.protocol !== 'https:' && !(isLocal && url.protocol === 'http:'))
    throw new ForbiddenAddressError('The address must begin with https://.');
  if (!isLocal && !rules.ports.includes(Number(url.port || 443)))
    throw new ForbiddenAddressError(`The port must be one of ${rules.ports.join(', ')}.`);
  if (isIP(host) && !isLocal && !isPublicAddress(host)) throw notPublic();
  return url;
}

/**
 * A look-up for sockets that refuses a name when any of its addresses is not public. It runs at connect time and the
 * socket uses exactly the addresses that it answers, so a name cannot change its mind in between (DNS rebinding).
 */
export function createOutsideLookup(
  rules: Pick<OutsideRules, 'allowLoopback'>,
  resolve: Resolve = lookup,
): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname, { all: true }, (error, addresses) => {
      if (error) return callback(error, '', 0);
      const isAllowed = ({ address }: LookupAddress) =>
        isPublicAddress(address) || (rules.allowLoopback && isLoopback(address));
      const [first] = addresses;
      if (!first || !addresses.every(isAllowed)) return callback(notPublic(), '', 0);
      if (options.all) callback(null, addresses);
      else callback(null, first.address, first.family);
    });
  };
}

function notPublic(): ForbiddenAddressError {
  return new ForbiddenAddressError('The address does not lead to the public internet.');
}

/**
 * Posts a body to an address that a stranger gave. Redirects are not followed, proxies of the environment not used,
 * nothing is kept alive, and the whole of it (look-up, handshake, answer) ends within `timeoutMs`.
 * @throws ForbiddenAddressError, or an Error of the network.
 */
export async function postOutside(
  rules: OutsideRules & { readonly timeoutMs: number; readonly excerptBytes: number; readonly resolve?: Resolve },
  input: { readonly url: string; readonly headers: Readonly<Record<string, string>>; readonly body: string },
): Promise<OutsideAnswer> {
  const url = checkOutsideUrl(input.url, rules);
  const client = url.protocol === 'http:' ? http : https;
  const agent = new client.Agent({ keepAlive: false });
  const signal = AbortSignal.timeout(rules.timeoutMs);
  const options: RequestOptions = {
    method: 'POST',
    agent,
    headers: { ...input.headers, 'content-length': String(Buffer.byteLength(input.body)) },
    lookup: createOutsideLookup(rules, rules.resolve),
    signal,
    maxHeaderSize: 16_384,
  };
  try {
    const response = await new Promise<http.IncomingMessage>((resolve, reject) => {
      const request = client.request(url, options, resolve);
      request.once('error', reject);
      request.end(input.body);
    });
    const { statusCode = 0, headers } = response;
    return { status: statusCode, headers, excerpt: await readExcerpt(response, rules.excerptBytes) };
  } catch (error) {
    throw signal.aborted ? new Error(`No answer within ${rules.timeoutMs} ms.`, { cause: error }) : error;
  } finally {
    agent.destroy();
  }
}

async function readExcerpt(response: http.IncomingMessage, maxBytes: number): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  // Leaving the loop destroys the socket: a body without end costs no more than this.
  for await (const chunk of response as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    bytes += chunk.byteLength;
    if (bytes >= maxBytes) break;
  }
  return Buffer.concat(chunks)
    .subarray(0, maxBytes)
    .toString('utf8')
    .replaceAll('\0', '')
    .replace(/\uFFFD+$/, '');
}
