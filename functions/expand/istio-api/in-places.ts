import { formatPath, type Path } from '../../diagnostics/path.ts';
import { findingAt } from '../../krm/finding-at.ts';
import type { Stage } from '../stage.ts';
import type { Condition } from './access-conditions.ts';
import { meetPaths } from './meet-paths.ts';
import type { Scope } from './scope.ts';

/** A rule once for each of its places; `asksAboutRequests`: it is about requests although no condition of it says so. */
export function inPlaces(conditions: readonly Condition[], scope: Scope, stage: Stage, asksAboutRequests = false): Condition[][] {
  const found = scope.places(conditions, asksAboutRequests).map((place) => joined(place, conditions));
  if (found.includes('unsayable')) stage.report(unsayable(scope));
  return found.filter((one) => typeof one !== 'string');
}

/** Both lists of conditions. A rule has one list of paths, so two become what fits both. */
function joined(place: readonly Condition[], own: readonly Condition[]): Condition[] | 'unsayable' | 'never' {
  const isPaths = ({ field, negated }: Condition): boolean => field === 'paths' && !negated;
  const [first, second] = [place.find(isPaths), own.find(isPaths)];
  if (first === undefined || second === undefined) return [...place, ...own];
  const values = meetPaths(first.values, second.values);
  if (values === undefined) return 'unsayable';
  return values.length === 0
    ? 'never'
    : [...place.filter((one) => one !== first), ...own.filter((one) => one !== second), { ...first, values }];
}

function unsayable({ origin }: Scope) {
  const path: Path = [...origin.path, 'auth'];
  return findingAt('GI0234', origin.item, path, {
    message: `\`${formatPath(path)}\` has paths that cannot be put together with those of the exposure's routes, and other exposures share its host`,
    fix: 'write the paths as exact ones or `prefix*`, use `enforceAt: Workload` with `selector`, or a host of its own',
  });
}
