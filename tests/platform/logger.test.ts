import { expect, test } from 'vitest';
import { createLogger } from '../../src/platform/logs/logger.ts';

/** The lines that `work` logs, as text and as objects. */
function logged(work: (log: ReturnType<typeof createLogger>) => void, secrets: readonly string[] = []) {
  const lines: string[] = [];
  work(createLogger({ level: 'debug', role: 'test', secrets }, { write: (line) => void lines.push(line) }));
  return { text: lines.join(''), objects: lines.map((line) => JSON.parse(line) as Record<string, unknown>) };
}

test.each([
  'authorization',
  'Cookie',
  'password',
  'token',
  'access_token',
  'accessToken',
  'refreshToken',
  'FB_APP_SECRET',
  'clientSecret',
  'appsecret_proof',
  'x-signature',
  'x-hub-signature-256',
  'apiKey',
  'api_key',
  'page_access_token_enc',
])('what is called %s is blanked: at the top, nested, in lists, and in a JSON text', (name) => {
  const given = {
    [name]: 'canary-1',
    deep: { a: { b: { c: { [name]: 'canary "2"' } } } },
    list: [{ [name]: ['canary-3'] }],
    number: { [name]: 5551234 },
  };
  const { text, objects } = logged((log) =>
    log.info({ ...given, body: JSON.stringify({ [name]: 'canary-4' }) }, 'said'),
  );

  expect(text).not.toMatch(/canary|5551234/);
  expect(objects[0]).toMatchObject({ msg: 'said', role: 'test', deep: { a: { b: { c: { [name]: '[redacted]' } } } } });
});

test.each([
  'GET https://graph.example/v26.0/1/messages?access_token=canary-1&appsecret_proof=canary-2',
  'https://shop.example/api/v1/webhooks/facebook?hub.verify_token=canary-3&hub.challenge=1',
  'https://shop.example/callback?code=canary-4',
  'Authorization: Bearer canary.5-canary',
  'Basic Y2FuYXJ5OmNhbmFyeQ==canary',
  'connect to postgresql://app:canary-6@db:5432/shop failed',
  'redis://:canary-7@redis:6379',
  'GET /checkout/canary-8-canary-8-canary',
  'the token EAAcanary9canary9canary9 was refused',
  'APP_USR-canary-10-canary-10, TEST-canary-11-canary-11, sk-canary-12-canary-12',
])('a secret is known by its form inside of a text: %s', (words) => {
  const { text } = logged((log) => {
    log.warn(words);
    log.warn({ url: words }, 'with an object');
    log.error(new Error(words));
    log.error({ err: new Error('outer', { cause: new Error(words) }) }, 'with a cause');
  });

  expect(text).not.toMatch(/canary/i);
  expect(text.split('\n').filter(Boolean)).toHaveLength(4);
});

test('a value that is a secret of the process is blanked under any name, also where JSON writes it otherwise', () => {
  const { text } = logged(
    (log) => log.info({ whatever: 'a"quoted\\secret', words: 'so plain-secret, so plain' }, 'plain-secret'),
    ['a"quoted\\secret', 'plain-secret', 'ab'],
  );

  expect(JSON.parse(text)).toMatchObject({
    whatever: '[redacted]',
    words: 'so [redacted], so plain',
    msg: '[redacted]',
  });
});

test('an error keeps what helps: type, message, stack and code; and loses what its client hung on to it', () => {
  const error = Object.assign(new TypeError('connect failed'), {
    code: 'ECONNREFUSED',
    config: { data: 'body-canary' },
    detail: 'Key (email)=(canary)',
  });
  const { objects, text } = logged((log) => log.error({ err: error }, 'trouble'));

  expect(objects[0]?.['err']).toEqual({
    type: 'TypeError',
    message: 'connect failed',
    stack: expect.stringContaining('logger.test.ts'),
    code: 'ECONNREFUSED',
  });
  expect(text).not.toContain('canary');
});

test('a line stays one line and stays JSON, whatever is in it', () => {
  const { objects, text } = logged((log) =>
    log.info({ text: 'first\r\n{"level":60,"msg":"forged"}', token: 'x"y\\z' }, 'a\nb'),
  );

  expect(text.trimEnd().split('\n')).toHaveLength(1);
  expect(objects[0]).toMatchObject({ text: 'first\r\n{"level":60,"msg":"forged"}', msg: 'a\nb', token: '[redacted]' });
});

test('what is below the level is not written', () => {
  const lines: string[] = [];
  const log = createLogger({ level: 'warn', role: 'test' }, { write: (line) => void lines.push(line) });
  log.info('no');
  log.warn('yes');

  expect(lines).toHaveLength(1);
});
