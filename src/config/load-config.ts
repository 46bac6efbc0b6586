import { z } from 'zod';
import { type Limits, limitsModel, readLimitFiles } from './limits.ts';
import {
  aiModel,
  databaseModel,
  ENVIRONMENTS,
  type FieldMeta,
  httpModel,
  metaGraphModel,
  metaWebhookModel,
  paymentsModel,
  publicAddressModel,
  runtimeModel,
  sandboxModel,
  sessionModel,
  vaultModel,
} from './models.ts';

const storage = { ...runtimeModel.shape, ...databaseModel.shape, ...publicAddressModel.shape, ...vaultModel.shape };
const vendors = { ...metaGraphModel.shape, ...paymentsModel.shape };

/** What each role may know. A role is never given the secrets of another. */
export const roleModels = {
  http: z.object({ ...storage, ...httpModel.shape, ...sessionModel.shape, ...metaWebhookModel.shape, ...vendors }),
  workers: z.object({ ...storage, ...vendors, ...aiModel.shape }),
  timers: z.object({ ...storage, ...vendors }),
} as const;

export type Role = keyof typeof roleModels;
export type Config<R extends Role = Role> = {
  readonly env: z.infer<(typeof roleModels)[R]>;
  readonly limits: Limits;
  readonly isDevelopment: boolean;
};

/** Every variable of every role, for `.env.example` and the supervisor. */
export const allVariables = { ...roleModels.http.shape, ...aiModel.shape, ...sandboxModel.shape };

type Environment = Readonly<Record<string, string | undefined>>;

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
  const environment = ENVIRONMENTS.find((name) => name === (input.env['APP_ENV'] ?? 'development'));
  const files = limitsModel.safeParse(readLimitFiles(input.directory, environment ?? 'development'));
  const parsed = roleModels[input.role].safeParse(withDefaults(input.env, files.data));
  const problems = [...envProblems(parsed, input.role, input.env), ...fileProblems(files)];
  const env = parsed.data as z.infer<(typeof roleModels)[R]> | undefined;
  if (files.data?.readReplica === 'required' && env && !env.DATABASE_REPLICA_URL) {
    problems.push(problemText('DATABASE_REPLICA_URL', databaseModel.shape.DATABASE_REPLICA_URL, 'is missing'));
  }
  if (!env || !files.data || problems.length > 0) throw new ConfigError(problems);
  return { env, limits: withOverrides(files.data, env), isDevelopment: env.APP_ENV === 'development' };
}

function withDefaults(env: Environment, limits: Limits | undefined): Environment {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const sandbox = given['SANDBOX_URL'] ?? 'http://127.0.0.1:4010';
  const defaults = limits?.localSandbox
    ? { META_GRAPH_URL: `${sandbox}/graph`, MERCADOPAGO_API_URL: `${sandbox}/mercadopago` }
    : { META_GRAPH_URL: 'https://graph.facebook.com', MERCADOPAGO_API_URL: 'https://api.mercadopago.com' };
  return { ...defaults, ...given };
}

function withOverrides(
  limits: Limits,
  env: { DEBUG?: boolean | undefined; LOG_LEVEL?: Limits['logLevel'] | undefined },
): Limits {
  return { ...limits, debug: env.DEBUG ?? limits.debug, logLevel: env.LOG_LEVEL ?? limits.logLevel };
}

function envProblems(parsed: z.ZodSafeParseResult<unknown>, role: Role, env: Environment): string[] {
  const names = new Set(parsed.error?.issues.map((issue) => String(issue.path[0])));
  return [...names].map((name) => {
    const schema = (roleModels[role].shape as Record<string, z.ZodType>)[name];
    return problemText(name, schema, env[name] ? 'does not fit' : 'is missing');
  });
}

function problemText(name: string, schema: z.ZodType | undefined, what: string): string {
  const meta = schema?.meta() as FieldMeta | undefined;
  return `${name} ${what}. Expected ${meta?.expected ?? 'another value'}. ${meta?.where ?? ''}`.trim();
}

function fileProblems(files: z.ZodSafeParseResult<Limits>): string[] {
  return (files.error?.issues ?? []).map(
    (issue) => `config/*.yaml: ${issue.path.join('.') || '(top)'} does not fit. ${issue.message}.`,
  );
}
