import type { Rule, World } from '../../rule.ts';
import { titled, wrongAt } from '../../spot.ts';
import { proxiesOf } from '../../spots/gateway-proxies.ts';
import { secretSources } from '../../spots/secrets.ts';
import { type ServerCredential, secretNameOf, serverCredentials } from '../../spots/server-credentials.ts';

export const secretElsewhere: Rule = {
  code: 'GI2307',
  name: 'secret-elsewhere',
  severity: 'error',
  summary: 'The Secret of a server must lie in the namespace of the pods that serve it.',
  why: 'the pods never get the certificate, and every handshake fails; where the Gateway lies does not matter',
  fix: 'move the Secret to the namespace of the pods of the gateway',
  source: 'istio/istio, pilot/pkg/xds/sds.go (filterAuthorizedResources)',
  upstream: ['IST0101'],
  *check(world) {
    for (const credential of serverCredentials(world)) {
      const namespaces = new Set(proxiesOf(world, credential.server.gateway).map(({ workload }) => workload.namespace));
      for (const namespace of namespaces) {
        const problem = namespace === '' ? undefined : problemIn(namespace, credential, world);
        if (problem !== undefined) yield wrongAt(credential.field, problem);
      }
    }
  },
};

function problemIn(namespace: string, { written, server }: ServerCredential, world: World): string | undefined {
  const secret = secretNameOf(written);
  if (secret === undefined) return undefined;
  if (secret.namespace !== undefined && secret.namespace !== namespace)
    return `"${written}" names a Secret of namespace "${secret.namespace}", and the pods may use those of "${namespace}" only`;
  const sources = secretSources(world).get(secret.name) ?? [];
  if (sources.some((source) => source.namespace === namespace || source.isCopied || !source.isPlaced)) return undefined;
  const isPlaced = proxiesOf(world, server.gateway).every(({ services, workload }) =>
    [workload.item, services[0]?.item].some((item) => item?.id.namespace),
  );
  const [source] = sources;
  if (source === undefined)
    return world.complete ? `"${written}" does not exist in namespace "${namespace}", where the pods look for it` : undefined;
  return isPlaced ? `"${written}" is made by ${titled(source.item)}, and the pods look for it in namespace "${namespace}"` : undefined;
}
