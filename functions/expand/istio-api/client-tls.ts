import type { BackendPolicy } from '../../intent/generated/gateway-intent.ts';

type BackendTLS = NonNullable<BackendPolicy['tls']>;

const modes = { Disable: 'DISABLE', Simple: 'SIMPLE', Mutual: 'MUTUAL', Mesh: 'ISTIO_MUTUAL' } as const;

/**
 * TLS of a proxy towards a backend, as a DestinationRule says it. A proxy that is given `sni` alone accepts a certificate of any name, so the names
 * that the certificate must have are always written: measured with Envoy; `host` is the name where nothing else is said. A ConfigMap is in the
 * `namespace` of the rule.
 */
export function clientTLS(tls: BackendTLS, host: string, namespace: string): object {
  const { mode, sni, hostname, validation, ca, clientSecretName, subjectAltNames } = tls;
  if (mode === 'Disable' || mode === 'Mesh') return { mode: modes[mode] };
  const unverified = validation === 'None';
  return {
    mode: modes[mode],
    sni: sni ?? hostname ?? host,
    subjectAltNames: unverified ? undefined : (subjectAltNames ?? [hostname ?? sni ?? host]),
    credentialName: clientSecretName ?? (ca && (ca.kind === 'ConfigMap' ? `configmap://${namespace}/${ca.name}` : ca.name)),
    insecureSkipVerify: unverified || undefined,
  };
}

/** Whether only a gateway can do it: sidecars get no Secrets, and would send plaintext instead. */
export function needsSecret(tls: BackendTLS | undefined): boolean {
  return tls !== undefined && (tls.clientSecretName !== undefined || (tls.ca !== undefined && tls.ca.kind !== 'ConfigMap'));
}
