import { allVariables, type Environment, variablesOf } from './load-config.ts';

/** The variables of this process. Nothing else in `src` reads them. */
export function readEnvironment(): Environment {
  return process.env;
}

/** What a process of ours is started with: the settings of its role and of no other, beside PATH and the like. */
export function environmentOf(name: keyof typeof variablesOf, env: Environment): Environment {
  const isForeign = (variable: string) => variable in allVariables && !variablesOf[name].has(variable);
  return Object.fromEntries(Object.entries(env).filter(([variable]) => !isForeign(variable)));
}
