import type { OpenShiftRoute } from '../intent/generated/gateway-intent.ts';
import type { Exposure, Gateway, Model } from '../intent/model.ts';
import { hostName } from '../intent/resolve/host-name.ts';
import type { OriginPart } from '../krm/item.ts';
import type { Made } from './made.ts';
import { unlessEmpty } from './made.ts';

/** How an OpenShift Route names a port of the gateway's Service. */
export type PortName = (port: number) => string | number;

/** OpenShift Routes: one for each exposed host of a gateway that asks for them, beside the gateway's Service. */
export function openshiftRoutes(model: Model, gateway: Gateway, portName: PortName): Made[] {
  const byHost = new Map<string, Made>();
  for (const exposure of model.exposures.filter(({ gateway: key, isRedirect }) => key === gateway.key && !isRedirect))
    for (const host of exposure.hosts) {
      const route = routeOf(gateway, exposure, host, portName);
      if (route === undefined) continue;
      const other = byHost.get(host);
      byHost.set(host, other ? { ...other, owners: [...new Set([...other.owners, ...route.owners])] } : route);
    }
  return named([...byHost]);
}

/** Routes of all teams lie beside the gateway: of those that have one name, the first keeps it and the others are named for their hosts. */
function named(routes: readonly (readonly [host: string, route: Made])[]): Made[] {
  const taken = new Set<string>();
  return routes.map(([host, route]) => {
    const { metadata } = route.object;
    const name = taken.has(metadata.name) ? hostName(host) : metadata.name;
    taken.add(name);
    return { ...route, object: { ...route.object, metadata: { ...metadata, name } } };
  });
}

function routeOf(gateway: Gateway, exposure: Exposure, host: string, portName: PortName): Made | undefined {
  const written = exposure.openshiftRoute ?? gateway.spec.openshiftRoute;
  const attachment = exposure.attachments[0];
  if (written === undefined || attachment?.port === undefined) return undefined;
  const termination = written.termination ?? (attachment.tls === undefined ? 'None' : 'Passthrough');
  const wildcard = host.startsWith('*.');
  const name = exposure.hosts.length === 1 ? exposure.name : hostName(host);
  return {
    object: {
      apiVersion: 'route.openshift.io/v1',
      kind: 'Route',
      metadata: {
        name,
        namespace: gateway.workload.namespace,
        labels: unlessEmpty({ ...gateway.spec.openshiftRoute?.labels, ...exposure.openshiftRoute?.labels }),
        annotations: unlessEmpty({ ...gateway.spec.openshiftRoute?.annotations, ...exposure.openshiftRoute?.annotations }),
      },
      spec: {
        host: wildcard ? host.replace('*', 'wildcard') : host,
        port: { targetPort: portName(attachment.port) },
        to: { kind: 'Service', name: gateway.workload.service, weight: 100 },
        tls: routeTLS(termination, written),
        wildcardPolicy: written.wildcardPolicy ?? (wildcard ? 'Subdomain' : 'None'),
      },
    },
    origin: { ...exposure.origin, parts: partsOf(exposure, gateway, host) },
    owners: [exposure.intent.item],
  };
}

function routeTLS(termination: NonNullable<OpenShiftRoute['termination']>, written: OpenShiftRoute): object | undefined {
  if (termination === 'None') return undefined;
  return {
    termination: { Edge: 'edge', Passthrough: 'passthrough', Reencrypt: 'reencrypt' }[termination],
    insecureEdgeTerminationPolicy: written.insecureEdgeTerminationPolicy ?? 'Redirect',
    externalCertificate: written.externalCertificate === undefined ? undefined : { name: written.externalCertificate },
    destinationCACertificate: written.destinationCACertificate,
  };
}

/** Its own settings, then those of the gateway; TLS fields have the same names in both. */
function partsOf({ origin, hosts }: Exposure, { origin: declared }: Gateway, host: string): OriginPart[] {
  const settings = [origin, declared].map(({ item, path }) => ({ item, path: [...path, 'openshiftRoute'] }));
  return [
    ...[['spec'], ['spec', 'tls'], ['metadata']].flatMap((path) => settings.map((from): OriginPart => ({ path, origin: from }))),
    { path: ['spec', 'host'], origin: { item: origin.item, path: [...origin.path, 'hosts', hosts.indexOf(host)] } },
  ];
}
