import type { Gateway, Server, ServerHost, ServerTLS } from '../../intent/model.ts';
import { httpProtocols } from '../../intent/resolve/tls.ts';
import type { OriginPart } from '../../krm/item.ts';
import type { KubeObject } from '../../krm/kube-object.ts';
import { unlessEmpty } from '../made.ts';

/** Istio's Gateway: what the gateway's pods listen on. `undefined` where nothing is open. */
export function istioGateway(gateway: Gateway): KubeObject | undefined {
  const { name, namespace, workload, servers, spec } = gateway;
  if (servers.length === 0) return undefined;
  return {
    apiVersion: 'networking.istio.io/v1',
    kind: 'Gateway',
    metadata: {
      name,
      namespace,
      labels: unlessEmpty(spec.labels),
      annotations: unlessEmpty({ ...spec.annotations, ...dnsAnnotations(gateway) }),
    },
    spec: { selector: workload.selector, servers: servers.map(server) },
  };
}

/** What external-dns reads: https://kubernetes-sigs.github.io/external-dns/latest/docs/annotations/annotations/ */
export function dnsAnnotations({ spec: { dns } }: Gateway): Record<string, string> {
  return {
    ...(dns?.target === undefined ? {} : { 'external-dns.alpha.kubernetes.io/target': dns.target }),
    ...(dns?.ttl === undefined ? {} : { 'external-dns.alpha.kubernetes.io/ttl': `${dns.ttl}` }),
  };
}

function server(written: Server): object {
  const { name, port, hosts, tls, httpsRedirect } = written;
  return {
    port: { number: port, name, protocol: protocolOf(written) },
    hosts: hosts.flatMap(hostNames),
    tls: httpsRedirect ? { httpsRedirect: true } : tls && serverTLS(tls),
  };
}

/** Istio names the protocol on the wire: HTTPS for HTTP inside TLS, TLS for anything else inside it. */
function protocolOf({ protocol, tls }: Server): string {
  if (tls === undefined) return protocol;
  return httpProtocols.has(protocol) && tls.mode !== 'Passthrough' && tls.mode !== 'AutoPassthrough' ? 'HTTPS' : 'TLS';
}

const hostNames = ({ host, namespaces }: ServerHost): string[] => namespaces?.map((namespace) => `${namespace}/${host}`) ?? [host];

function serverTLS(tls: ServerTLS): object {
  const { secretName, additionalSecretNames, files, clientValidation, minVersion, maxVersion, cipherSuites } = tls;
  const several = additionalSecretNames !== undefined && additionalSecretNames.length > 0;
  return {
    mode: modeOf(tls),
    credentialName: several ? undefined : secretName,
    credentialNames: several ? [secretName, ...additionalSecretNames] : undefined,
    serverCertificate: files?.certificate,
    privateKey: files?.privateKey,
    caCertificates: files?.caCertificates,
    caCertCredentialName: authorityName(clientValidation?.caSecretName, secretName),
    subjectAltNames: clientValidation?.subjectAltNames,
    minProtocolVersion: minVersion && tlsVersions[minVersion],
    maxProtocolVersion: maxVersion && tlsVersions[maxVersion],
    cipherSuites,
  };
}

/**
 * The Secret with the CA of clients, where it is not one in which Istio looks anyhow. istiod takes a name for that of a CA only when it ends in `-cacert`, and finds
 * the Secret without it; with any other name proxies get no CA and let every client in (measured; pilot/pkg/xds/sds.go of istio/istio).
 */
function authorityName(name: string | undefined, secretName: string | undefined): string | undefined {
  if (name === undefined || name === secretName || name === `${secretName}-cacert`) return undefined;
  return name.endsWith('-cacert') ? name : `${name}-cacert`;
}

const tlsVersions = { '1.0': 'TLSV1_0', '1.1': 'TLSV1_1', '1.2': 'TLSV1_2', '1.3': 'TLSV1_3' } as const;

function modeOf({ mode, clientValidation }: ServerTLS): string {
  if (mode === 'Terminate' && clientValidation !== undefined) return clientValidation.mode === 'Optional' ? 'OPTIONAL_MUTUAL' : 'MUTUAL';
  return { Terminate: 'SIMPLE', Passthrough: 'PASSTHROUGH', AutoPassthrough: 'AUTO_PASSTHROUGH', Mesh: 'ISTIO_MUTUAL' }[mode];
}

/** The listener or the exposure that each server was made for; its TLS may be the gateway's. */
export const gatewayParts = ({ servers, origin }: Gateway): OriginPart[] =>
  servers.flatMap(({ origins: [first = origin] }, index) => {
    const path = ['spec', 'servers', index];
    const tls = [first, origin].map(({ item, path: own }) => ({ item, path: [...own, 'tls'] }));
    return [{ path, origin: first }, ...tls.map((one) => ({ path: [...path, 'tls'], origin: one }))];
  });
