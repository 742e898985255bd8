import { isIP } from 'node:net';
import type { ClientValidation, GatewayDeclaration } from '../../../intent/generated/gateway-intent.ts';
import type { ServerTLS } from '../../../intent/model.ts';
import { groupBy } from '../../../krm/group-by.ts';
import type { KubeObject } from '../../../krm/kube-object.ts';
import type { Listener } from '../../gateway-api/listeners.ts';
import type { Routing } from '../../gateway-api/routing.ts';
import { group } from './backends.ts';
import { type TargetReference, target } from './policy-attachment.ts';

/** The ClientTrafficPolicies of a gateway: one for it, and one for each set of listeners whose TLS differs from what is usual. A policy of a listener stands instead of the gateway's. */
export function clientPolicies({ gateway, listeners }: Routing): KubeObject[] {
  const common = commonSettings(gateway.spec);
  const tlsOf = ({ server: { tls } }: Listener) => (tls === undefined ? undefined : tlsSettings(tls));
  const secure = listeners.filter(({ server }) => server.tls?.mode === 'Terminate');
  const bySettings = groupBy(secure, (listener) => JSON.stringify(tlsOf(listener)));
  const policy = (name: string, targetRefs: readonly TargetReference[], settings: object): KubeObject => ({
    apiVersion: `${group}/v1alpha1`,
    kind: 'ClientTrafficPolicy',
    metadata: { name, namespace: gateway.namespace },
    spec: { targetRefs, ...settings },
  });
  const whole = target('Gateway', gateway.name);
  if (bySettings.size <= 1) {
    const tls = secure[0] && tlsOf(secure[0]);
    return common === undefined && tls === undefined ? [] : [policy(gateway.name, [whole], { ...common, tls })];
  }
  const own = [...bySettings.values()].flatMap((same) => {
    const [first] = same as [Listener, ...Listener[]];
    const tls = tlsOf(first);
    if (tls === undefined) return [];
    return [
      policy(
        `${gateway.name}-${first.name}`,
        same.map(({ name }) => target('Gateway', gateway.name, name)),
        { ...common, tls },
      ),
    ];
  });
  return [...(common === undefined ? [] : [policy(gateway.name, [whole], common)]), ...own];
}

function commonSettings({ client = {}, clientIP = {} }: GatewayDeclaration): object | undefined {
  const { idleTimeout, tcpKeepalive, http3, forwardClientCertificate } = client;
  const settings = {
    tcpKeepalive,
    proxyProtocol: clientIP.proxyProtocol === 'Required' ? {} : clientIP.proxyProtocol === 'Optional' ? { optional: true } : undefined,
    clientIPDetection: forwardedFor(clientIP),
    headers: forwardClientCertificate && { xForwardedClientCert: { mode: forwardModes[forwardClientCertificate] } },
    timeout: idleTimeout === undefined ? undefined : { tcp: { idleTimeout }, http: { idleTimeout } },
    http3: http3 === 'Enabled' ? {} : undefined,
  };
  return Object.values(settings).some((value) => value !== undefined) ? settings : undefined;
}

const forwardModes = {
  SANITIZE: 'Sanitize',
  FORWARD_ONLY: 'ForwardOnly',
  APPEND_FORWARD: 'AppendForward',
  SANITIZE_SET: 'SanitizeSet',
  ALWAYS_FORWARD_ONLY: 'AlwaysForwardOnly',
} as const;

function forwardedFor({ trustedProxies, trustedCIDRs }: NonNullable<GatewayDeclaration['clientIP']>): object | undefined {
  if (trustedCIDRs !== undefined) return { xForwardedFor: { trustedCIDRs } };
  return trustedProxies ? { xForwardedFor: { numTrustedHops: trustedProxies } } : undefined;
}

/** TLS that differs from Envoy Gateway's own defaults, which begin at 1.2 too. */
function tlsSettings({ minVersion, maxVersion, cipherSuites, clientValidation, secretName }: ServerTLS): object | undefined {
  const settings = {
    minVersion: minVersion === '1.2' ? undefined : minVersion,
    maxVersion,
    ciphers: cipherSuites,
    clientValidation: clientValidation && validation(clientValidation, secretName),
  };
  return Object.values(settings).some((value) => value !== undefined) ? settings : undefined;
}

function validation({ mode, caSecretName, subjectAltNames }: ClientValidation, secretName: string | undefined): object {
  return {
    mode: mode === 'Optional' ? 'VerifyIfGiven' : undefined,
    caCertificateRefs: [{ kind: 'Secret', name: caSecretName ?? secretName }],
    subjectAltNames: subjectAltNames && alternativeNames(subjectAltNames),
  };
}

/** Envoy Gateway keeps names apart by their kind. */
function alternativeNames(names: readonly string[]): object {
  const kindOf = (name: string): string =>
    name.includes('://') ? 'uris' : name.includes('@') ? 'emailAddresses' : isIP(name) !== 0 ? 'ipAddresses' : 'dnsNames';
  return Object.fromEntries([...groupBy(names, kindOf)].map(([kind, same]) => [kind, same.map((value) => ({ type: 'Exact', value }))]));
}
