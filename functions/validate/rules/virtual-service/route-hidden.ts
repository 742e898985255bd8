import { formatPath, type Path } from '../../../diagnostics/path.ts';
import type { Item } from '../../../krm/item.ts';
import { isEmpty, selects } from '../../../mesh/inventory/labels.ts';
import type { HttpMatch, HttpRule } from '../../../mesh/routes/http-rule.ts';
import type { RouteMatch } from '../../../mesh/routes/route.ts';
import { routeMatch } from '../../../mesh/routes/route-match.ts';
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
      if (virtualService.http.filter(({ matches }) => matches.length > 0).length > 1) yield* hiddenIn(virtualService);
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
    for (const entry of own) {
      const key = keyOf(entry);
      earlier.set(key, [...(earlier.get(key) ?? []), entry]);
      lengths.add(key.length);
    }
  }
}

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
function isKnown(item: Item, { match, rule }: Entry): boolean {
  const { covered, unreachable } = readMatches(at(at(rootOf(item), 'spec'), 'http'));
  const paths: readonly Path[] = [...covered.map((entry) => pathOf(entry.match)), ...unreachable.map(({ route }) => pathOf(route))];
  const known = new Set(paths.map(formatPath));
  return known.has(formatPath(match.field.path)) || known.has(formatPath(rule.field.path));
}
