import type { Finding, Rule } from '../../rule.ts';
import { at, isMap, isSet, list, number, type Spot, text, wrong } from '../../spot.ts';
import { sidecars } from '../../spots/sidecar.ts';
import { isAddress } from '../../syntax/address.ts';
import { isDnsLabel } from '../../syntax/domain.ts';
import { protocolFamily } from '../../syntax/protocol.ts';

export const ingressListener: Rule = {
  code: 'GI1502',
  name: 'ingress-listener',
  severity: 'error',
  summary: 'An ingress listener must have a port of its own with a known protocol, and an IP address where it is bound.',
  why: 'the webhook of istiod refuses the object',
  fix: 'give each listener a port number and a protocol',
  source: 'istio/istio, pkg/config/validation/validation.go (validateSidecarIngressPortAndBind)',
  upstream: ['IST0106'],
  *check(world) {
    for (const spec of sidecars(world)) {
      const seen = new Set<number>();
      for (const listener of list(spec, 'ingress').filter(isSet)) {
        const value = at(at(listener, 'port'), 'number');
        yield* portFindings(at(listener, 'port'));
        if (isSet(value) && seen.has(number(value))) yield wrong(value, `must differ from the other listeners; ${number(value)} is taken`);
        const bind = at(listener, 'bind');
        if (text(bind) !== '' && !isAddress(text(bind))) yield wrong(bind, `must be an IP address, not ${JSON.stringify(text(bind))}`);
        seen.add(number(value));
      }
    }
  },
};

function* portFindings(port: Spot): Iterable<Finding> {
  const [name, protocol, target] = [at(port, 'name'), at(port, 'protocol'), at(port, 'targetPort')];
  if (text(name) !== '' && !isDnsLabel(text(name))) yield wrong(name, `must be a DNS label, not ${JSON.stringify(text(name))}`);
  if (isMap(port) && !isSet(at(port, 'number'))) yield wrong(at(port, 'number'), 'must be set');
  if (text(protocol) !== '' && protocolFamily(text(protocol)) === undefined)
    yield wrong(protocol, `must be a protocol that Istio knows, not ${JSON.stringify(text(protocol))}`);
  if (number(target) > 0) yield wrong(target, 'must not be set on a Sidecar');
}
