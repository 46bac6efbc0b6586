import { createHmac } from 'node:crypto';

export const PASSWORD = 'a-long-password-1';

/** A browser that keeps its cookies, as far as signing in needs one. */
export function createBrowserLike(baseUrl: string, headers: Record<string, string> = {}) {
  const cookies = new Map<string, string>();
  const keep = (response: Response) => {
    for (const line of response.headers.getSetCookie()) {
      const [name = '', value = ''] = (line.split(';')[0] ?? '').split(/=(.*)/s);
      if (value === '') cookies.delete(name);
      else cookies.set(name, value);
    }
  };
  const cookie = () => [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  const call = async (path: string, body?: object) => {
    const response = await fetch(new URL(path, baseUrl), {
      method: body ? 'POST' : 'GET',
      redirect: 'manual',
      headers: {
        origin: baseUrl,
        ...headers,
        ...(body ? { 'content-type': 'application/json' } : {}),
        ...(cookies.size > 0 ? { cookie: cookie() } : {}),
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    keep(response);
    return response;
  };
  return {
    call,
    cookie,
    /** Posts below /api/auth and reads the answer. */
    async auth(path: string, body: object) {
      const response = await call(`/api/auth${path}`, body);
      const answer = (await response.json()) as Record<string, unknown>;
      return { status: response.status, answer, token: response.headers.get('set-auth-token') ?? '' };
    },
    async graphql(query: string) {
      const response = await call('/graphql', { query });
      return (await response.json()) as { data?: Record<string, unknown>; errors?: { extensions: { code: string } }[] };
    },
  };
}

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** The code that an authenticator shows for an otpauth address (RFC 6238, SHA-1, 30 s, six digits). */
export function totpOf(totpUri: string, atMs = Date.now()): string {
  const secret = new URL(totpUri).searchParams.get('secret') ?? '';
  const bits = [...secret.replaceAll('=', '')]
    .map((char) => BASE32.indexOf(char).toString(2).padStart(5, '0'))
    .join('');
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(atMs / 30_000)));
  const digest = createHmac('sha1', key).update(counter).digest();
  const offset = (digest.at(-1) ?? 0) & 15;
  return String((digest.readUInt32BE(offset) & 0x7fff_ffff) % 1_000_000).padStart(6, '0');
}
