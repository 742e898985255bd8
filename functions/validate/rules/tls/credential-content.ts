import { X509Certificate } from 'node:crypto';
import type { Item } from '../../../krm/item.ts';
import type { Rule, World } from '../../rule.ts';
import { titled, wrongAt } from '../../spot.ts';
import { dataEntry } from '../../spots/entries-of-data.ts';
import { proxiesOf } from '../../spots/gateway-proxies.ts';
import { secretSources } from '../../spots/secrets.ts';
import { type ServerCredential, secretNameOf, serverCredentials } from '../../spots/server-credentials.ts';

export const credentialContent: Rule = {
  code: 'GI2316',
  name: 'credential-content',
  severity: 'error',
  summary: 'The Secret of a server must hold a certificate that can be read and has not run out.',
  why: 'the pods refuse it, or clients do, and every handshake fails',
  fix: 'put a valid certificate and its key into the Secret, in PEM form',
  source: 'istio/istio, pkg/config/analysis/analyzers/gateway/secret.go',
  upstream: ['IST0161'],
  *check(world) {
    for (const credential of serverCredentials(world)) {
      const secret = secretOf(credential, world);
      const problem = secret && problemOf(secret);
      if (problem !== undefined)
        yield wrongAt(credential.field, `"${credential.written}" leads to ${titled(secret as Item)}, whose certificate ${problem}`);
    }
  },
};

function secretOf({ server, written }: ServerCredential, world: World): Item | undefined {
  const namespaces = new Set(proxiesOf(world, server.gateway).map(({ workload }) => workload.namespace));
  const sources = secretSources(world).get(secretNameOf(written)?.name ?? '') ?? [];
  return sources.find(({ namespace, item }) => item.id.kind === 'Secret' && namespaces.has(namespace))?.item;
}

/** Long before anybody runs this: rules know no clock, and what had run out then has done so for ever. */
const longAgo = Date.UTC(2026, 0, 1);

function problemOf(secret: Item): string | undefined {
  const certificate = dataEntry(secret, 'tls.crt') ?? dataEntry(secret, 'cert');
  if (certificate === undefined || certificate.isFilledInLater) return undefined;
  try {
    return Date.parse(new X509Certificate(certificate.content).validTo) < longAgo ? 'has run out' : undefined;
  } catch {
    // Of Secrets for TLS the rule about those tells it.
    return secret.object.type === 'kubernetes.io/tls' ? undefined : 'cannot be read';
  }
}
