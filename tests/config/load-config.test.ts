import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { environmentOf } from '../../src/config/environment.ts';
import { allVariables, type Environment, type Role, secretsOf } from '../../src/config/load-config.ts';
import { configFolder, DEVELOPMENT, load, PRODUCTION, problemsOf, STAGING } from './given.ts';

const ROLES: readonly Role[] = ['http', 'workers', 'timers'];

test('every setting that is missing or does not fit is in one list', () => {
  const problems = problemsOf({
    BASE_URL: 'shop',
    PORT: '70000',
    LOG_LEVEL: 'loud',
    APP_ENV: 'moon',
    ROLES: 'http,cook',
  });

  expect(problems.map((problem) => problem.split('. ')[0])).toEqual([
    'APP_ENV does not fit',
    'BASE_URL does not fit',
    'DATABASE_URL is missing',
    'ENCRYPTION_KEY_AES256 is missing',
    'FB_APP_SECRET is missing',
    'FB_WEBHOOK_VERIFY_TOKEN is missing',
    'JWT_SECRET is missing',
    'LOG_LEVEL does not fit',
    'MERCADOPAGO_WEBHOOK_SECRET is missing',
    'PORT does not fit',
    'REDIS_URL is missing',
    'ROLES does not fit',
  ]);
});

test('who is to embed has a key and embeddings', () => {
  const gemini = { ...DEVELOPMENT, EMBEDDING_PROVIDER: 'gemini', OPENAI_API_KEY: 'a-key-of-openai' };
  expect(problemsOf(gemini, 'workers').map((line) => line.split('. ')[0])).toEqual([
    'GEMINI_API_KEY is missing, and EMBEDDING_PROVIDER names it',
  ]);
  expect(problemsOf({ ...gemini, GEMINI_API_KEY: 'a-key-of-gemini' }, 'workers')).toEqual([]);
  expect(problemsOf(gemini, 'http')).toEqual([]);
  expect(
    problemsOf({ ...DEVELOPMENT, EMBEDDING_PROVIDER: 'openrouter' }, 'workers').map((line) => line.split('. ')[0]),
  ).toEqual(['EMBEDDING_PROVIDER does not fit']);
});

test('what is unsafe on a server is in the list together with what does not fit', () => {
  const env = { ...PRODUCTION, DATABASE_REPLICA_URL: '', DEBUG: 'true', BASE_URL: 'http://shop.example', PORT: 'x' };

  expect(
    problemsOf({ ...env, JWT_SECRET: 'change-me-change-me-change-me-change-me' }).map((line) => line.split('. ')[0]),
  ).toEqual([
    'BASE_URL is not https://',
    'DATABASE_REPLICA_URL is missing',
    'DEBUG is on',
    'JWT_SECRET is the public example of .env.example',
    'PORT does not fit',
  ]);
});

test('a problem says the name, what was expected and where to get it, and quotes no value', () => {
  const [problem, ...others] = problemsOf({ ...DEVELOPMENT, ENCRYPTION_KEY_AES256: 'not-a-key-canary' });

  expect(others).toEqual([]);
  expect(problem).toBe(
    'ENCRYPTION_KEY_AES256 does not fit. Expected 64 hexadecimal digits (256 bits). ' +
      'Make it with `openssl rand -hex 32`; it encrypts page tokens and gateway keys.',
  );
});

test('an empty value counts as none', () => {
  expect(load({ ...DEVELOPMENT, PORT: '', MERCADOPAGO_ACCESS_TOKEN: '', APP_ENV: '' }).env).toMatchObject({
    PORT: 3000,
    APP_ENV: 'development',
  });
});

test('an address loses the slash at its end, so that links have one', () => {
  expect(load({ ...DEVELOPMENT, BASE_URL: 'http://localhost:3000/' }).env.BASE_URL).toBe('http://localhost:3000');
  expect(load({ ...DEVELOPMENT, CORS_ORIGINS: 'https://a.example/, https://b.example' }).env.CORS_ORIGINS).toEqual([
    'https://a.example',
    'https://b.example',
  ]);
});

