import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { afterAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { freePort } from '../../scripts/lib/free-port.ts';
import { compose } from '../../src/compose.ts';
import { readEnvironment } from '../../src/config/environment.ts';
import { ConfigError, type Role, roleModels } from '../../src/config/load-config.ts';
import { pageTokenSeal } from '../../src/domain/identity/page-seal.ts';
import { findCredentials, paymentConfigSeal } from '../../src/domain/payments/find-credentials.ts';
import { rowsOf } from '../../src/platform/db/transaction.ts';
import { createMasterKeys } from '../../src/platform/vault/master-keys.ts';
import { createVault } from '../../src/platform/vault/vault.ts';
import { configFolder, DEVELOPMENT, load, PRODUCTION, problemsOf, STAGING } from '../config/given.ts';
import { runRole } from '../config/run-role.ts';
import { listen, signInWithStore } from '../http/listen.ts';
import { startTestSandbox } from '../testkit/sandbox.ts';

const sandbox = await startTestSandbox();
const server = await listen({ SANDBOX_URL: sandbox.url });
const { app } = server;
afterAll(async () => {
  await server[Symbol.asyncDispose]();
  await sandbox.close();
});

const PAGE = String(Math.random()).slice(2);
const PAGE_TOKEN = `sandbox-token-${PAGE}`;

// Once for all: signing up is limited in its rate.
let client: ReturnType<typeof connectClient> | undefined;
const connectedClient = () => {
  client ??= connectClient();
  return client;
};

/** A client who has connected a Page and a gateway through the API, and what the database keeps of it. */
async function connectClient() {
  const { api, storeId } = await signInWithStore(server);
  const { viewer } = await api.graphql<{ viewer: { memberships: { store: { id: string } }[] } }>(
    '{ viewer { memberships { store { id } } } }',
  );
  const given = { storeId: viewer.memberships[0]?.store.id };
  const done = await api.graphql<Record<string, { __typename: string }>>(
    `mutation($page: ConnectPageInput!, $payment: ConfigurePaymentInput!) {
      connectPage(input: $page) { __typename } configurePayment(input: $payment) { __typename }
    }`,
    {
      page: { ...given, fbPageId: PAGE, pageAccessToken: PAGE_TOKEN },
      payment: { ...given, gateway: 'MERCADO_PAGO', accessToken: 'APP_USR-gateway-key-canary' },
    },
  );
  expect(done).toMatchObject({
    connectPage: { __typename: 'ConnectPageSuccess' },
    configurePayment: { __typename: 'ConfigurePaymentSuccess' },
  });
  const [sealed] = await rowsOf<{ token: string; settings: string }>(
    app.pool,
    `SELECT f.page_access_token_enc AS token, c.settings FROM fb_sessions f JOIN config_pagos c USING (tienda_id)
     WHERE tienda_id = $1`,
    [storeId],
  );
  if (!sealed) throw new Error('Nothing was sealed.');
  return { storeId, sealed };
}

// §11.4 Configuración: each test is one statement of the slice, in its order.

describe('Configuration management', () => {
  test('dynamic configuration comes from environment variables and is validated at start, before anything is opened', async () => {
    const error = await compose({
      role: 'http',
      env: { ...DEVELOPMENT, PORT: 'none', REDIS_URL: '' },
      directory: 'config',
    }).catch((reason: unknown) => reason);

    expect(error).toBeInstanceOf(ConfigError);
    expect((error as ConfigError).message).toBe(
      'The settings have 2 problem(s):\n' +
        '  - REDIS_URL is missing. Expected a Redis address, redis://host:6379. Your Redis service (maxmemory-policy noeviction); `npm start` runs one when it is left out.\n' +
        '  - PORT does not fit. Expected a TCP port. Your choice; `npm start` takes the next free one and says so.',
    );
    expect(readEnvironment()['PATH']).toBe(process.env['PATH']);
  });

  test('static configuration that is not sensitive stands in YAML files: limits of rate, lives of sessions', () => {
    const file = parse(readFileSync('config/default.yaml', 'utf8')) as Record<string, Record<string, number>>;
    const { limits } = load(PRODUCTION);

    expect(limits.rates).toEqual(file['rates']);
    expect(limits.session).toEqual({ ttlMs: 30 * 86_400_000, accessTokenTtlMs: 3_600_000 });
    expect(limits.session).toEqual(file['session']);
  });

  test('a secret in a YAML file is refused', () => {
    const folder = configFolder({
      'default.yaml': readFileSync('config/default.yaml', 'utf8'),
      'development.yaml': 'JWT_SECRET: canary',
    });

    expect(problemsOf(DEVELOPMENT, 'http', folder)).toEqual([
      expect.stringMatching(/^config\/\*\.yaml: .*"JWT_SECRET"/),
    ]);
  });
});

describe('Storage', () => {
  test.skipIf(!existsSync('.git'))('Git holds only base files and the template .env.example', () => {
    const git = (...args: string[]) => execFileSync('git', args, { encoding: 'utf8' }).split('\n').filter(Boolean);
    const files = git('ls-files', '--cached', '--others', '--exclude-standard');

    expect(files.filter((file) => /(^|\/)\.env/.test(file))).toEqual(['.env.example']);
    expect(git('check-ignore', '.env', '.env.production', 'config/.env')).toEqual([
      '.env',
      '.env.production',
      'config/.env',
    ]);
    expect(readdirSync('config').toSorted()).toEqual([
      'default.yaml',
      'development.yaml',
      'production.yaml',
      'staging.yaml',
    ]);
  });

  test('secrets of our own infrastructure are injected as environment variables, to the roles that need them and no other', () => {
    const secretsOf = (role: Role) =>
      Object.entries(roleModels[role].shape).flatMap(([name, schema]) =>
        (schema.meta() as { secret?: boolean }).secret ? [name] : [],
      );
    const common = [
      'DATABASE_REPLICA_URL',
      'DATABASE_URL',
      'ENCRYPTION_KEYS_PREVIOUS',
      'ENCRYPTION_KEY_AES256',
      'MERCADOPAGO_ACCESS_TOKEN',
      'REDIS_URL',
    ];

    expect(secretsOf('workers').toSorted()).toEqual(
      [...common, 'GEMINI_API_KEY', 'OPENAI_API_KEY', 'OPENROUTER_API_KEY'].toSorted(),
    );
    expect(secretsOf('timers').toSorted()).toEqual([...common, 'FB_APP_SECRET', 'MAIL_API_KEY'].toSorted());
    expect(secretsOf('http').toSorted()).toEqual(
      [...common, 'FB_APP_SECRET', 'FB_WEBHOOK_VERIFY_TOKEN', 'JWT_SECRET', 'MERCADOPAGO_WEBHOOK_SECRET'].toSorted(),
    );
  });

  const credentialsOf = (storeId: string) =>
    findCredentials({ sql: app.pool, vault: app.vault, installation: {} }, { storeId, gateway: 'mercadopago' });

  test('page tokens and gateway keys of clients are encrypted, each row by itself: the database never holds them in clear', async () => {
    const { storeId, sealed } = await connectedClient();
    const tables = await rowsOf<{ name: string }>(
      app.pool,
      `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'`,
    );
    for (const { name } of tables)
      expect(
        await rowsOf(
          app.pool,
          `SELECT 1 FROM ${name} x WHERE x::text LIKE '%-canary%' OR x::text LIKE '%${PAGE_TOKEN}%'`,
        ),
        name,
      ).toEqual([]);

    expect(sealed.token).toMatch(/^v2\.[0-9a-f-]{36}\.[\w-]{40,}$/);
    expect(await credentialsOf(storeId)).toEqual({ accessToken: 'APP_USR-gateway-key-canary' });
    expect(await app.vault.decrypt(sealed.token, pageTokenSeal(storeId))).toBe(PAGE_TOKEN);
  });

  test('the same secret twice is never the same text, and another key opens none', async () => {
    const { storeId, sealed } = await connectedClient();

    expect(await app.vault.encrypt(app.pool, PAGE_TOKEN, pageTokenSeal(storeId))).not.toBe(sealed.token);
    const thief = createVault({ pool: app.pool, masterKeys: createMasterKeys(['ab'.repeat(32)]) });
    await expect(thief.decrypt(sealed.token, pageTokenSeal(storeId))).rejects.toThrow();
  });

  test('what is sealed for one client does not open for another, even when its row is copied', async () => {
    const { storeId, sealed } = await connectedClient();
    const other = await signInWithStore(server);
    await rowsOf(app.pool, `INSERT INTO config_pagos (tienda_id, gateway, settings) VALUES ($1, 'mercadopago', $2)`, [
      other.storeId,
      sealed.settings,
    ]);

    await expect(credentialsOf(other.storeId)).rejects.toThrow();
    await expect(app.vault.decrypt(sealed.token, pageTokenSeal(other.storeId))).rejects.toThrow();
    await expect(app.vault.decrypt(sealed.settings, paymentConfigSeal(storeId, 'paypal'))).rejects.toThrow();
  });

  test.skipIf(!existsSync('.git'))('parameters of the infrastructure (.tfvars) never go into Git', () => {
    const git = (...args: string[]) => execFileSync('git', args, { encoding: 'utf8' }).split('\n').filter(Boolean);
    const names = ['production.tfvars', 'deploy/terraform/staging.tfvars', 'terraform.tfstate'];

    expect(git('check-ignore', ...names)).toEqual(names);
    expect(git('ls-files').filter((file) => /\.tf(vars|state)$/.test(file))).toEqual([]);
  });
});

describe('Development', () => {
  test('DEBUG is true and LOG_LEVEL is debug', () => {
    expect(load(DEVELOPMENT).limits).toMatchObject({ debug: true, logLevel: 'debug' });
  });

  test('the database is a local one, and no replica is asked for', () => {
    expect(load(DEVELOPMENT).env.DATABASE_URL).toContain('@127.0.0.1:');
    expect(load(DEVELOPMENT).env.DATABASE_REPLICA_URL).toBeUndefined();
  });

  test('Meta and the gateways are played by the local sandbox unless an address says otherwise', () => {
    expect(load(DEVELOPMENT).env).toMatchObject({
      META_GRAPH_URL: 'http://127.0.0.1:4010/graph',
      MERCADOPAGO_API_URL: 'http://127.0.0.1:4010/mercadopago',
    });
    expect(
      load({ ...DEVELOPMENT, SANDBOX_URL: 'http://127.0.0.1:4999/', META_GRAPH_URL: 'https://graph.facebook.com' }).env,
    ).toMatchObject({
      META_GRAPH_URL: 'https://graph.facebook.com',
      MERCADOPAGO_API_URL: 'http://127.0.0.1:4999/mercadopago',
    });
  });
});

describe('Staging', () => {
  test('DEBUG is false and LOG_LEVEL is info', () => {
    expect(load(STAGING).limits).toMatchObject({ debug: false, logLevel: 'info' });
  });

  test('the database is one of its own, with synthetic data (decision 3); a replica may be given', () => {
    expect(problemsOf(STAGING)).toEqual([]);
    expect(load({ ...STAGING, DATABASE_REPLICA_URL: PRODUCTION.DATABASE_REPLICA_URL }).env.DATABASE_REPLICA_URL).toBe(
      PRODUCTION.DATABASE_REPLICA_URL,
    );
  });

  test('Meta and the gateways are the vendors themselves, whose test accounts are their sandboxes', () => {
    expect(load({ ...STAGING, MERCADOPAGO_ACCESS_TOKEN: 'TEST-1234567890' }).env).toMatchObject({
      META_GRAPH_URL: 'https://graph.facebook.com',
      MERCADOPAGO_API_URL: 'https://api.mercadopago.com',
      MERCADOPAGO_ACCESS_TOKEN: 'TEST-1234567890',
    });
  });
});

describe('Production', () => {
  test('DEBUG is false and cannot be switched on; LOG_LEVEL is warn, and WARNING or ERROR may be written', () => {
    expect(load(PRODUCTION).limits).toMatchObject({ debug: false, logLevel: 'warn' });
    expect(load({ ...PRODUCTION, LOG_LEVEL: 'WARNING' }).limits.logLevel).toBe('warn');
    expect(load({ ...PRODUCTION, LOG_LEVEL: 'ERROR' }).limits.logLevel).toBe('error');
    expect(load({ ...PRODUCTION, DEBUG: 'False' }).limits.debug).toBe(false);
    expect(problemsOf({ ...PRODUCTION, DEBUG: 'True' })).toEqual([expect.stringMatching(/^DEBUG is on\./)]);
  });

  test('reading can scale: the address of a read replica is required, of every role', () => {
    for (const role of Object.keys(roleModels) as Role[]) {
      expect(problemsOf({ ...PRODUCTION, DATABASE_REPLICA_URL: undefined }, role)).toEqual([
        expect.stringMatching(/^DATABASE_REPLICA_URL is missing\./),
      ]);
      expect(problemsOf({ ...PRODUCTION, DATABASE_REPLICA_URL: 'somewhere' }, role)).toEqual([
        expect.stringMatching(/^DATABASE_REPLICA_URL does not fit\./),
      ]);
    }
  });

  test('webhooks and Meta are at their production addresses', () => {
    expect(load(PRODUCTION).env).toMatchObject({
      BASE_URL: 'https://shop.example',
      META_GRAPH_URL: 'https://graph.facebook.com',
      MERCADOPAGO_API_URL: 'https://api.mercadopago.com',
    });
  });

  test.each(['staging', 'production'] as const)(
    'SSL is forced in %s: HSTS on every page, and no plain address',
    async (environment) => {
      const { BASE_URL, ...secrets } = environment === 'staging' ? STAGING : PRODUCTION;
      const { DATABASE_URL, REDIS_URL } = app.config.env;
      await using strict = await listen({ ...secrets, DATABASE_URL, REDIS_URL, BASE_URL });
      const { headers } = await fetch(`${strict.url}/health`);

      expect(headers.get('strict-transport-security')).toBe('max-age=31536000; includeSubDomains');
      expect(problemsOf({ ...PRODUCTION, APP_ENV: environment, BASE_URL: 'http://shop.example' })).toEqual([
        expect.stringMatching(/^BASE_URL is not https:\/\/\./),
      ]);
    },
  );

  test('in development a browser is not told to insist on SSL', async () => {
    expect((await fetch(`${server.url}/health`)).headers.get('strict-transport-security')).toBeNull();
  });
});

describe('Secrets are never printed', () => {
  const canaries = {
    ...DEVELOPMENT,
    DATABASE_URL: 'postgresql://app:database-canary@127.0.0.1:9/shop',
    REDIS_URL: 'redis://default:redis-canary@127.0.0.1:9',
    MERCADOPAGO_ACCESS_TOKEN: 'APP_USR-gateway-token-canary',
    LOG_LEVEL: 'debug',
  };

  test.each([
    ['workers', /wait for PostgreSQL/],
    ['timers', /are ready/],
  ] as const)('%s that reach neither PostgreSQL nor Redis tell of it without a secret', async (role, said) => {
    const printed = await runRole(role, { env: canaries, words: [said, /ECONNREFUSED/] });

    expect(printed).not.toMatch(/canary|c0ffee00/);
  });

  test('http prints no secret, whatever is asked of it', async () => {
    const port = await freePort(30_000 + Math.floor(Math.random() * 5_000));
    const url = `http://127.0.0.1:${port}`;
    const printed = await runRole('http', {
      env: { ...canaries, PORT: String(port), BASE_URL: url },
      words: [/is ready/],
      work: async () => {
        const headers = {
          authorization: 'Bearer request-canary',
          'content-type': 'application/json',
          'x-graphql-csrf': '1',
        };
        const body = JSON.stringify({
          email: 'a@test.example',
          password: 'password-canary',
          query: '{ viewer { id } }',
        });
        await fetch(`${url}/api/auth/sign-in/email`, { method: 'POST', headers: { ...headers, origin: url }, body });
        await fetch(`${url}/graphql`, { method: 'POST', headers, body });
        await fetch(`${url}/api/v1/inventory/products?tienda_id=x&access_token=query-canary`, { headers });
        await fetch(`${url}/checkout/link-canary-link-canary-link`);
        await fetch(`${url}/api/v1/webhooks/facebook`, { method: 'POST', body: '{"access_token":"body-canary"}' });
      },
    });

    expect(printed).toContain('A request failed');
    expect(printed).not.toMatch(/canary|c0ffee00/);
  });

  test('a value that is a secret of the process is blanked wherever a line would carry it', () => {
    const script = `
      import { compose } from './src/compose.ts';
      const app = await compose({ role: 'http', env: process.env, directory: 'config' });
      for (const name of ['JWT_SECRET', 'ENCRYPTION_KEY_AES256', 'FB_APP_SECRET']) app.log.error('said ' + process.env[name]);
      process.exit();`;
    const printed = execFileSync(process.execPath, ['--input-type=module-typescript', '--eval', script], {
      env: canaries,
      encoding: 'utf8',
    });

    expect(printed.match(/said \[redacted\]/g)).toHaveLength(3);
    expect(printed).not.toMatch(/canary|c0ffee00/);
  });

  test('a start with settings that do not fit ends with the list, and quotes no value', async () => {
    const printed = await runRole('http', {
      env: {
        ...canaries,
        APP_ENV: 'production',
        JWT_SECRET: 'short-canary',
        ENCRYPTION_KEY_AES256: 'canary',
        PORT: 'canary',
      },
      words: [/The settings have \d+ problem/],
    });

    for (const name of ['JWT_SECRET', 'ENCRYPTION_KEY_AES256', 'PORT', 'BASE_URL', 'DATABASE_REPLICA_URL'])
      expect(printed).toContain(`- ${name} `);
    expect(printed).not.toContain('canary');
  });
});
