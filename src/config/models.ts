import { z } from 'zod';

/**
 * One zod model per feature. The meta of a field says what to expect and where to get it: the same words stand in the
 * error at start and in `.env.example`, which is written from here.
 */
export type FieldMeta = {
  readonly expected: string;
  readonly where: string;
  readonly example: string;
  readonly secret?: boolean;
};

const field = <Schema extends z.ZodType>(schema: Schema, meta: FieldMeta): Schema => schema.meta({ ...meta });
// Addresses are joined with paths, so none keeps a slash at its end.
const url = () => z.url({ protocol: /^https?$/ }).transform((text) => text.replace(/\/+$/, ''));
const port = () => z.coerce.number().int().min(0).max(65_535);
const flag = () => z.stringbool();

export const ENVIRONMENTS = ['development', 'staging', 'production'] as const;
export const PROCESSES = ['http', 'workers', 'timers', 'sandbox'] as const;

export const runtimeModel = z.object({
  APP_ENV: field(z.enum(ENVIRONMENTS).default('development'), {
    expected: 'development, staging or production',
    where: 'The platform that runs the process; a laptop needs none.',
    example: 'development',
  }),
  DEBUG: field(flag().optional(), {
    expected: 'true or false, and never true in production: it opens GraphiQL and the demo sign-in',
    where: 'Leave it out to take the value of config/<environment>.yaml.',
    example: 'true',
  }),
  LOG_LEVEL: field(z.preprocess(lower, z.enum(['debug', 'info', 'warn', 'error']).optional()), {
    expected: 'debug, info, warn (or warning) or error',
    where: 'Leave it out to take the value of config/<environment>.yaml.',
    example: 'debug',
  }),
  ROLES: field(z.preprocess(list, z.array(z.enum(PROCESSES)).min(1).optional()), {
    expected: 'a comma list of http, workers, timers, sandbox',
    where: 'Leave it out on a laptop; in production each role runs in its own container.',
    example: 'http,workers,timers',
  }),
});

export const databaseModel = z.object({
  DATABASE_URL: field(z.url({ protocol: /^postgres(ql)?$/ }), {
    expected: 'a PostgreSQL address, postgresql://user:password@host:5432/database',
    where:
      'Your database service; `npm start` fills it in with the embedded one when it is left out. A pooler before it must keep prepared statements (PgBouncer: max_prepared_statements).',
    example: 'postgresql://postgres@127.0.0.1:54329/livestreamsell',
    secret: true,
  }),
  DATABASE_REPLICA_URL: field(z.url({ protocol: /^postgres(ql)?$/ }).optional(), {
    expected: 'the PostgreSQL address of a read replica',
    where:
      'Your database service; required in production, so that reading can grow. Reports are to read from it; no screen is one yet.',
    example: 'postgresql://postgres@127.0.0.1:54329/livestreamsell',
    secret: true,
  }),
  REDIS_URL: field(z.url({ protocol: /^rediss?$/ }), {
    expected: 'a Redis address, redis://host:6379',
    where: 'Your Redis service (maxmemory-policy noeviction); `npm start` runs one when it is left out.',
    example: 'redis://127.0.0.1:63799',
    secret: true,
  }),
  REDIS_KEY_PREFIX: field(z.string().max(40).default(''), {
    expected: 'a short text before every key, up to 40 characters',
    where: 'Your choice, when several installations share a Redis.',
    example: '',
  }),
});

export const httpModel = z.object({
  PORT: field(port().default(3000), {
    expected: 'a TCP port',
    where: 'Your choice; `npm start` takes the next free one and says so.',
    example: '3000',
  }),
  HOST: field(z.string().default('127.0.0.1'), {
    expected: 'the address to listen on',
    where: 'Your choice; 0.0.0.0 in a container.',
    example: '127.0.0.1',
  }),
  CORS_ORIGINS: field(z.preprocess(list, z.array(url()).default([])), {
    expected: 'a comma list of origins such as https://partner.example',
    where: 'The partners whose pages call the API from a browser.',
    example: '',
  }),
});