test('every public example of a secret is refused in staging and in production, and taken in development', () => {
  const examples = Object.fromEntries(
    [...readFileSync('.env.example', 'utf8').matchAll(/Secret\.\n# (\w+)=(.+)/g)].map(([, name, value]) => [
      name,
      value,
    ]),
  );

  expect(Object.keys(examples)).toContain('ENCRYPTION_KEY_AES256');
  const problemsOfAll = (env: Environment) => new Set(ROLES.flatMap((role) => problemsOf(env, role)));
  expect([...problemsOfAll({ ...DEVELOPMENT, ...examples })]).toEqual([]);
  for (const env of [STAGING, PRODUCTION])
    expect([...problemsOfAll({ ...env, ...examples })].filter((text) => text.includes('public example'))).toHaveLength(
      Object.keys(examples).length,
    );
});

test('a file of limits with an unknown name, a wrong type or no YAML at all is a problem', () => {
  const fits = readFileSync('config/default.yaml', 'utf8');
  const cases: readonly (readonly [string, RegExp])[] = [
    [`${fits}\nholdz: 3\n`, /holdz/],
    [fits.replace('ttlMs: 1800000', 'ttlMs: soon'), /holds\.ttlMs does not fit/],
    [`${fits}\n"open: [canary\n`, /default\.yaml is no YAML, line \d+/],
    ['just words', /no list of names and values/],
  ];
  for (const [text, expected] of cases) {
    const problems = problemsOf(DEVELOPMENT, 'http', configFolder({ 'default.yaml': text, 'development.yaml': '' }));
    expect(problems.join('\n')).toMatch(expected);
    expect(problems.join('\n')).not.toContain('canary');
  }
  expect(problemsOf(DEVELOPMENT, 'http', configFolder({})).join('\n')).toMatch(/config\/default\.yaml is missing/);
});

test('a value of the environment stands above the file of the environment, which stands above the base file', () => {
  const folder = configFolder({
    'default.yaml': readFileSync('config/default.yaml', 'utf8'),
    'development.yaml': 'logLevel: warn\nholds: { ttlMs: 60000 }\n',
  });

  expect(load(DEVELOPMENT, 'http', folder).limits).toMatchObject({
    logLevel: 'warn',
    holds: { ttlMs: 60_000, expireBatch: 200 },
  });
  expect(load({ ...DEVELOPMENT, LOG_LEVEL: 'error' }, 'http', folder).limits.logLevel).toBe('error');
});

test('the secrets of a process are its secret values and the passwords inside of addresses', () => {
  expect(secretsOf(load(PRODUCTION))).toEqual(
    expect.arrayContaining([
      'database-canary',
      'replica-canary',
      'redis-canary',
      'app-secret-canary',
      PRODUCTION.JWT_SECRET,
    ]),
  );
});

test('a child process is started without the settings of other roles, and with what is no setting', () => {
  const env = { ...PRODUCTION, PATH: '/bin', SANDBOX_URL: 'http://127.0.0.1:4010' };

  expect(Object.keys(environmentOf('workers', env)).filter((name) => !(name in environmentOf('http', env)))).toEqual(
    [],
  );
  expect(environmentOf('workers', env)).not.toHaveProperty('FB_APP_SECRET');
  expect(environmentOf('timers', env)).not.toHaveProperty('JWT_SECRET');
  expect(environmentOf('http', env)).toEqual(env);
  expect(environmentOf('sandbox', env)).not.toHaveProperty('ENCRYPTION_KEY_AES256');
  expect(environmentOf('sandbox', env)).toMatchObject({ PATH: '/bin', FB_APP_SECRET: PRODUCTION.FB_APP_SECRET });
});

test('every variable says what is expected and where to get it', () => {
  for (const [name, schema] of Object.entries(allVariables))
    expect(schema.meta(), name).toMatchObject({
      expected: expect.stringMatching(/\w/),
      where: expect.stringMatching(/\.$/),
    });
});
