import type { Rule } from '../../rule.ts';
import { at, list, rootOf, text, wrong } from '../../spot.ts';
import { gatewayApi } from '../../spots/cross-references.ts';
import { implementationOf } from '../../spots/gateway-classes.ts';

export const addressTypeUnsupported: Rule = {
  code: 'GI2927',
  name: 'address-type-unsupported',
  severity: 'error',
  summary: 'The addresses of a Gateway must be of a type that its class serves.',
  why: 'the Gateway is not accepted (`UnsupportedAddress`), and the address is ignored',
  fix: 'write one IP address, or the host name of a Service with `type: Hostname`',
  source: 'istio/istio, pilot/pkg/config/kube/gateway/conversion.go (extractGatewayServices)',
  *check(world) {
    for (const root of world.ofKind(gatewayApi, 'Gateway').map(rootOf)) {
      const implementation = implementationOf(world, root);
      if (implementation === 'foreign') continue;
      const addresses = list(at(root, 'spec'), 'addresses');
      for (const address of addresses) {
        const type = text(at(address, 'type')) || 'IPAddress';
        const isServed = type === 'Hostname' || (type === 'IPAddress' && (implementation !== 'istio' || addresses.length === 1));
        if (isServed) continue;
        const says =
          type === 'IPAddress'
            ? 'is an IP address beside other addresses, and Istio takes one address only'
            : `is of type "${type}", which ${implementation === 'istio' ? 'Istio' : 'Envoy Gateway'} does not serve`;
        yield wrong(type === 'IPAddress' ? address : at(address, 'type'), says);
      }
    }
  },
};
