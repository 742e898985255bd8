import { groupBy } from '../../../functions/krm/group-by.ts';
import type { KubeObject } from '../../../functions/krm/kube-object.ts';
import { certificateFor } from '../local/certificates.ts';
import { isGatewayWorkload, namespaceOf, podTemplate } from './gateways.ts';

/** A Secret that something names, and the hosts that its certificate is for. */
interface Named {
  readonly id: string;
  readonly hosts: readonly string[];
  /** One more certificate of a listener has another kind of key. */
  readonly kind?: 'rsa';
}

/** Stand-ins, with certificates of one CA, for the Secrets that gateways of either API name and that no file has. */
export function namedSecrets(objects: readonly KubeObject[]): readonly KubeObject[] {
  return [...missing(objects)].map(([id, same]) => secret(id, same));
}

/** Those that several listeners of the Gateway API share: the certificate must be for all of their hosts. */
export function sharedSecrets(objects: readonly KubeObject[]): readonly KubeObject[] {
  const listed = missing(objects.filter(({ apiVersion }) => !apiVersion.startsWith('networking.istio.io/')));
  return [...listed].filter(([, same]) => same.length > 1).map(([id, same]) => secret(id, same));
}

function missing(objects: readonly KubeObject[]): ReadonlyMap<string, readonly Named[]> {
  const existing = new Set(objects.filter(({ kind }) => kind === 'Secret').map((one) => `${namespaceOf(one)}/${one.metadata.name}`));
  const named = objects
    .filter(({ kind, spec }) => kind === 'Gateway' && spec !== undefined)
    .flatMap((gateway) => secretsOf(gateway, objects))
    .filter(({ id }) => !existing.has(id));
  return groupBy(named, ({ id }) => id);
}

function secret(id: string, same: readonly Named[]): KubeObject {
  const [namespace = '', name = ''] = id.split('/');
  const { certificate, key, ca } = certificateFor([...new Set(same.flatMap(({ hosts }) => hosts))], 'trusted', same[0]?.kind);
  const data = { 'tls.crt': base64(certificate), 'tls.key': base64(key), 'ca.crt': base64(ca) };
  return { apiVersion: 'v1', kind: 'Secret', metadata: { name, namespace }, type: 'kubernetes.io/tls', data } as KubeObject;
}

export const base64 = (text: string): string => Buffer.from(text).toString('base64');

function secretsOf(gateway: KubeObject, objects: readonly KubeObject[]): readonly Named[] {
  return gateway.apiVersion.startsWith('networking.istio.io/') ? secretsOfServers(gateway, objects) : secretsOfListeners(gateway);
}

interface ServerTls {
  readonly credentialName?: string;
  readonly credentialNames?: readonly string[];
  readonly caCertCredentialName?: string;
}

/** istiod looks for them beside the pods that the Gateway selects. */
function secretsOfServers(gateway: KubeObject, objects: readonly KubeObject[]): readonly Named[] {
  const { selector = {}, servers = [] } = gateway.spec as {
    selector?: Readonly<Record<string, string>>;
    servers?: readonly { hosts?: readonly string[]; tls?: ServerTls }[];
  };
  const pods = objects.filter((object) => isGatewayWorkload(object) && carries(object, selector));
  const namespaces = pods.length > 0 ? pods.map(namespaceOf) : [namespaceOf(gateway)];
  const names = servers.flatMap(({ hosts = [], tls = {} }) =>
    [tls.credentialName ?? [], tls.credentialNames ?? [], tls.caCertCredentialName ?? []]
      .flat()
      .map((name) => ({ name, hosts: hosts.map((host) => host.slice(host.indexOf('/') + 1)).filter((host) => host !== '*') })),
  );
  return namespaces.flatMap((namespace) => names.map(({ name, hosts }) => ({ id: `${namespace}/${name}`, hosts })));
}

function carries(workload: KubeObject, selector: Readonly<Record<string, string>>): boolean {
  const labels = podTemplate(workload).metadata?.labels ?? {};
  return Object.entries(selector).every(([key, value]) => labels[key] === value);
}

interface Listener {
  readonly hostname?: string;
  readonly tls?: { readonly certificateRefs?: readonly { readonly name: string; readonly namespace?: string }[] };
}

function secretsOfListeners(gateway: KubeObject): readonly Named[] {
  const { listeners = [] } = gateway.spec as { listeners?: readonly Listener[] };
  return listeners.flatMap(({ hostname, tls }) =>
    (tls?.certificateRefs ?? []).map(({ name, namespace = namespaceOf(gateway) }, index) => ({
      id: `${namespace}/${name}`,
      hosts: hostname === undefined ? [] : [hostname],
      ...(index > 0 ? { kind: 'rsa' as const } : {}),
    })),
  );
}
