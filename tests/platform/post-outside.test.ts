import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { checkOutsideUrl, createOutsideLookup, postOutside } from '../../src/platform/net/post-outside.ts';
import { isLoopback, isPublicAddress } from '../../src/platform/net/public-address.ts';

const STRICT = { ports: [443, 8443], allowLoopback: false };
const LOCAL = { ...STRICT, allowLoopback: true, timeoutMs: 2_000, excerptBytes: 100 };

describe('an address', () => {
  test.each([
    '0.0.0.0',
    '0.1.2.3',
    '10.0.0.1',
    '100.64.0.1',
    '100.127.255.255',
    '127.0.0.1',
    '127.255.255.254',
    '169.254.169.254',
    '172.16.0.1',
    '172.31.255.255',
    '192.0.0.8',
    '192.0.2.1',
    '192.168.1.1',
    '198.18.0.1',
    '198.51.100.7',
    '203.0.113.7',
    '224.0.0.1',
    '239.255.255.255',
    '240.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    '::ffff:127.0.0.1',
    '::ffff:8.8.8.8',
    '::ffff:7f00:1',
    '::7f00:1',
    '64:ff9b::7f00:1',
    '64:ff9b:1::1',
    '100::1',
    '2001::1',
    '2001:db8::1',
    '2002:7f00:1::',
    '3fff::1',
    'fc00::1',
    'fd12:3456::1',
    'fe80::1',
    'fe80::1%eth0',
    'fec0::1',
    'ff02::1',
    'localhost',
    '',
  ])('%s is not public', (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });

  test.each([
    '1.1.1.1',
    '8.8.8.8',
    '100.63.255.255',
    '100.128.0.1',
    '172.15.0.1',
    '172.32.0.1',
    '2606:4700::1111',
    '2a00:1450::1',
  ])('%s is public', (address) => {
    expect(isPublicAddress(address)).toBe(true);
  });

  test('only 127.0.0.0/8 and ::1 are this machine', () => {
    expect(['127.0.0.1', '127.9.9.9', '::1'].map(isLoopback)).toEqual([true, true, true]);
    expect(['10.0.0.1', '127.evil.example', '::', '::ffff:127.0.0.1'].map(isLoopback)).toEqual([
      false,
      false,
      false,
      false,
    ]);
  });
});

describe('a URL', () => {
  test.each([
    ['nonsense', 'no address'],
    ['http://partner.example/', 'https://'],
    ['ftp://partner.example/', 'https://'],
    ['https://partner.example:22/', 'port'],
    ['https://user:password@partner.example/', 'user or password'],
    ['https://127.0.0.1/', 'public internet'],
    ['https://127.1/', 'public internet'],
    ['https://0x7f000001/', 'public internet'],
    ['https://2130706433/', 'public internet'],
    ['https://0177.0.0.1/', 'public internet'],
    ['https://[::1]/', 'public internet'],
    ['https://[::]/', 'public internet'],
    ['https://[::ffff:7f00:1]/', 'public internet'],
    ['https://0.0.0.0/', 'public internet'],
    ['https://169.254.169.254/latest/meta-data/', 'public internet'],
    ['http://localhost/', 'https://'],
  ])('%s is refused: %s', (url, why) => {
    expect(() => checkOutsideUrl(url, STRICT)).toThrow(why);
  });

  test.each(['https://partner.example/hook', 'https://partner.example:8443/hook', 'https://1.1.1.1/'])(
    '%s may be called',
    (url) => {
      expect(checkOutsideUrl(url, STRICT).href).toBe(url);
    },
  );

  test('development may call this machine by http at any port, and nothing else more', () => {
    expect(checkOutsideUrl('http://127.0.0.1:9999/x', LOCAL).port).toBe('9999');
    expect(checkOutsideUrl('http://localhost:9999/x', LOCAL).port).toBe('9999');
    expect(() => checkOutsideUrl('http://10.0.0.1:9999/', LOCAL)).toThrow('https://');
    expect(() => checkOutsideUrl('https://10.0.0.1/', LOCAL)).toThrow('public internet');
    expect(() => checkOutsideUrl('http://0.0.0.0:9999/', LOCAL)).toThrow('https://');
  });
});