export const publicAddressModel = z.object({
  BASE_URL: field(url(), {
    expected: 'the public address of this installation, https:// outside development',
    where: 'Your domain; payment links and webhooks are made from it.',
    example: 'http://localhost:3000',
  }),
});

export const sessionModel = z.object({
  JWT_SECRET: field(z.string().min(32), {
    expected: 'at least 32 random characters',
    where: 'Make it with `openssl rand -hex 32`; it signs sessions.',
    example: 'change-me-change-me-change-me-change-me',
    secret: true,
  }),
});

/** Addresses and names of those who may vouch for a person beside us. */
export const signInModel = z.object({
  FACEBOOK_OAUTH_URL: field(url(), {
    expected: 'the address of the Facebook Login dialog',
    where: 'https://www.facebook.com, or the sandbox.',
    example: 'http://127.0.0.1:4010/facebook',
  }),
  OIDC_ISSUER: field(url().optional(), {
    expected: 'the issuer (iss) of tokens that are accepted beside our own',
    where:
      'Your identity provider; of Supabase https://<project>.supabase.co/auth/v1. Leave it out to accept ours alone.',
    example: 'https://project.supabase.co/auth/v1',
  }),
  OIDC_AUDIENCE: field(z.string().min(1).default('authenticated'), {
    expected: 'the audience (aud) of those tokens',
    where: 'Your identity provider; Supabase writes authenticated.',
    example: 'authenticated',
  }),
  OIDC_JWKS_URL: field(url().optional(), {
    expected: 'where the public keys of the issuer are',
    where: 'Your identity provider; <issuer>/.well-known/jwks.json when it is left out.',
    example: 'https://project.supabase.co/auth/v1/.well-known/jwks.json',
  }),
  OIDC_EMAILS_ARE_VERIFIED: field(flag().default(false), {
    expected: 'true when the issuer gives tokens only to people whose e-mail address it has verified',
    where:
      'Your identity provider. Supabase with "Confirm email" on: true; it writes no email_verified that can be trusted.',
    example: 'false',
  }),
  TRUSTED_PROXY_HOPS: field(z.coerce.number().int().min(0).max(10).default(0), {
    expected: 'how many proxies of yours stand before the server, 0 to 10',
    where: 'Your platform. X-Forwarded-For is read from its end by that many steps, and not at all with 0.',
    example: '0',
  }),
});

export const vaultModel = z.object({
  ENCRYPTION_KEY_AES256: field(z.string().regex(/^[0-9a-f]{64}$/i), {
    expected: '64 hexadecimal digits (256 bits)',
    where: 'Make it with `openssl rand -hex 32`; it encrypts page tokens and gateway keys.',
    example: '0000000000000000000000000000000000000000000000000000000000000000',
    secret: true,
  }),
  ENCRYPTION_KEYS_PREVIOUS: field(z.preprocess(list, z.array(z.string().regex(/^[0-9a-f]{64}$/i)).default([])), {
    expected: 'a comma list of other keys of 64 hexadecimal digits that still open what they wrapped',
    where:
      'Needed only while ENCRYPTION_KEY_AES256 is changed: `npm run vault:rotate` says when they can go (docs/decisions/0010-data-key-per-store.md).',
    example: '',
    secret: true,
  }),
});

export const metaWebhookModel = z.object({
  FB_APP_SECRET: field(z.string().min(8), {
    expected: 'the app secret',
    where: 'Meta developer console, App settings, Basic.',
    example: 'development-app-secret',
    secret: true,
  }),
  FB_WEBHOOK_VERIFY_TOKEN: field(z.string().min(8), {
    expected: 'a word of your choice, at least 8 characters',
    where: 'The same that you type into the Webhooks page of the Meta developer console.',
    example: 'development-verify-token',
    secret: true,
  }),
});

