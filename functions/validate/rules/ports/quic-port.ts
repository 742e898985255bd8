import type { Field } from '../../../mesh/field.ts';
import { terminatesHttps } from '../../../mesh/listeners/gateway.ts';
import { asList, asRecord, asText } from '../../../mesh/loose.ts';
import type { Rule, World } from '../../rule.ts';
import { wrongAt } from '../../spot.ts';
import { type GatewayPort, gatewayPorts } from '../../spots/gateway-proxies.ts';

const variable = 'PILOT_ENABLE_QUIC_LISTENERS';

export const quicPort: Rule = {
  code: 'GI2208',
  name: 'quic-port',
  severity: 'info',
  summary: 'A UDP port for HTTP/3 should lead to gateways that serve it.',
  why: 'istiod makes QUIC listeners only where it runs with PILOT_ENABLE_QUIC_LISTENERS',
  fix: 'set PILOT_ENABLE_QUIC_LISTENERS=true in istiod, or delete the UDP port',
  source: 'istio/istio, pilot/pkg/features/pilot.go (EnableQUICListeners); pilot/pkg/model/gateway.go (udpSupportedPort)',
  *check(world) {
    const setting = quicSetting(world);
    if (setting === 'true') return;
    const text =
      setting === undefined ? `is served only where istiod runs with ${variable}` : `is not served: istiod runs without ${variable}`;
    const severity = setting === undefined ? 'info' : 'warning';
    for (const { item, path } of gatewayPorts(world).flatMap(udpPorts))
      yield wrongAt({ item, path: [...path, 'port'] }, text, { severity });
  },
};

/** UDP ports of the Services in front of a gateway, where it serves HTTPS. */
function udpPorts({ proxy, servers }: GatewayPort): readonly Field[] {
  const https = new Set(servers.flatMap(({ server }) => (terminatesHttps(server) ? [server.port] : [])));
  const ports = proxy.services.flatMap((service) => service.ports);
  return ports.filter(({ transport, port }) => transport === 'UDP' && https.has(port)).map(({ field }) => field);
}

/** What istiod of the files says; `undefined` where it is not in the files. */
function quicSetting({ mesh }: World): string | undefined {
  const istiod = mesh.workloads.find(({ kind, labels }) => kind === 'Deployment' && labels.app === 'istiod');
  if (istiod?.containers[0] !== undefined) return istiod.containers[0].environment.get(variable) ?? 'false';
  const operator = mesh.objects.ofKind('install.istio.io', 'IstioOperator')[0];
  const pilot = asRecord(asRecord(asRecord(operator?.object.spec).components).pilot);
  const list = asList(asRecord(pilot.k8s).env).map(asRecord);
  return list.map(({ name, value }) => (name === variable ? asText(value) : undefined)).find((value) => value !== undefined);
}
