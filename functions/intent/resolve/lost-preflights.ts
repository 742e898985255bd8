import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { formatPath } from '../../diagnostics/path.ts';
import { findingAt } from '../../krm/finding-at.ts';
import type { Match, RouteEntry } from '../model.ts';
import { covers } from './covers.ts';

/**
 * Routes with `cors` for some methods whose preflight requests fit no route: browsers ask with OPTIONS first, and only a route that fits that request lets the
 * proxy answer it. Headers and cookies of the real request are not in it. Each route is told once.
 */
export function* lostPreflights(entries: readonly RouteEntry[], host: string): Generator<Diagnostic> {
  const asked = entries.filter(({ route, match }) => route.cors !== undefined && match?.method !== undefined && !isSimple(match));
  const answering = entries.filter(({ route, match }) => route.cors !== undefined && answers(match));
  const told = new Set<unknown>();
  for (const { route, match } of asked) {
    if (told.has(route) || answering.some((other) => covers(onlyPath(other.match), onlyPath(match)))) continue;
    told.add(route);
    const path = [...(match?.origin.path ?? []), 'method'];
    yield findingAt('GI0240', (match as Match).origin.item, path, {
      message: `\`${formatPath(path)}\` is ${match?.method}, so preflight requests for "${host}", which are OPTIONS requests, fit no route with \`cors\``,
      fix: 'add a match with the same path and `method: OPTIONS` to the route, or leave `method` out',
    });
  }
}

/** Browsers send these without asking first, and OPTIONS is what they ask with. */
const isSimple = ({ method }: Match): boolean => method === 'GET' || method === 'HEAD' || method === 'POST' || method === 'OPTIONS';

const answers = (match: Match | undefined): boolean =>
  (match?.method === undefined || match.method === 'OPTIONS') && (match?.headers ?? []).length === 0 && (match?.cookies ?? []).length === 0;

const onlyPath = (match: Match | undefined): Match => ({ path: match?.path }) as Match;
