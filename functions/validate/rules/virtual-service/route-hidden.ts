import { formatPath, type Path } from '../../../diagnostics/path.ts';
import type { Item } from '../../../krm/item.ts';
import { isEmpty, selects } from '../../../mesh/inventory/labels.ts';
import type { HttpMatch, HttpRule } from '../../../mesh/routes/http-rule.ts';
import type { RouteMatch } from '../../../mesh/routes/route.ts';
import { isCatchAll, routeMatch } from '../../../mesh/routes/route-match.ts';
import type { VirtualService } from '../../../mesh/routes/virtual-services.ts';
import type { Finding, Rule } from '../../rule.ts';
import { at, pathOf, rootOf, wrongAt } from '../../spot.ts';
import { readMatches } from '../../spots/match-order.ts';
import { covers } from '../../spots/route-overlap.ts';
import { writtenVirtualServices } from '../../spots/written-routes.ts';

export const routeHidden: Rule = {
  code: 'GI2422',
  name: 'route-hidden',
  severity: 'warning',
  summary: 'A match should not be one whose requests an earlier rule takes.',
  why: 'rules are tried in the order in which they are written: the match is never reached',
  fix: 'move the rule before the other one',
  source: 'https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRoute',
  upstream: ['IST0131'],
  *check(world) {
    for (const virtualService of writtenVirtualServices(world))
      if (virtualService.http.length > 1 && virtualService.http.some(({ matches }) => matches.length > 0)) yield* hiddenIn(virtualService);
  },
};

interface Entry {
  readonly match: HttpMatch;
  readonly rule: HttpRule;
  readonly translated: RouteMatch;
}

/** Of the earlier matches only those can hide one whose path is a beginning of its own, or an expression. */
function* hiddenIn({ http, item, semantics }: VirtualService): Iterable<Finding> {
  const earlier = new Map<string, Entry[]>();
  const lengths = new Set<number>([0]);
  for (const rule of http) {
    const own = rule.matches.map((match) => ({ match, rule, translated: routeMatch(match, semantics) }));
    for (const entry of own) {
      const { value } = entry.translated.path;
      const candidates = [...lengths]
        .filter((length) => length <= value.length)
        .flatMap((length) => earlier.get(value.slice(0, length)) ?? []);
      const other = candidates.find((candidate) => hides(candidate, entry));
      if (other === undefined || isKnown(item, entry)) continue;
      yield wrongAt(entry.match.field, `is never reached: ${formatPath(other.match.field.path)} takes all of its requests`);
    }
    if (own.length === 0) yield* hiddenRest(rule, [...earlier.values()].flat(), item);
    for (const entry of own) {
      const key = keyOf(entry);
      earlier.set(key, [...(earlier.get(key) ?? []), entry]);
      lengths.add(key.length);
    }
  }
}

/** A rule without matches after a match that everything fits. */
function* hiddenRest(rule: HttpRule, earlier: readonly Entry[], item: Item): Iterable<Finding> {
  const other = earlier.find(({ match, translated }) => isCatchAll(translated) && isForAll(match));
  if (other === undefined || isKnownRule(item, rule)) return;
  yield wrongAt(rule.field, `is never reached: ${formatPath(other.match.field.path)} takes every request`, { upstream: [] });
}

const isForAll = ({ port, gateways, sourceLabels, sourceNamespace }: HttpMatch): boolean =>
  port === 0 && gateways.length === 0 && isEmpty(sourceLabels) && sourceNamespace === '';

/** What stands first is looked at first. An expression may hide any path. */
const keyOf = ({ translated: { path } }: Entry): string => (path.kind === 'regex' ? '' : path.value);

function hides(a: Entry, b: Entry): boolean {
  const [first, later] = [a.match, b.match];
  if (first.port !== 0 && first.port !== later.port) return false;
  if (first.gateways.length > 0 && (later.gateways.length === 0 || !later.gateways.every((gateway) => first.gateways.includes(gateway))))
    return false;
  if (!isEmpty(first.sourceLabels) && !selects(first.sourceLabels, later.sourceLabels)) return false;
  if (first.sourceNamespace !== '' && first.sourceNamespace !== later.sourceNamespace) return false;
  return covers(a.translated, b.translated);
}

/** Whether the rules about istiod's own warnings tell it already. */
const isKnown = (item: Item, { match, rule }: Entry): boolean =>
  toldPlaces(item).has(formatPath(match.field.path)) || isKnownRule(item, rule);

const isKnownRule = (item: Item, rule: HttpRule): boolean => toldPlaces(item).has(formatPath(rule.field.path));

function toldPlaces(item: Item): ReadonlySet<string> {
  const { covered, unreachable } = readMatches(at(at(rootOf(item), 'spec'), 'http'));
  const paths: readonly Path[] = [...covered.map((entry) => pathOf(entry.match)), ...unreachable.map(({ route }) => pathOf(route))];
  return new Set(paths.map(formatPath));
}
