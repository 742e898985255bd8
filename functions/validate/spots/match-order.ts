import { at, entries, isSet, list, number, type Spot, text } from '../spot.ts';

/** What the order of routes and matches makes useless. */
export interface MatchOrder {
  readonly unreachable: readonly { readonly route: Spot; readonly because: string }[];
  readonly covered: readonly { readonly match: Spot; readonly because: string }[];
}

type Loose = Readonly<Record<string, unknown>>;

const nothing: MatchOrder = { unreachable: [], covered: [] };
const read = new WeakMap<object, MatchOrder>();

/** The routes of one protocol of a VirtualService, read in their order as the webhook of istiod reads them. */
export function readMatches(routes: Spot): MatchOrder {
  if (!Array.isArray(routes.value)) return nothing;
  const before = read.get(routes.value);
  if (before !== undefined) return before;
  const order = orderOf(routes);
  read.set(routes.value, order);
  return order;
}

function orderOf(routes: Spot): MatchOrder {
  const unreachable: { route: Spot; because: string }[] = [];
  const covered: { match: Spot; because: string }[] = [];
  const seen = new Map<string, Spot>();
  const prefixes: PrefixMatch[] = [];
  let catchAll: Spot | undefined;
  for (const route of entries(routes).filter(isSet)) {
    const matches = list(route, 'match');
    if (catchAll !== undefined)
      unreachable.push({
        route,
        because:
          matches.length === 0
            ? `only the last route can do without \`match\`, and ${nameOf(catchAll)} does`
            : `${nameOf(catchAll)} before it has no \`match\``,
      });
    if (matches.length === 0) {
      catchAll = route;
      continue;
    }
    if (catchAll !== undefined) continue;
    const repeated = matches.filter((match) => {
      const key = keyOf(match);
      const earlier = seen.get(key);
      if (earlier === undefined) seen.set(key, route);
      else covered.push({ match, because: `${nameOf(earlier)} has the same match` });
      return earlier !== undefined;
    });
    if (repeated.length === matches.length) unreachable.push({ route, because: 'earlier routes have all of its matches' });
    if (routes.key === 'http')
      prefixes.push(...matches.filter((match) => !repeated.includes(match)).flatMap((match) => prefixOf(match, route)));
  }
  return { unreachable, covered: [...covered, ...coveredPrefixes(prefixes)] };
}

const nameOf = (route: Spot): string => (text(at(route, 'name')) === '' ? `route ${route.key}` : `route "${text(at(route, 'name'))}"`);

/** A match as text, without its name and without what is not set. */
function keyOf(match: Spot): string {
  return JSON.stringify(match.value, (key, value: unknown) => {
    if (value === null || typeof value !== 'object' || Array.isArray(value)) return value ?? undefined;
    const record = value as Loose;
    const set = Object.keys(record).filter((name) => isWritten(record[name]) && !(key === '' && name === 'name'));
    return Object.fromEntries(set.sort().map((name) => [name, record[name]]));
  });
}

function isWritten(value: unknown): boolean {
  if (value === undefined || value === null || value === 0 || value === false) return false;
  return typeof value !== 'object' || Object.keys(value).length > 0;
}

interface PrefixMatch {
  readonly match: Spot;
  readonly route: Spot;
  readonly prefix: string;
  readonly port: number;
  readonly single: readonly string[];
  readonly maps: readonly ReadonlyMap<string, string>[];
}

function prefixOf(match: Spot, route: Spot): PrefixMatch[] {
  const prefix = text(at(at(match, 'uri'), 'prefix'));
  if (prefix === '') return [];
  const method = textOf(at(match, 'method')) || 'exact GET';
  const maps = ['headers', 'queryParams', 'withoutHeaders'].map((name) => {
    const { value } = at(match, name);
    const record = (value ?? {}) as Loose;
    return new Map(Object.keys(record).map((key) => [key, textOf(at(at(match, name), key))]));
  });
  return [{ match, route, prefix, port: number(at(match, 'port')), single: [method, textOf(at(match, 'authority'))], maps }];
}

/** Regular expressions are not compared: nobody can say in general which covers which. */
function textOf(match: Spot): string {
  const exact = text(at(match, 'exact'));
  const prefix = text(at(match, 'prefix'));
  return exact !== '' ? `exact ${exact}` : prefix !== '' ? `prefix ${prefix}` : '';
}

/** Each prefix is looked up among the earlier ones by its own beginnings, so that many routes cost no more than their length. */
function coveredPrefixes(prefixes: readonly PrefixMatch[]): MatchOrder['covered'] {
  const earlier = new Map<string, PrefixMatch[]>();
  return prefixes.flatMap((later) => {
    const { prefix } = later;
    const beginnings = Array.from({ length: prefix.length - 1 }, (_, index) => prefix.slice(0, index + 1));
    const found = beginnings.flatMap((beginning) => earlier.get(beginning) ?? []).find((other) => covers(other, later));
    earlier.set(prefix, [...(earlier.get(prefix) ?? []), later]);
    if (found === undefined) return [];
    return [{ match: later.match, because: `the prefix "${found.prefix}" of ${nameOf(found.route)} covers "${prefix}"` }];
  });
}

function covers(earlier: PrefixMatch, later: PrefixMatch): boolean {
  if (earlier.port !== later.port) return false;
  if (!earlier.single.every((value, index) => value.startsWith(later.single[index] as string))) return false;
  return earlier.maps.every((map, index) => {
    const other = later.maps[index] as ReadonlyMap<string, string>;
    return map.size === other.size && [...map].every(([key, value]) => other.has(key) && value.startsWith(other.get(key) as string));
  });
}