type Address = { address: string; family: number };

function ask(addresses: readonly Address[], allowLoopback = false, all = true) {
  const guarded = createOutsideLookup({ allowLoopback }, (_host, _options, callback) => callback(null, [...addresses]));
  return new Promise((resolve, reject) => {
    guarded('partner.example', { all } as never, (error, answer) => (error ? reject(error) : resolve(answer)));
  });
}

describe('the look-up of a socket', () => {
  test('refuses a name when one of its addresses is not public', async () => {
    const good = { address: '1.1.1.1', family: 4 };
    await expect(ask([good, { address: '127.0.0.1', family: 4 }])).rejects.toThrow('public internet');
    await expect(ask([{ address: '::ffff:10.0.0.1', family: 6 }])).rejects.toThrow('public internet');
    await expect(ask([{ address: '10.0.0.1', family: 4 }], true)).rejects.toThrow('public internet');
    await expect(ask([])).rejects.toThrow('public internet');
    expect(await ask([good])).toEqual([good]);
    expect(await ask([good], false, false)).toBe('1.1.1.1');
    expect(await ask([{ address: '127.0.0.1', family: 4 }], true)).toHaveLength(1);
  });

  test('is what the socket connects to: a name that turns private after the check reaches nobody', async () => {
    let asked = 0;
    const server = await serve((_request, response) => response.end('reached'));
    const rules = {
      ...STRICT,
      ports: [server.port],
      timeoutMs: 2_000,
      excerptBytes: 100,
      resolve: (_host: string, _options: unknown, callback: (error: null, addresses: Address[]) => void) => {
        asked += 1;
        callback(null, [{ address: '127.0.0.1', family: 4 }]);
      },
    };
    const call = postOutside(rules, { url: `https://rebinding.example:${server.port}/`, headers: {}, body: '{}' });

    await expect(call).rejects.toThrow('public internet');
    expect(asked).toBe(1);
    expect(server.connections()).toBe(0);
  });
});

async function serve(listener: RequestListener) {
  let connections = 0;
  const server = createServer(listener).on('connection', () => {
    connections += 1;
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { port, url: `http://127.0.0.1:${port}/`, connections: () => connections };
}

describe('a post', () => {
  test('carries the body and answers status, headers and the beginning of the answer', async () => {
    const seen: unknown[] = [];
    const server = await serve(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      seen.push(request.method, request.headers['x-test'], Buffer.concat(chunks).toString());
      response.writeHead(202, { 'retry-after': '7' }).end('ñ'.repeat(80));
    });
    const answer = await postOutside(LOCAL, { url: server.url, headers: { 'x-test': '1' }, body: '{"é":1}' });

    expect(seen).toEqual(['POST', '1', '{"é":1}']);
    expect(answer).toMatchObject({ status: 202, excerpt: 'ñ'.repeat(50) });
    expect(answer.headers['retry-after']).toBe('7');
  });

  test('follows no redirect', async () => {
    const aim = await serve((_request, response) => response.end('reached'));
    const server = await serve((_request, response) => response.writeHead(307, { location: aim.url }).end());

    expect((await postOutside(LOCAL, { url: server.url, headers: {}, body: '' })).status).toBe(307);
    expect(aim.connections()).toBe(0);
  });

  test('ends at its time when nobody answers, and when an answer never ends', async () => {
    const silent = await serve(() => undefined);
    const drip = await serve((_request, response) => {
      response.writeHead(200).write('a');
    });
    const rules = { ...LOCAL, timeoutMs: 100 };

    for (const { url } of [silent, drip])
      await expect(postOutside(rules, { url, headers: {}, body: '' })).rejects.toThrow('No answer within 100 ms.');
  });

  test('does not read an endless answer to its end', async () => {
    const server = await serve((_request, response) => {
      const more = () => {
        while (response.write('x'.repeat(10_000)));
      };
      response.on('drain', more);
      more();
    });

    expect((await postOutside(LOCAL, { url: server.url, headers: {}, body: '' })).excerpt).toBe('x'.repeat(100));
  });
});
