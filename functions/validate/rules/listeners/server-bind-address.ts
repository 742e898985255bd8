import type { Rule } from '../../rule.ts';
import { wrongAt } from '../../spot.ts';
import { fieldOf, istioServers } from '../../spots/istio-gateways.ts';

export const serverBindAddress: Rule = {
  code: 'GI2113',
  name: 'server-bind-address',
  severity: 'warning',
  summary: 'A server should listen on all addresses of its pods.',
  why: 'a pod has one address, which nobody knows beforehand: on any other the proxy cannot listen, or nobody reaches it',
  fix: 'delete `bind`',
  source: 'https://istio.io/latest/docs/reference/config/networking/gateway/#Server',
  *check(world) {
    for (const server of istioServers(world)) {
      const { bind } = server;
      if (bind === '' || bind === '0.0.0.0' || bind === '::' || bind.startsWith('unix://')) continue;
      const isLoopback = bind === '::1' || bind.startsWith('127.');
      yield wrongAt(
        fieldOf(server, 'bind'),
        isLoopback ? `"${bind}" is reached from inside of the pod only` : `"${bind}" must be an address of the pod`,
      );
    }
  },
};
