import type { KubeObject } from '../../../functions/krm/kube-object.ts';
import { certificate } from '../judges/certificate.ts';
import { isGatewayWorkload, namespaceOf, podTemplate } from './gateways.ts';

/** Stand-ins, with a self-signed certificate, for the Secrets that gateways of either API name and that no file has. */
export function namedSecrets(objects: readonly KubeObject[]): readonly KubeObject[] {
  const existing = new Set(
    objects.filter(({ kind }) => kind === 'Secret').map((secret) => `${namespaceOf(secret)}/${secret.metadata.name}`),
  );
  const named = objects
    .filter(({ kind, spec }) => kind === 'Gateway' && spec !== undefined)
    .flatMap((gateway) => secretsOf(gateway, objects));
  return [...new Set(named)]
    .filter((id) => !existing.has(id))
    .map((id) => {
      const [namespace = '', name = ''] = id.split('/');
      return { apiVersion: 'v1', kind: 'Secret', metadata: { name, namespace }, type: 'kubernetes.io/tls', data: certificate() };
    });
}

function secretsOf(gateway: KubeObject, objects: readonly KubeObject[]): readonly string[] {
  return gateway.apiVersion.startsWith('networking.istio.io/') ? secretsOfServers(gateway, objects) : secretsOfListeners(gateway);
}

interface ServerTls {
  readonly credentialName?: string;
  readonly credentialNames?: readonly string[];
  readonly caCertCredentialName?: string;
}

/** istiod looks for them beside the pods that the Gateway selects. */
function secretsOfServers(gateway: KubeObject, objects: readonly KubeObject[]): readonly string[] {
  const { selector = {}, servers = [] } = gateway.spec as {
    selector?: Readonly<Record<string, string>>;
    servers?: readonly { tls?: ServerTls }[];
  };
  const pods = objects.filter((object) => isGatewayWorkload(object) && carries(object, selector));
  const namespaces = pods.length > 0 ? pods.map(namespaceOf) : [namespaceOf(gateway)];
  const names = servers.flatMap(({ tls = {} }) =>
    [tls.credentialName ?? [], tls.credentialNames ?? [], tls.caCertCredentialName ?? []].flat(),
  );
  return namespaces.flatMap((namespace) => names.map((name) => `${namespace}/${name}`));
}

function carries(workload: KubeObject, selector: Readonly<Record<string, string>>): boolean {
  const labels = podTemplate(workload).metadata?.labels ?? {};
  return Object.entries(selector).every(([key, value]) => labels[key] === value);
}

interface Listener {
  readonly tls?: { readonly certificateRefs?: readonly { readonly name: string; readonly namespace?: string }[] };
}

function secretsOfListeners(gateway: KubeObject): readonly string[] {
  const { listeners = [] } = gateway.spec as { listeners?: readonly Listener[] };
  const references = listeners.flatMap(({ tls }) => tls?.certificateRefs ?? []);
  return references.map(({ name, namespace = namespaceOf(gateway) }) => `${namespace}/${name}`);
}
