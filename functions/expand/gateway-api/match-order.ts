import type { MatchOrder } from './dialect.ts';
import type { HTTPMatch } from './http-match.ts';

type PathType = NonNullable<HTTPMatch['path']>['type'];

const pathType = ({ path }: HTTPMatch): PathType => path?.type ?? 'PathPrefix';
const pathLength = ({ path }: HTTPMatch): number => path?.value.length ?? 0;
const exactCount = (matches: HTTPMatch['headers'] = []): number => matches.filter(({ type }) => type === undefined).length;

/** The first number that differs decides, the larger one first. */
function byRanks(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((value, index) => value !== b[index]);
  return at < 0 ? 0 : (b[at] as number) - (a[at] as number);
}

const order =
  (ranks: (match: HTTPMatch) => readonly number[]): MatchOrder =>
  (a, b) =>
    byRanks(ranks(a), ranks(b));

/** Istio puts expressions behind prefixes, and no path at all is the prefix `/`: `sortHTTPRoutes` in pilot/pkg/config/kube/gateway/conversion.go of istio/istio. */
export const istioOrder: MatchOrder = order((match) => [
  { Exact: 3, PathPrefix: 2, RegularExpression: 1 }[pathType(match)],
  match.path === undefined ? 1 : pathLength(match),
  match.method === undefined ? 0 : 1,
  match.headers?.length ?? 0,
  match.queryParams?.length ?? 0,
]);

/** Envoy Gateway counts the method as a header, and exact values before expressions: internal/gatewayapi/sort.go of envoyproxy/gateway. */
export const envoyGatewayOrder: MatchOrder = order((match) => {
  const method = match.method === undefined ? 0 : 1;
  return [
    { Exact: 3, RegularExpression: 2, PathPrefix: 1 }[pathType(match)],
    match.path?.value === '/' && match.path.type === 'PathPrefix' ? 0 : pathLength(match),
    (match.headers?.length ?? 0) + method,
    exactCount(match.headers) + method,
    match.queryParams?.length ?? 0,
    exactCount(match.queryParams),
  ];
});

const byStandard = order((match) => [
  pathType(match) === 'Exact' ? 1 : 0,
  match.path?.value === '/' ? 0 : pathLength(match),
  match.method === undefined ? 0 : 1,
  match.headers?.length ?? 0,
  match.queryParams?.length ?? 0,
]);

/** What every class keeps to. Where an expression stands is left to the class: https://gateway-api.sigs.k8s.io/reference/spec/#httprouterule */
export const standardOrder: MatchOrder = (a, b) => {
  const types = [pathType(a), pathType(b)];
  if (types[0] === 'RegularExpression' && types[1] === 'RegularExpression' && a.path?.value === b.path?.value) return byStandard(a, b);
  return types.includes('RegularExpression') && !types.includes('Exact') ? undefined : byStandard(a, b);
};
