import { overlaps } from '../../../hosts/host-name.ts';
import { groupBy } from '../../../krm/group-by.ts';
import { isHttp } from '../../../mesh/inventory/protocol.ts';
import { speaksTls } from '../../../mesh/listeners/gateway.ts';
import type { Rule } from '../../rule.ts';
import { wrongAt } from '../../spot.ts';
import { gatewayPorts } from '../../spots/gateway-proxies.ts';

export const redirectToNowhere: Rule = {
  code: 'GI2312',
  name: 'redirect-to-nowhere',
  severity: 'warning',
  summary: 'A host that is redirected to HTTPS should be served with TLS by the same pods.',
  why: 'clients are sent to a port that is closed, or that answers with the certificate of another host',
  fix: 'add a server with the protocol HTTPS for the host, or delete `httpsRedirect`',
  source: 'istio/istio, pilot/pkg/networking/core/gateway.go (buildGatewayHTTPRouteConfig)',
  *check(world) {
    for (const ports of groupBy(gatewayPorts(world), ({ proxy }) => proxy).values()) {
      const servers = ports.flatMap((port) => port.servers.map(({ server }) => server));
      const secure = servers.filter(speaksTls).flatMap(({ hosts }) => hosts.map(({ name }) => name));
      const names = new Set(secure);
      const wildcards = secure.filter((name) => name.startsWith('*'));
      const isSecure = (name: string) =>
        names.has(name) || (name.startsWith('*') ? secure : wildcards).some((other) => overlaps(name, other));
      for (const { tls, protocol, hosts } of servers) {
        if (!tls?.httpsRedirect || !isHttp(protocol)) continue;
        for (const { name, field } of hosts.filter((host) => !isSecure(host.name)))
          yield wrongAt(
            field,
            `"${name}" is redirected to HTTPS, which no server of the same pods has for it`,
            world.complete ? { severity: 'error' } : {},
          );
      }
    }
  },
};
