import { readFileSync } from 'node:fs';

import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';

type Environment = Readonly<Record<string, string | undefined>>;
type ConfigClass<Config extends object> = new () => Config;

/** A config class may say what is good enough for a sandbox but not for production. */
export interface ProductionCheck {
  /** @returns a sentence for each setting that production must not run with */
  productionProblems(): readonly string[];
}

const declared = new Set<ConfigClass<object>>();

/** Marks a class whose properties are settings, each named as its environment variable. */
export function EnvironmentConfig(): ClassDecorator {
  return (target) => void declared.add(target as unknown as ConfigClass<object>);
}

/** All that is wrong with the environment, in one message. Values are never shown: a setting may be a secret. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';

  constructor(readonly problems: readonly string[]) {
    super(`The settings are not right:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`);
  }
}

/**
 * Reads one config class from the environment. `NAME_FILE` may name a file that holds the value of `NAME`
 * (Docker and Kubernetes secrets).
 * @throws ConfigurationError naming every setting that is missing or wrong
 */
export function loadConfig<Config extends object>(
  configClass: ConfigClass<Config>,
  environment: Environment = process.env,
): Config {
  const { config, problems } = read(configClass, environment);
  if (problems.length > 0) throw new ConfigurationError(problems);
  return config;
}

/** Checks every config class that this process has imported, so that one start shows all mistakes. */
export function validateEnvironment(environment: Environment = process.env): void {
  const problems = [...declared].flatMap((configClass) => read(configClass, environment).problems);
  if (problems.length > 0) throw new ConfigurationError([...new Set(problems)]);
}

/** The names of all settings that the imported config classes declare. */
export function declaredSettings(): readonly string[] {
  return [...new Set([...declared].flatMap((configClass) => Object.keys(new configClass())))].sort();
}

function read<Config extends object>(
  configClass: ConfigClass<Config>,
  environment: Environment,
): { config: Config; problems: string[] } {
  const problems: string[] = [];
  const settings: Record<string, string> = {};
  for (const name of Object.keys(new configClass())) {
    const value = environment[name] ?? fromFile(name, environment, problems);
    if (value !== undefined && value !== '') settings[name] = value;
  }
  const config = plainToInstance(configClass, settings, { exposeDefaultValues: true });
  for (const { property, constraints = {} } of validateSync(config)) {
    const [message] = Object.values(constraints);
    const state = settings[property] === undefined ? ' (it is not set)' : '';
    problems.push(`${message ?? `${property} is not right`}${state}`);
  }
  if (environment.BONAFIDE_MODE !== 'sandbox' && problems.length === 0 && hasProductionCheck(config)) {
    problems.push(...config.productionProblems());
  }
  return { config, problems };
}

function hasProductionCheck(config: object): config is ProductionCheck {
  return 'productionProblems' in config && typeof config.productionProblems === 'function';
}

function fromFile(name: string, environment: Environment, problems: string[]): string | undefined {
  const path = environment[`${name}_FILE`];
  if (path === undefined || path === '') return undefined;
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    problems.push(`${name}_FILE names a file that cannot be read`);
    return undefined;
  }
}
