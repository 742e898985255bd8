import { isHttpOrSniffed } from '../../../mesh/inventory/protocol.ts';
import type { Rule } from '../../rule.ts';
import { wrongAt } from '../../spot.ts';
import { meshVirtualServices } from '../../spots/istio-rules.ts';
import { servicesOf } from '../../spots/services-of.ts';

export const httpRulesOnOpaquePort: Rule = {
  code: 'GI2410',
  name: 'http-rules-on-opaque-port',
  severity: 'error',
  summary: '`http` rules must be for a host with a port that speaks HTTP.',
  why: 'sidecars do not look into connections to ports that are declared as TCP or TLS: the rules are ignored',
  fix: 'begin the name of the port with `http`, or set its `appProtocol`; for TLS write `tls` rules',
  source: 'https://istio.io/latest/docs/ops/configuration/traffic-management/protocol-selection/',
  *check(world) {
    for (const { hosts, http, gateways, item } of meshVirtualServices(world)) {
      if (http.length === 0 || gateways.length > 1) continue;
      const services = hosts.map((host) => servicesOf(world, host, item));
      const ports = services.flat().flatMap((service) => service.ports);
      if (ports.length === 0 || services.some((found) => found.length === 0) || ports.some(({ protocol }) => isHttpOrSniffed(protocol)))
        continue;
      const protocols = [...new Set(ports.map(({ port, protocol }) => `${port} (${protocol})`))].join(', ');
      yield wrongAt({ item, path: ['spec', 'http'] }, `is ignored: "${hosts[0]}" has no port for HTTP, only ${protocols}`);
    }
  },
};
