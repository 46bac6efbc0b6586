import { readEnvironment } from './config/environment.ts';
import { ConfigError, loadConfig, type Role, roleModels } from './config/load-config.ts';
import { createLogger } from './platform/logs/logger.ts';
import { SUPERVISOR_DEADLINE_MS, untilAskedToEnd } from './platform/run-until-signal.ts';
import { PROCESSES, type ProcessName, supervise } from './supervise.ts';

/** The processes that ROLES names, all but the sandbox when it names none. @throws ConfigError for an unknown one. */
export function parseRoles(roles: string | undefined): readonly ProcessName[] {
  const names = (roles || 'http,workers,timers').split(',').map((name) => name.trim());
  const unknown = names.filter((name) => !(name in PROCESSES));
  if (unknown.length > 0) {
    throw new ConfigError(
      unknown.map((name) => `ROLES names ${name}. Expected a comma list of ${Object.keys(PROCESSES).join(', ')}.`),
    );
  }
  return names as ProcessName[];
}

/** Checks the settings of all roles before any of them starts. @throws ConfigError with every problem of every role. */
export function checkSettings(input: {
  readonly roles: readonly ProcessName[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly directory: string;
}): void {
  const problems = input.roles.flatMap((role) => {
    if (!(role in roleModels)) return [];
    try {
      loadConfig({ role: role as Role, env: input.env, directory: input.directory });
      return [];
    } catch (error) {
      if (error instanceof ConfigError) return error.problems;
      throw error;
    }
  });
  if (problems.length > 0) throw new ConfigError([...new Set(problems)]);
}

if (import.meta.main) {
  const env = readEnvironment();
  const log = createLogger({ level: 'info', role: 'supervisor' });
  try {
    const roles = parseRoles(env['ROLES']);
    checkSettings({ roles, env, directory: 'config' });
    const tree = supervise({ roles, env, log });
    log.info({ reason: await untilAskedToEnd(SUPERVISOR_DEADLINE_MS) }, 'The supervisor stops its processes');
    await tree.stop();
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  }
}
