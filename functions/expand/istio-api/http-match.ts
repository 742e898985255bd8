import { isWildcard } from '../../hosts/host-name.ts';
import type { ValueMatch } from '../../intent/generated/gateway-intent.ts';
import type { RouteEntry, RouteGroup } from '../../intent/model.ts';
import { groupBy } from '../../krm/group-by.ts';
import { cookieRegex } from './cookies.ts';
import { escapeRegex, regexOf, type StringMatch, stringMatch } from './string-match.ts';

/** An HTTPMatchRequest of a VirtualService. */
export interface HTTPMatch {
  readonly name?: string;
  readonly uri?: StringMatch;
  readonly method?: StringMatch;
  readonly headers?: Readonly<Record<string, StringMatch>>;
  readonly queryParams?: Readonly<Record<string, StringMatch>>;
  readonly withoutHeaders?: Readonly<Record<string, StringMatch>>;
  readonly port?: number;
}

/**
 * The matches of a route entry; none means every request. A prefix means path segments, so it becomes the exact path and everything below it.
 * Istio puts the routes of a wildcard host behind those of a narrower one that the same Gateway serves; requests for such a host are left out here.
 */
export function httpMatches({ match, ports }: RouteEntry, group: RouteGroup): HTTPMatch[] {
  const conditions = conditionsOf(match);
  const matches = uris(match).flatMap((uri) =>
    placements(ports, group).map(({ port, guard }): HTTPMatch => {
      const { withoutHeaders, ...rest } = conditions;
      const without = { ...withoutHeaders, ...guard };
      return {
        ...(uri === undefined ? {} : { uri }),
        ...rest,
        ...(Object.keys(without).length > 0 ? { withoutHeaders: without } : {}),
        ...(port === undefined ? {} : { port }),
      };
    }),
  );
  return matches.length === 1 && Object.keys(matches[0] as HTTPMatch).length === 0 ? [] : matches;
}

function uris(match: RouteEntry['match']): (StringMatch | undefined)[] {
  const { exact, regex, prefix } = match?.path ?? {};
  if (prefix !== undefined) return [{ exact: prefix }, { prefix: `${prefix}/` }];
  return [exact !== undefined ? { exact } : regex !== undefined ? { regex } : undefined];
}

function conditionsOf(match: RouteEntry['match']): Omit<HTTPMatch, 'uri' | 'port' | 'name'> {
  const { method, headers = [], queryParams = [], cookies = [], withoutHeaders = [] } = match ?? {};
  const present = [...valuesOf(headers.filter(({ not }) => !not)), ...cookieMatch(cookies.filter(({ not }) => !not))];
  const absent = [
    ...valuesOf(headers.filter(({ not }) => not)),
    ...valuesOf(withoutHeaders.filter(({ not }) => !not)),
    ...absentCookies(cookies.filter(({ not }) => not)),
  ];
  return {
    ...(method === undefined ? {} : { method: { exact: method } }),
    ...(present.length > 0 ? { headers: Object.fromEntries(present) } : {}),
    ...(queryParams.length > 0 ? { queryParams: Object.fromEntries(valuesOf(queryParams)) } : {}),
    ...(absent.length > 0 ? { withoutHeaders: Object.fromEntries(eachOnce(absent)) } : {}),
  };
}

const valuesOf = (matches: readonly ValueMatch[]): [string, StringMatch][] => matches.map((match) => [match.name, stringMatch(match)]);

const cookieMatch = (cookies: readonly ValueMatch[]): [string, StringMatch][] =>
  cookies.length === 0 ? [] : [['cookie', { regex: cookieRegex(cookies) }]];

/** Without any of these cookies. */
const absentCookies = (cookies: readonly ValueMatch[]): [string, StringMatch][] =>
  cookies.map((cookie) => ['cookie', { regex: cookieRegex([cookie]) }]);

/** Several values that one header must not have are one expression: a header can be named once only. */
function eachOnce(absent: readonly [string, StringMatch][]): [string, StringMatch][] {
  return [...groupBy(absent, ([name]) => name.toLowerCase()).values()].map((same): [string, StringMatch] => {
    const [[name, only]] = same as [[string, StringMatch]];
    if (same.length === 1) return [name, only];
    const isAny = same.some(([, value]) => Object.keys(value).length === 0);
    return [name, isAny ? {} : { regex: same.map(([, value]) => regexOf(value, '.*')).join('|') }];
  });
}

interface Placement {
  readonly port: number | undefined;
  readonly guard: Readonly<Record<string, StringMatch>>;
}

/** The ports of an entry, each with the narrower hosts that are left out there; one entry without a port where all are alike. */
function placements(ports: readonly number[] | undefined, group: RouteGroup): Placement[] {
  const guards = (ports ?? group.ports).map((port) => ({ port, guard: guardOf(group, port) }));
  const [first] = guards;
  if (ports !== undefined) return guards;
  if (first === undefined) return [{ port: undefined, guard: guardOf(group, undefined) }];
  const alike = guards.every(({ guard }) => JSON.stringify(guard) === JSON.stringify(first.guard));
  return alike ? [{ port: undefined, guard: first.guard }] : guards;
}

function guardOf(group: RouteGroup, port: number | undefined): Placement['guard'] {
  const hosts = group.narrower
    .filter(({ ports }) => port === undefined || ports === undefined || ports.includes(port))
    .map(({ host }) => host);
  if (hosts.length === 0) return {};
  const names = hosts.map((host) => (isWildcard(host) ? `.*${escapeRegex(host.slice(1))}` : escapeRegex(host)));
  return { ':authority': { regex: `(?i)(${names.join('|')})(:[0-9]+)?` } };
}
