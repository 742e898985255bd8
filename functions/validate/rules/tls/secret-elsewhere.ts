import { perWorld } from '../../per-world.ts';
import type { Finding, Rule, World } from '../../rule.ts';
import { titled, wrongAt } from '../../spot.ts';
import { proxiesOf } from '../../spots/gateway-proxies.ts';
import { nearNamesake } from '../../spots/near-names.ts';
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
        else if (namespace !== '' && !world.complete) yield* mistyped(namespace, credential, world);
      }
    }
  },
};

/** Secrets are seldom in files: one that is missing is told only where another one has nearly its name. */
function* mistyped(namespace: string, { written, field }: ServerCredential, world: World): Iterable<Finding> {
  const secret = secretNameOf(written);
  if (secret === undefined || secret.namespace !== undefined || secretSources(world).has(secret.name)) return;
  const near = nearNamesake(world, 'Secret', { name: secret.name, namespace }, placedSecrets(world));
  if (near === undefined) return;
  const message = `"${written}" is not in namespace "${namespace}" of the files`;
  yield wrongAt(field, message, { severity: 'warning', fix: `did you mean "${near.name}"?` });
}

const placedSecrets = perWorld((world: World) => [...secretSources(world).values()].flat().filter(({ isPlaced }) => isPlaced));

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
