import { z } from 'zod';
import { type Limits, limitsModel, readLimitFiles } from './limits.ts';
import {
  databaseModel,
  ENVIRONMENTS,
  type FieldMeta,
  gatewaysModel,
  httpModel,
  type LlmSettings,
  llmModel,
  mailModel,
  metaAppModel,
  metaGraphModel,
  metaWebhookModel,
  paymentWebhookModel,
  publicAddressModel,
  runtimeModel,
  sandboxModel,
  sessionModel,
  signInModel,
  vaultModel,
} from './models.ts';

const common = {
  ...runtimeModel.shape,
  ...databaseModel.shape,
  ...publicAddressModel.shape,
  ...vaultModel.shape,
  ...metaGraphModel.shape,
  ...gatewaysModel.shape,
  SANDBOX_URL: sandboxModel.shape.SANDBOX_URL,
};
const webhooks = { ...metaWebhookModel.shape, ...paymentWebhookModel.shape };

/** What each role may know. A role is never given the secrets of another. */
export const roleModels = {
  http: z.object({
    ...common,
    ...httpModel.shape,
    ...sessionModel.shape,
    ...metaAppModel.shape,
    ...signInModel.shape,
    ...webhooks,
  }),
  workers: z.object({ ...common, ...metaAppModel.shape, ...llmModel.shape }),
  timers: z.object({
    ...common,
    ...metaAppModel.shape,
    ...mailModel.shape,
    FB_APP_SECRET: metaWebhookModel.shape.FB_APP_SECRET,
  }),
} as const;

export type Role = keyof typeof roleModels;
export type Config<R extends Role = Role> = {
  readonly env: z.infer<(typeof roleModels)[R]>;
  readonly limits: Limits;
};

/** Every variable of every role, for `.env.example` and the supervisor. */
export const allVariables = { ...roleModels.http.shape, ...llmModel.shape, ...mailModel.shape, ...sandboxModel.shape };

/** The names that a process may be given. The sandbox signs webhooks as the vendors do, so it has their secrets. */
export const variablesOf: Readonly<Record<Role | 'sandbox', ReadonlySet<string>>> = {
  http: namesOf(roleModels.http),
  workers: namesOf(roleModels.workers),
  timers: namesOf(roleModels.timers),
  sandbox: new Set([
    ...namesOf(runtimeModel, publicAddressModel, httpModel, metaWebhookModel, paymentWebhookModel, sandboxModel),
    'FB_APP_ID',
  ]),
};

function namesOf(...models: readonly z.ZodObject[]): ReadonlySet<string> {
  return new Set(models.flatMap((model) => Object.keys(model.shape)));
}

export type Environment = Readonly<Record<string, string | undefined>>;

/** Settings that do not fit. The message lists all of them and quotes no value. */
export class ConfigError extends Error {
  readonly problems: readonly string[];
  constructor(problems: readonly string[]) {
    super(
      `The settings have ${problems.length} problem(s):\n${problems.map((problem) => `  - ${problem}`).join('\n')}`,
    );
    this.problems = problems;
  }
}

/**
 * Reads and checks what one role needs, from the environment and config/*.yaml, before anything is opened.
 * @throws ConfigError with every problem at once: the name, what was expected, where to get it.
 */
export function loadConfig<R extends Role>(input: {
  readonly role: R;
  readonly env: Environment;
  readonly directory: string;
}): Config<R> {
  const { shape } = roleModels[input.role];
  const environment = environmentName(input.env);
  const files = readLimitFiles(input.directory, environment);
  const limits = limitsModel.safeParse(files.tree);
  const given = withDefaults(input.env, limits.data);
  const env = roleModels[input.role].safeParse(given);
  const problems = [
    ...envProblems(env, shape, given),
    ...('EMBEDDING_PROVIDER' in shape ? embeddingProblems(shape, given) : []),
    ...(environment === 'development' ? [] : unsafeProblems(shape, given)),
    ...(environment === 'production' ? productionProblems(given, limits.data) : []),
    ...(files.problems.length > 0 ? files.problems : fileProblems(limits)),
  ];
  if (!env.success || !limits.success || problems.length > 0) throw new ConfigError(problems);
  const data = env.data as z.infer<(typeof roleModels)[R]>;
  return { env: data, limits: withOverrides(limits.data, data) };
}

/** The settings of language models alone, for tools without a database. @throws ConfigError as `loadConfig` does. */
export function loadLlmConfig(input: { readonly env: Environment; readonly directory: string }): {
  readonly env: LlmSettings;
  readonly ai: Limits['ai'];
} {
  const { tree, problems } = readLimitFiles(input.directory, environmentName(input.env));
  const limits = limitsModel.safeParse(tree);
  const given = withDefaults(input.env, limits.data);
  const env = llmModel.safeParse(given);
  if (!env.success || !limits.success)
    throw new ConfigError([...envProblems(env, llmModel.shape, given), ...problems, ...fileProblems(limits)]);
  return { env: env.data, ai: limits.data.ai };
}

function environmentName(env: Environment): (typeof ENVIRONMENTS)[number] {
  return ENVIRONMENTS.find((name) => name === (env['APP_ENV'] || 'development')) ?? 'development';
}