export const metaAppModel = z.object({
  FB_APP_ID: field(
    z
      .string()
      .regex(/^\d{5,20}$/)
      .optional(),
    {
      expected: 'the app id, 5 to 20 digits',
      where:
        'Meta developer console, App settings, Basic. Enter there, too, <BASE_URL>/settings/facebook and <BASE_URL>/api/auth/callback/facebook as redirects, and /api/v1/facebook/deauthorize and /data-deletion as callbacks. Without it there is no Facebook Login, and Pages are connected by token alone.',
      example: '100000000000001',
    },
  ),
});

export const metaGraphModel = z.object({
  META_GRAPH_URL: field(url(), {
    expected: 'the address of the Graph API',
    where: 'https://graph.facebook.com, or the sandbox.',
    example: 'http://127.0.0.1:4010/graph',
  }),
  META_GRAPH_VERSION: field(
    z
      .string()
      .regex(/^v\d+\.\d+$/)
      .default('v26.0'),
    {
      expected: 'a version such as v26.0',
      where: 'Meta, Graph API changelog.',
      example: 'v26.0',
    },
  ),
});

export const gatewaysModel = z.object({
  MERCADOPAGO_API_URL: field(url(), {
    expected: 'the address of the Mercado Pago API',
    where: 'https://api.mercadopago.com, or the sandbox.',
    example: 'http://127.0.0.1:4010/mercadopago',
  }),
  MERCADOPAGO_ACCESS_TOKEN: field(z.string().min(8).optional(), {
    expected: 'an access token, APP_USR-… or TEST-…',
    where: 'Mercado Pago, Your integrations, Credentials. Used for stores that have not configured their own.',
    example: 'TEST-development-access-token',
    secret: true,
  }),
});

export const paymentWebhookModel = z.object({
  MERCADOPAGO_WEBHOOK_SECRET: field(z.string().min(8), {
    expected: 'the secret signature of your webhooks',
    where: 'Mercado Pago, Your integrations, Webhooks.',
    example: 'development-mercadopago-secret',
    secret: true,
  }),
});

const PROVIDER_NAMES = ['openai', 'gemini', 'openrouter'] as const;

