import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { formatPath } from '../../diagnostics/path.ts';
import type { Match, ProviderName } from '../../intent/model.ts';
import { placeOf } from '../../intent/resolve/server-entries.ts';
import { findingAt } from '../../krm/finding-at.ts';
import type { MatchOrder } from './dialect.ts';
import type { HTTPMatch } from './http-match.ts';
import type { Rule } from './http-rules.ts';
import { mayOverlap } from './overlap.ts';
import type { BuiltRoute } from './route-objects.ts';

/** One match in one object, in the order in which it is meant to be tried. */
interface Place {
  readonly rule: Rule;
  readonly match: Match | undefined;
  readonly made: HTTPMatch;
  readonly object: string;
}

/** Two matches that fit the same requests and that the class would try the other way round, or in an order that nobody can tell. */
export interface Disorder {
  readonly first: Place;
  readonly second: Place;
  readonly known: boolean;
}

/** What the class would do differently among the objects of one plan. Objects of one age have no order that could be relied on. */
export function disorders(routes: readonly BuiltRoute[], order: MatchOrder): Disorder[] {
  const places = routes.flatMap(({ rules, object }) =>
    rules.flatMap((rule) =>
      rule.matches.map((made, index): Place => ({ rule, match: rule.written[index], made, object: object.metadata.name })),
    ),
  );
  return places.flatMap((second, index) =>
    places.slice(0, index).flatMap((first): Disorder[] => {
      if (first.rule.route === second.rule.route) return [];
      const decided = order(first.made, second.made);
      const sure = decided !== undefined && (decided < 0 || (decided === 0 && first.object === second.object));
      return sure || !mayOverlap(first.match, second.match) ? [] : [{ first, second, known: decided !== undefined && decided > 0 }];
    }),
  );
}

const pathOf = ({ rule, match }: Place) => match?.origin ?? rule.route.origin;

/** The finding for a pair; each route is told once. */
export function disorderProblems(found: readonly Disorder[], provider: ProviderName): Diagnostic[] {
  const byRoute = new Map(found.map((disorder) => [disorder.second.rule.route, disorder]));
  return [...byRoute.values()].map(({ first, second, known }) => {
    const [origin, other] = [pathOf(second), pathOf(first)];
    const where = other.item === origin.item ? '' : `${placeOf(other)} `;
    return findingAt('GI0502', origin.item, origin.path, {
      message: `${where}\`${formatPath(other.path)}\` must be tried before \`${formatPath(origin.path)}\`, but provider "${provider}" ${known ? 'tries it after' : 'promises no order of the two'}`,
      fix: 'narrow one of the two, so that no request fits both, or use provider `istio`, which keeps the order',
    });
  });
}