/** The values of a role that must never be printed: each secret, and the password inside an address. */
export function secretsOf(config: Config): readonly string[] {
  const env = config.env as Readonly<Record<string, unknown>>;
  return Object.entries(allVariables).flatMap(([name, schema]: [string, z.ZodType]) => {
    const values = metaOf(schema)?.secret ? [env[name]].flat() : [];
    return values.flatMap((value) => {
      if (typeof value !== 'string') return [];
      return URL.canParse(value) ? [decodeURIComponent(new URL(value).password)].filter(Boolean) : [value];
    });
  });
}

// In development every vendor is the local sandbox; a single address may still be set to another.
function withDefaults(env: Environment, limits: Limits | undefined): Environment {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const sandbox = sandboxModel.shape.SANDBOX_URL.safeParse(given['SANDBOX_URL']).data;
  const vendors = limits?.localSandbox
    ? {
        META_GRAPH_URL: `${sandbox}/graph`,
        MERCADOPAGO_API_URL: `${sandbox}/mercadopago`,
        FACEBOOK_OAUTH_URL: `${sandbox}/facebook`,
        OPENAI_BASE_URL: `${sandbox}/llm/openai/v1`,
        GEMINI_BASE_URL: `${sandbox}/llm/gemini/v1beta/openai`,
        OPENROUTER_BASE_URL: `${sandbox}/llm/openrouter/api/v1`,
        MAIL_API_URL: `${sandbox}/mail`,
        MAIL_API_KEY: mailModel.shape.MAIL_API_KEY.meta()?.['example'] as string,
        FB_APP_ID: metaAppModel.shape.FB_APP_ID.meta()?.['example'] as string,
      }
    : {
        META_GRAPH_URL: 'https://graph.facebook.com',
        MERCADOPAGO_API_URL: 'https://api.mercadopago.com',
        FACEBOOK_OAUTH_URL: 'https://www.facebook.com',
        OPENAI_BASE_URL: 'https://api.openai.com/v1',
        GEMINI_BASE_URL: 'https://generativelanguage.googleapis.com/v1beta/openai',
        OPENROUTER_BASE_URL: 'https://openrouter.ai/api/v1',
        MAIL_API_URL: 'https://api.resend.com',
      };
  return { ...vendors, ...given };
}

function withOverrides(
  limits: Limits,
  env: { DEBUG?: boolean | undefined; LOG_LEVEL?: Limits['logLevel'] | undefined },
): Limits {
  return { ...limits, debug: env.DEBUG ?? limits.debug, logLevel: env.LOG_LEVEL ?? limits.logLevel };
}

type Shape = Readonly<Record<string, z.ZodType>>;

function metaOf(schema: z.ZodType | undefined): FieldMeta | undefined {
  return schema?.meta() as FieldMeta | undefined;
}

function envProblems(parsed: z.ZodSafeParseResult<unknown>, shape: Shape, given: Environment): string[] {
  const names = new Set(parsed.error?.issues.map((issue) => String(issue.path[0])));
  return [...names].map((name) =>
    problemText(name, shape[name], given[name] === undefined ? 'is missing' : 'does not fit'),
  );
}

/** What a laptop may do and a server on the internet may not. */
function unsafeProblems(shape: Shape, given: Environment): string[] {
  const published = Object.entries(shape).filter(([name, schema]) => {
    const meta = metaOf(schema);
    return meta?.secret && given[name] !== undefined && given[name] === meta.example;
  });
  const isPlain = given['BASE_URL']?.toLowerCase().startsWith('http://');
  return [
    ...published.map(([name, schema]) => problemText(name, schema, 'is the public example of .env.example')),
    ...(isPlain ? [problemText('BASE_URL', shape['BASE_URL'], 'is not https://')] : []),
  ];
}

/** Who is to embed needs a key. */
function embeddingProblems(shape: Shape, given: Environment): string[] {
  const name = llmModel.shape.EMBEDDING_PROVIDER.safeParse(given['EMBEDDING_PROVIDER']).data;
  const key = `${name?.toUpperCase()}_API_KEY`;
  if (name === undefined || given[key] !== undefined) return [];
  return [problemText(key, shape[key], 'is missing, and EMBEDDING_PROVIDER names it')];
}

function productionProblems(given: Environment, limits: Limits | undefined): string[] {
  const { DATABASE_REPLICA_URL: replica } = databaseModel.shape;
  const isReplicaMissing = limits?.readReplica === 'required' && given['DATABASE_REPLICA_URL'] === undefined;
  const isDebug = runtimeModel.shape.DEBUG.safeParse(given['DEBUG']).data === true;
  return [
    ...(isReplicaMissing ? [problemText('DATABASE_REPLICA_URL', replica, 'is missing')] : []),
    ...(isDebug ? [problemText('DEBUG', runtimeModel.shape.DEBUG, 'is on')] : []),
  ];
}

function problemText(name: string, schema: z.ZodType | undefined, what: string): string {
  const meta = metaOf(schema);
  return `${name} ${what}. Expected ${meta?.expected ?? 'another value'}. ${meta?.where ?? ''}`.trim();
}

function fileProblems(files: z.ZodSafeParseResult<Limits>): string[] {
  return (files.error?.issues ?? []).map(
    (issue) => `config/*.yaml: ${issue.path.join('.') || '(top)'} does not fit. ${issue.message}.`,
  );
}
