import type { EgressHost, EgressPort, Facts, Gateway } from '../../../intent/model.ts';
import { hopOf } from '../../../intent/resolve/egress-servers.ts';
import { groupBy } from '../../../krm/group-by.ts';
import type { Made } from '../../made.ts';
import { clientTLS } from '../client-tls.ts';
import { trafficPolicy } from '../traffic-policy.ts';
import { egressName, egressOwners, exportTo, firstUse, gatewayHost } from './names.ts';
import { settingParts, useParts } from './parts.ts';

/**
 * How sidecars call the gateway: mesh mTLS with the outside host as server name, which is how the gateway tells hosts apart. Gateways carry no sign of
 * mTLS, so without this rule sidecars send plaintext. It lives beside the gateway's Service, where all sidecars find it.
 */
export function gatewayRule(gateway: Gateway, hosts: readonly EgressHost[], facts: Facts): Made[] {
  const subsets = hosts.flatMap((host) => {
    const ports = host.ports.filter((port) => port.gateway === gateway.key && hopOf(gateway, port) !== 'passthrough');
    return ports.length === 0 ? [] : [{ host, ports }];
  });
  const [first] = subsets;
  if (first === undefined) return [];
  return [
    {
      object: {
        apiVersion: 'networking.istio.io/v1',
        kind: 'DestinationRule',
        metadata: { name: gateway.name, namespace: gateway.workload.namespace },
        spec: {
          host: gatewayHost(gateway, facts.clusterDomain),
          subsets: subsets.map(({ host, ports }) => ({ name: egressName(host), trafficPolicy: subsetPolicy(gateway, host, ports) })),
        },
      },
      origin: {
        ...firstUse(first.ports[0]).origin,
        parts: useParts(
          ['spec', 'subsets'],
          subsets.map(({ ports }) => firstUse(ports[0])),
        ),
      },
      owners: [...new Set([gateway.intent.item, ...subsets.flatMap(({ ports }) => egressOwners(ports))])],
    },
  ];
}

function subsetPolicy(gateway: Gateway, host: EgressHost, ports: readonly EgressPort[]): object | undefined {
  const settings = ports
    .map((port) => ({
      port: { number: port.port },
      tls: hopOf(gateway, port) === 'mesh' ? { mode: 'ISTIO_MUTUAL', sni: host.serviceHost } : undefined,
      connectionPool: port.protocol === 'GRPC' || port.protocol === 'HTTP2' ? { http: { h2UpgradePolicy: 'UPGRADE' } } : undefined,
    }))
    .filter(({ tls, connectionPool }) => tls !== undefined || connectionPool !== undefined);
  return settings.length === 0 ? undefined : { portLevelSettings: settings };
}

/**
 * How the outside host is called where TLS begins at a proxy, or a policy says something: by the gateway, or with `via: Sidecar` by the sidecars. Settings of a
 * port stand instead of the common ones, so all of them are written for each port.
 */
export function outsideRules(host: EgressHost, gateways: ReadonlyMap<string, Gateway>): Made[] {
  const ports = host.ports.filter(({ origination, uses }) => origination !== undefined || uses[0]?.entry.backendPolicy !== undefined);
  const byNamespace = groupBy(ports, ({ gateway }) => gateways.get(gateway ?? '')?.workload.namespace ?? host.namespace);
  const direct = ports.filter(({ gateway }) => gateway === undefined);
  return [...byNamespace].map(([namespace, own]): Made => {
    const isPrivate = own.every(({ gateway }) => gateway !== undefined);
    // Workloads beside the gateway find the gateway's rule, and no other.
    const same = isPrivate ? [...own, ...direct] : own;
    return {
      object: {
        apiVersion: 'networking.istio.io/v1',
        kind: 'DestinationRule',
        metadata: { name: egressName(host), namespace },
        spec: {
          host: host.serviceHost,
          exportTo: isPrivate ? ['.'] : exportTo(host.visibleTo, namespace),
          trafficPolicy: { portLevelSettings: same.map((port) => ({ port: { number: port.port }, ...callPolicy(host, port, namespace) })) },
        },
      },
      origin: { ...firstUse(same[0]).origin, parts: settingParts(same) },
      owners: egressOwners(same),
    };
  });
}

function callPolicy(host: EgressHost, { origination, uses, family }: EgressPort, namespace: string): object {
  const policy = uses[0]?.entry.backendPolicy ?? {};
  const base = trafficPolicy(policy, { host: host.serviceHost, namespace, isHTTP: family === 'http' });
  if (origination === undefined) return base;
  const { mode, sni, ca, clientSecretName, subjectAltNames, validation } = origination;
  return {
    ...base,
    tls: clientTLS(
      { mode, sni, ca, clientSecretName, subjectAltNames, validation } as Parameters<typeof clientTLS>[0],
      host.host,
      namespace,
    ),
  };
}
