import { didYouMean } from '../diagnostics/did-you-mean.ts';
import type { System } from './system.ts';

/** What an Application may set for the plugin: shown by Argo CD with these defaults, and read with the same ones. */
export const parameters = [
  {
    name: 'complete',
    title: 'Whole cluster',
    tooltip: 'true: the files are the whole cluster, and what is not in them does not exist',
    default: 'false',
  },
  {
    name: 'fail-on-warnings',
    title: 'Fail on warnings',
    tooltip: 'true: warnings stop the application too, and not only errors',
    default: 'false',
  },
  {
    name: 'allow-empty',
    title: 'Allow no objects',
    tooltip: 'true: an application without intents or without objects is no mistake; with pruning, everything that was there is deleted',
    default: 'false',
  },
] as const;

type Name = (typeof parameters)[number]['name'];

export type Settings = Readonly<Record<Name, boolean>>;

/** `ParameterAnnouncement`s as Argo CD reads them: an array, never an object. */
export const announcement = (): string =>
  JSON.stringify(
    parameters.map(({ default: value, ...parameter }) => ({ ...parameter, itemType: 'boolean', collectionType: 'string', string: value })),
    null,
    2,
  );

/** The settings of this run: the parameters of the Application, then its plugin environment, then the defaults. Or what is wrong with them. */
export function readSettings({ env }: Pick<System, 'env'>): Settings | { readonly problem: string } {
  const given = readParameters(env.ARGOCD_APP_PARAMETERS);
  if ('problem' in given) return { problem: given.problem as string };
  const values = parameters.map(({ name, default: value }) => [name, given[name] ?? fromEnvironment(name, env) ?? value] as const);
  const wrong = values.find(([, value]) => value !== 'true' && value !== 'false');
  if (wrong !== undefined) return { problem: `parameter "${wrong[0]}" must be "true" or "false", not ${JSON.stringify(wrong[1])}` };
  return Object.fromEntries(values.map(([name, value]) => [name, value === 'true'])) as Settings;
}

/** Argo CD passes an entry `FAIL_ON_WARNINGS` of the plugin's `env` as ARGOCD_ENV_FAIL_ON_WARNINGS, also when it is empty. */
const fromEnvironment = (name: Name, env: System['env']): string | undefined =>
  env[`ARGOCD_ENV_${name.toUpperCase().replaceAll('-', '_')}`] || undefined;

type Given = Readonly<Partial<Record<Name, string>>>;

/** The variable is absent for discovered plugins, `null` for `plugin: {}`, and otherwise a JSON array of names with values. */
function readParameters(text: string | undefined): Given | { readonly problem: string } {
  if (text === undefined || text.trim() === '') return {};
  let list: unknown;
  try {
    list = JSON.parse(text);
  } catch {
    return { problem: 'ARGOCD_APP_PARAMETERS is no JSON' };
  }
  if (list === null) return {};
  if (!Array.isArray(list)) return { problem: 'ARGOCD_APP_PARAMETERS must be a list' };
  const problem = list.map(parameterProblem).find((found) => found !== undefined);
  if (problem !== undefined) return { problem };
  return Object.fromEntries(list.map(({ name, string }: { name: Name; string: string }) => [name, string])) as Given;
}

function parameterProblem(parameter: unknown): string | undefined {
  const { name, string } = (parameter ?? {}) as { name?: unknown; string?: unknown };
  const names = parameters.map((known) => known.name);
  if (!(names as readonly unknown[]).includes(name)) {
    const near = didYouMean(String(name), names);
    return `there is no parameter ${JSON.stringify(name)}${near ? `; did you mean "${near}"?` : `: use ${names.join(', ')}`}`;
  }
  return typeof string === 'string' ? undefined : `parameter "${name}" must have \`string\`, and neither \`array\` nor \`map\``;
}
