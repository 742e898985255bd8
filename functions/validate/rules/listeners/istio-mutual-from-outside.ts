import type { KubeService } from '../../../mesh/inventory/services.ts';
import type { Rule } from '../../rule.ts';
import { titled, wrongAt } from '../../spot.ts';
import { gatewayPorts } from '../../spots/gateway-proxies.ts';
import { fieldOf } from '../../spots/istio-gateways.ts';

export const istioMutualFromOutside: Rule = {
  code: 'GI2117',
  name: 'istio-mutual-from-outside',
  severity: 'warning',
  summary: 'A server that demands certificates of the mesh should be reached from inside of the mesh only.',
  why: 'clients outside of the mesh have no such certificate, and are refused in the handshake',
  fix: 'use `SIMPLE` or `MUTUAL` with a `credentialName` for clients from outside',
  source: 'https://istio.io/latest/docs/reference/config/networking/gateway/#ServerTLSSettings-TLSmode',
  *check(world) {
    for (const { servers } of gatewayPorts(world)) {
      for (const { server, via } of servers) {
        if (server.tls?.mode !== 'ISTIO_MUTUAL' || via === undefined || !isOpen(via.service)) continue;
        yield wrongAt(
          fieldOf(server, 'tls', 'mode'),
          `"ISTIO_MUTUAL" takes clients of the mesh only, and ${titled(via.service.item)} of type ${via.service.type} lets in others`,
        );
      }
    }
  },
};

const isOpen = ({ type }: KubeService): boolean => type === 'LoadBalancer' || type === 'NodePort';
