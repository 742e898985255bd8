import type { HeaderCheck, PathMatch, Route, RouteMatch } from '../../mesh/routes/route.ts';
import { matchesFully, type StringMatch } from '../../mesh/routes/string-match.ts';

/** Whether a request can fit both; where nobody can say, it is taken that none can. */
export function mayMeet(a: RouteMatch, b: RouteMatch): boolean {
  return pathsMeet(a.path, b.path) && checksMeet(a.headers, b.headers) && textsMeet(a.query, b.query);
}

/** Whether every request that fits the second one surely fits the first. */
export function covers(a: RouteMatch, b: RouteMatch): boolean {
  if (!pathCovers(a.path, b.path) || a.claims.length > 0) return false;
  const header = (check: HeaderCheck) =>
    b.headers.some(
      (other) =>
        other.name === check.name &&
        other.invert === check.invert &&
        (check.invert ? same(check.match, other.match) : textCovers(check.match, other.match)),
    );
  return (
    a.headers.every(header) &&
    a.query.every((check) => b.query.some((other) => other.name === check.name && textCovers(check.match, other.match)))
  );
}

export function pathCovers(a: PathMatch, b: PathMatch): boolean {
  if (a.ignoreCase !== b.ignoreCase) return a.kind === 'prefix' && a.value === '/';
  const [left, right] = a.ignoreCase ? [a.value.toLowerCase(), b.value.toLowerCase()] : [a.value, b.value];
  if (a.kind === 'regex')
    return (
      a.value === '.*' ||
      a.value === '/.*' ||
      (b.kind === 'regex' ? a.value === b.value : b.kind === 'exact' && matchesFully(a.value, b.value))
    );
  if (a.kind === 'prefix') return a.value === '/' || a.value === '' || (b.kind !== 'regex' && right.startsWith(left));
  if (a.kind === 'segments') return b.kind !== 'regex' && b.kind !== 'prefix' && (right === left || right.startsWith(`${left}/`));
  return b.kind === 'exact' && left === right;
}

function pathsMeet(a: PathMatch, b: PathMatch): boolean {
  return pathCovers(a, b) || pathCovers(b, a);
}

function checksMeet(a: readonly HeaderCheck[], b: readonly HeaderCheck[]): boolean {
  return !a.some((check) => b.some((other) => other.name === check.name && excludeEachOther(check, other)));
}

function excludeEachOther(a: HeaderCheck, b: HeaderCheck): boolean {
  if (a.invert && b.invert) return false;
  if (a.invert || b.invert) return a.invert ? textCovers(a.match, b.match) : textCovers(b.match, a.match);
  return !meet(a.match, b.match);
}

type Query = RouteMatch['query'];

function textsMeet(a: Query, b: Query): boolean {
  return !a.some((check) => b.some((other) => other.name === check.name && !meet(check.match, other.match)));
}

/** Regular expressions may always have a text in common, unless the other one is a single text. */
function meet(a: StringMatch, b: StringMatch): boolean {
  if (a.kind === 'regex' && b.kind === 'regex') return true;
  if (a.kind === 'regex' || b.kind === 'regex') {
    const [expression, other] = a.kind === 'regex' ? [a, b] : [b as StringMatch & { value: string }, a];
    return other.kind !== 'exact' || matchesFully(expression.value, other.value);
  }
  return textCovers(a, b) || textCovers(b, a);
}

function textCovers(a: StringMatch, b: StringMatch): boolean {
  if (a.kind === 'present') return true;
  if (b.kind === 'present') return false;
  if (a.kind === 'regex')
    return a.value === '.*' || (b.kind === 'regex' ? a.value === b.value : b.kind === 'exact' && matchesFully(a.value, b.value));
  if (a.kind === 'prefix') return b.kind !== 'regex' && b.value.startsWith(a.value);
  return b.kind === 'exact' && a.value === b.value;
}

function same(a: StringMatch, b: StringMatch): boolean {
  return a.kind === b.kind && (a.kind === 'present' || (b.kind !== 'present' && a.value === b.value));
}

/** The paths under which a route that covers, or is covered by, another one has to be looked for: all beginnings of its own. */
export function beginnings({ match }: Route): readonly string[] {
  const { value, kind } = match.path;
  if (kind === 'regex') return [''];
  return Array.from({ length: value.length + 1 }, (_, index) => value.slice(0, index));
}
