import { perWorld } from '../per-world.ts';
import { at, deep, isSet, list, members, rootOf, type Spot } from '../spot.ts';
import { httpMatches, httpRoutes } from './virtual-service.ts';

/** A text match, which is exact, a prefix or a regular expression. */
export interface TextMatch {
  readonly match: Spot;
  readonly of: 'uri' | 'scheme' | 'method' | 'authority' | 'headers' | 'withoutHeaders' | 'queryParams' | 'allowOrigins';
}

export const textMatches = perWorld((world): readonly TextMatch[] =>
  [
    ...httpMatches(world).flatMap(({ match }) => [
      ...(['uri', 'scheme', 'method', 'authority'] as const).map((of) => ({ of, match: at(match, of) })),
      ...(['headers', 'withoutHeaders', 'queryParams'] as const).flatMap((of) =>
        members(at(match, of)).map((entry) => ({ of, match: entry })),
      ),
    ]),
    ...httpRoutes(world).flatMap(({ route }) =>
      list(at(route, 'corsPolicy'), 'allowOrigins').map((match) => ({ of: 'allowOrigins' as const, match })),
    ),
  ].filter(({ match }) => isSet(match)),
);

/** Every field that Istio reads as a regular expression. */
export const regularExpressions = perWorld((world): readonly Spot[] => {
  const patches = world.ofKind('networking.istio.io', 'EnvoyFilter').flatMap((item) => list(at(rootOf(item), 'spec'), 'configPatches'));
  return [
    // In withoutHeaders a lone `*` is not a regular expression but "whatever the value".
    ...textMatches(world).flatMap(({ match, of }) => {
      const regex = at(match, 'regex');
      return of === 'withoutHeaders' && regex.value === '*' ? [] : [regex];
    }),
    ...httpRoutes(world).map(({ route }) => deep(route, 'rewrite', 'uriRegexRewrite', 'match')),
    ...patches.map((patch) => deep(patch, 'match', 'proxy', 'proxyVersion')),
  ].filter((spot) => typeof spot.value === 'string' && spot.value !== '');
});
