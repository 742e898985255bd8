import type { Rule, World } from '../../rule.ts';
import { titled, wrongAt } from '../../spot.ts';
import { proxiesOf } from '../../spots/gateway-proxies.ts';
import { type SecretSource, secretSources } from '../../spots/secrets.ts';
import { type ServerCredential, secretNameOf, serverCredentials } from '../../spots/server-credentials.ts';

export const clientAuthority: Rule = {
  code: 'GI2309',
  name: 'client-authority',
  severity: 'error',
  summary: 'The Secret of a server must have a certificate and a key, and a CA where clients need certificates.',
  why: 'without them the pods get no certificate, and every handshake fails',
  fix: 'add `ca.crt` to the Secret, or a Secret with it whose name ends in `-cacert`',
  source:
    'istio/istio, pilot/pkg/credentials/kube/secrets.go; https://istio.io/latest/docs/tasks/traffic-management/ingress/secure-ingress/',
  upstream: ['IST0161'],
  *check(world) {
    for (const credential of serverCredentials(world)) {
      const namespaces = new Set(proxiesOf(world, credential.server.gateway).map(({ workload }) => workload.namespace));
      for (const namespace of namespaces) {
        const source = sourceIn(world, secretNameOf(credential.written)?.name, namespace);
        if (source?.keys === undefined) continue;
        yield* certificateMissing(credential, source, source.keys);
        yield* authorityMissing(credential, source, source.keys, world);
      }
    }
  },
};

function sourceIn(world: World, name: string | undefined, namespace: string): SecretSource | undefined {
  return (secretSources(world).get(name ?? '') ?? []).find((source) => source.namespace === namespace);
}

function* certificateMissing({ field, written }: ServerCredential, { item }: SecretSource, keys: ReadonlySet<string>) {
  const has = (...names: readonly string[]) => names.every((name) => keys.has(name));
  if (has('tls.crt', 'tls.key') || has('cert', 'key')) return;
  yield wrongAt(field, `"${written}" leads to ${titled(item)}, which lacks \`tls.crt\` and \`tls.key\``, {
    fix: 'give the Secret the keys `tls.crt` and `tls.key`',
  });
}

function* authorityMissing({ server, field, written }: ServerCredential, source: SecretSource, keys: ReadonlySet<string>, world: World) {
  const { tls } = server;
  if ((tls?.mode !== 'MUTUAL' && tls?.mode !== 'OPTIONAL_MUTUAL') || tls.caCredentialName !== '') return;
  if (keys.has('ca.crt') || keys.has('cacert') || secretSources(world).has(`${source.name}-cacert`)) return;
  const text = `"${written}" leads to ${titled(source.item)}, which has no \`ca.crt\`, and there is no Secret "${source.name}-cacert"`;
  yield wrongAt(field, text, world.complete ? {} : { severity: 'warning' });
}
