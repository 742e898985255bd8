import { words } from '../../fields/describe.ts';
import type { Rule } from '../../rule.ts';
import { at, deep, isSet, list, type Spot, text, wrong } from '../../spot.ts';
import { gatewayApi } from '../../spots/cross-references.ts';
import { listenerSpots } from '../../spots/listeners.ts';

export const listenerRouteKinds: Rule = {
  code: 'GI2922',
  name: 'listener-route-kinds',
  severity: 'error',
  summary: 'The kinds of routes that a listener takes must fit its protocol.',
  why: 'no route of that kind is attached (`InvalidRouteKinds`)',
  fix: 'name the kinds for the protocol: HTTPRoute and GRPCRoute for HTTP and HTTPS, TLSRoute for TLS, TCPRoute for TCP',
  source: 'https://gateway-api.sigs.k8s.io/reference/spec/#gateway.networking.k8s.io/v1.AllowedRoutes',
  *check(world) {
    for (const { spot, implementation } of listenerSpots(world)) {
      const fitting = kindsFor(spot);
      if (fitting === undefined) continue;
      const written = list(at(spot, 'allowedRoutes'), 'kinds');
      const isForeign = (entry: Spot) => implementation === 'foreign' && groupOf(entry) !== gatewayApi;
      const unfit = written.filter((entry) => !isForeign(entry) && !fits(entry, fitting));
      const isEmpty = unfit.length === written.length;
      for (const entry of unfit) {
        const kind = groupOf(entry) === gatewayApi ? text(at(entry, 'kind')) : `${text(at(entry, 'kind'))} of group "${groupOf(entry)}"`;
        yield wrong(
          at(entry, 'kind'),
          `is ${kind}, and a listener for ${text(at(spot, 'protocol'))} takes ${words(fitting)}`,
          isEmpty ? {} : { severity: 'warning' },
        );
      }
    }
  },
};

const groupOf = (entry: Spot): string => (isSet(at(entry, 'group')) ? text(at(entry, 'group')) : gatewayApi);

const fits = (entry: Spot, kinds: readonly string[]): boolean => groupOf(entry) === gatewayApi && kinds.includes(text(at(entry, 'kind')));

function kindsFor(listener: Spot): readonly string[] | undefined {
  switch (text(at(listener, 'protocol'))) {
    case 'HTTP':
    case 'HTTPS':
      return ['HTTPRoute', 'GRPCRoute'];
    case 'TLS':
      return text(deep(listener, 'tls', 'mode')) === 'Passthrough' ? ['TLSRoute'] : ['TLSRoute', 'TCPRoute'];
    case 'TCP':
      return ['TCPRoute'];
    case 'UDP':
      return ['UDPRoute'];
    default:
      return undefined;
  }
}
