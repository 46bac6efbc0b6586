import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseEnv } from 'node:util';
import { allVariables } from '../../src/config/load-config.ts';
import type { FieldMeta } from '../../src/config/models.ts';
import { ROOT } from './root.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** The environment with `.env` below it. */
export function readEnvironmentWithFile(): Environment {
  const file = path.join(ROOT, '.env');
  const fromFile = existsSync(file) ? parseEnv(readFileSync(file, 'utf8')) : {};
  return { ...fromFile, ...process.env };
}

/** On a laptop, the secrets that were not given take the public examples of `.env.example`; elsewhere nothing is filled in. */
export function withExampleSecrets(env: Environment): Environment {
  if ((env['APP_ENV'] ?? 'development') !== 'development') return env;
  const examples = Object.entries(allVariables).flatMap(([name, schema]) => {
    const meta = schema.meta() as FieldMeta | undefined;
    return meta?.secret && meta.example !== '' && !name.endsWith('_URL') ? [[name, meta.example]] : [];
  });
  return { ...Object.fromEntries(examples), ...Object.fromEntries(Object.entries(env).filter(([, value]) => value)) };
}
