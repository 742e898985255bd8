import type { Exposure, RouteEntry, RouteGroup } from '../../intent/model.ts';
import type { Condition } from './access-conditions.ts';

/**
 * The paths of a host that are an exposure's own, as alternatives: a policy of one team must not hold for the routes of another on the same host. Nothing where
 * the host is its alone; `undefined` where paths do not tell its requests from those of others.
 */
export function pathSplits(group: RouteGroup, exposure: Exposure, ports: readonly number[]): Condition[][] | undefined {
  const served = (entry: RouteEntry): readonly number[] => entry.ports ?? group.ports;
  const entries = group.entries.filter((entry) => served(entry).length === 0 || served(entry).some((port) => ports.includes(port)));
  if (entries.every((entry) => entry.exposure === exposure)) return [[]];
  if (!entries.every((entry) => isByPath(entry) && ports.every((port) => served(entry).includes(port)))) return undefined;
  const splits = entries.flatMap((entry, index) => {
    if (entry.exposure !== exposure) return [];
    const before = entries.slice(0, index).filter((other) => other.exposure !== exposure && isBelow(other, entry));
    return [{ own: formsOf(entry), not: before.flatMap(formsOf) }];
  });
  const merged = new Map<string, { own: string[]; not: string[] }>();
  for (const { own, not } of splits) {
    const key = `${own.length === 0} ${not.join()}`;
    merged.set(key, { own: [...(merged.get(key)?.own ?? []), ...own], not });
  }
  return [...merged.values()].map(({ own, not }) => [...paths(own, false), ...paths(not, true)]);
}

const paths = (values: readonly string[], negated: boolean): Condition[] =>
  values.length === 0 ? [] : [{ part: 'operation', field: 'paths', negated, values }];

/** Whether an entry looks at the path only, and at one that a policy can name. */
function isByPath({ match }: RouteEntry): boolean {
  if (match === undefined) return true;
  const { origin: _, path, port: __, ...others } = match;
  return Object.keys(others).length === 0 && path?.regex === undefined && !/[*{]/.test(path?.exact ?? path?.prefix ?? '');
}

/** None: every path. */
function formsOf({ match }: RouteEntry): string[] {
  const { exact, prefix } = match?.path ?? {};
  if (prefix !== undefined) return [prefix, `${prefix}/*`];
  return exact === undefined ? [] : [exact];
}

function isBelow({ match }: RouteEntry, wide: RouteEntry): boolean {
  const path = match?.path?.exact ?? match?.path?.prefix ?? '';
  const { exact, prefix } = wide.match?.path ?? {};
  return exact !== undefined ? path === exact : prefix === undefined || path === prefix || path.startsWith(`${prefix}/`);
}
