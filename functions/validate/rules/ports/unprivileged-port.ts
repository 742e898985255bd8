import type { Rule } from '../../rule.ts';
import { wrongAt } from '../../spot.ts';
import { gatewayPorts } from '../../spots/gateway-proxies.ts';
import { fieldOf } from '../../spots/istio-gateways.ts';

const variable = 'ISTIO_META_UNPRIVILEGED_POD';

export const unprivilegedPort: Rule = {
  code: 'GI2204',
  name: 'unprivileged-port',
  severity: 'error',
  summary: 'Pods that declare themselves unprivileged must be reached on ports from 1024.',
  why: 'istiod leaves the listener out, and says so in its log only',
  fix: 'set a `targetPort` from 1024 in the Service',
  source: 'istio/istio, pilot/pkg/networking/core/gateway.go (IsUnprivileged)',
  *check(world) {
    for (const { proxy, port, servers } of gatewayPorts(world)) {
      const { containers, key } = proxy.workload;
      if (port >= 1024 || !containers.some(({ environment }) => environment.get(variable) === 'true')) continue;
      for (const { server } of servers)
        yield wrongAt(
          fieldOf(server, 'port', 'number'),
          `${server.port} is port ${port} of ${key}, whose pods have \`${variable}: "true"\``,
        );
    }
  },
};