/** The language models that are asked about comments which rules leave open. Without any key nobody is asked. */
export const llmModel = z.object({
  LLM_PROVIDERS: field(z.preprocess(list, z.array(z.enum(PROVIDER_NAMES)).default([...PROVIDER_NAMES])), {
    expected: 'a comma list of openai, gemini, openrouter, the first to be asked first',
    where: 'Your choice. One that does not answer is passed over for the next; one without a key is left out.',
    example: 'openai,gemini,openrouter',
  }),
  OPENAI_BASE_URL: field(url(), {
    expected: 'the address of the OpenAI API, with its version',
    where: 'https://api.openai.com/v1, or the sandbox.',
    example: 'http://127.0.0.1:4010/llm/openai/v1',
  }),
  OPENAI_API_KEY: field(z.string().min(8).optional(), {
    expected: 'an API key, sk-…',
    where: 'platform.openai.com, API keys. Leave it out and OpenAI is not asked.',
    example: 'sandbox-openai-key',
    secret: true,
  }),
  OPENAI_MODEL: field(z.string().default('gpt-4.1-mini'), {
    expected: 'a model with structured output',
    where: 'OpenAI, Models. Give it a price in config/*.yaml (ai.prices).',
    example: 'gpt-4.1-mini',
  }),
  GEMINI_BASE_URL: field(url(), {
    expected: 'the OpenAI-compatible address of the Gemini API',
    where: 'https://generativelanguage.googleapis.com/v1beta/openai, or the sandbox.',
    example: 'http://127.0.0.1:4010/llm/gemini/v1beta/openai',
  }),
  GEMINI_API_KEY: field(z.string().min(8).optional(), {
    expected: 'an API key',
    where: 'Google AI Studio, API keys. Leave it out and Gemini is not asked.',
    example: 'sandbox-gemini-key',
    secret: true,
  }),
  GEMINI_MODEL: field(z.string().default('gemini-2.5-flash-lite'), {
    expected: 'a model with structured output',
    where: 'Gemini API, Models. Give it a price in config/*.yaml (ai.prices).',
    example: 'gemini-2.5-flash-lite',
  }),
  OPENROUTER_BASE_URL: field(url(), {
    expected: 'the address of the OpenRouter API, with its version',
    where: 'https://openrouter.ai/api/v1, or the sandbox.',
    example: 'http://127.0.0.1:4010/llm/openrouter/api/v1',
  }),
  OPENROUTER_API_KEY: field(z.string().min(8).optional(), {
    expected: 'an API key, sk-or-…',
    where: 'openrouter.ai, Keys. Leave it out and OpenRouter is not asked.',
    example: 'sandbox-openrouter-key',
    secret: true,
  }),
  OPENROUTER_MODEL: field(z.string().default('mistralai/mistral-small-3.2-24b-instruct'), {
    expected: 'a model with structured output, as vendor/name',
    where: 'openrouter.ai, Models. Give it a price in config/*.yaml (ai.prices).',
    example: 'mistralai/mistral-small-3.2-24b-instruct',
  }),
  EMBEDDING_PROVIDER: field(z.enum(['openai', 'gemini']).optional(), {
    expected: 'openai or gemini, whose key must be set too',
    where:
      'Your choice. Products are then found for a question by their meaning. Left out, or while it does not answer, the local index finds them by their words. OpenRouter has no embeddings.',
    example: 'openai',
  }),
  EMBEDDING_MODEL: field(z.string().min(1).optional(), {
    expected: 'an embedding model of that provider',
    where:
      'OpenAI: text-embedding-3-small when it is left out. Gemini: gemini-embedding-001. Give another a price in config/*.yaml (ai.prices).',
    example: 'text-embedding-3-small',
  }),
  EMBEDDING_DIMENSIONS: field(z.coerce.number().int().min(32).max(3072).default(256), {
    expected: 'how long the vectors are, 32 to 3072',
    where: 'Your choice, of what the model offers; more finds better and takes more memory.',
    example: '256',
  }),
});
export type LlmSettings = z.infer<typeof llmModel>;

export const mailModel = z.object({
  MAIL_API_URL: field(url(), {
    expected: 'the address of a mail API that takes POST /emails as Resend does',
    where: 'https://api.resend.com, or the sandbox.',
    example: 'http://127.0.0.1:4010/mail',
  }),
  MAIL_API_KEY: field(z.string().min(8).optional(), {
    expected: 'the key of the mail API',
    where: 'Your mail service. Without it invitations and alerts wait and are not sent.',
    example: 'development-mail-key',
    secret: true,
  }),
  MAIL_FROM: field(z.string().min(3).default('LiveStreamSell AI <no-reply@livestreamsell.test>'), {
    expected: 'the name and address that mails come from',
    where: 'An address of your domain that the mail service has verified.',
    example: 'LiveStreamSell AI <no-reply@livestreamsell.test>',
  }),
});

export const sandboxModel = z.object({
  SANDBOX_PORT: field(port().default(4010), {
    expected: 'a TCP port',
    where: 'Your choice; `npm start` takes the next free one and says so.',
    example: '4010',
  }),
  SANDBOX_URL: field(url().default('http://127.0.0.1:4010'), {
    expected: 'the address of the local sandbox of vendors',
    where: '`npm start` fills it in; in development the addresses of the vendors start with it.',
    example: 'http://127.0.0.1:4010',
  }),
});

function lower(value: unknown): unknown {
  const text = typeof value === 'string' ? value.toLowerCase() : value;
  return text === 'warning' ? 'warn' : text;
}

function list(value: unknown): unknown {
  return typeof value === 'string' ? value.split(',').map((entry) => entry.trim()) : value;
}
