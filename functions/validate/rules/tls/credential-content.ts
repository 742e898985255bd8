import { X509Certificate } from 'node:crypto';
import type { Item } from '../../../krm/item.ts';
import { asRecord, asText } from '../../../mesh/loose.ts';
import type { Rule, World } from '../../rule.ts';
import { titled, wrongAt } from '../../spot.ts';
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
/** Values that something else fills in. */
const placeholder = /^\s*$|\$\{|\{\{|ENC\[|<[^>]+>/;

function problemOf({ object }: Item): string | undefined {
  const isTls = object.type === 'kubernetes.io/tls';
  const pem = contentOf(object, 'tls.crt') ?? contentOf(object, 'cert');
  if (pem === undefined || placeholder.test(pem)) return undefined;
  try {
    return Date.parse(new X509Certificate(pem).validTo) < longAgo ? 'has run out' : undefined;
  } catch {
    // Of Secrets for TLS the rule about those tells it.
    return isTls ? undefined : 'cannot be read';
  }
}

function contentOf(object: Item['object'], key: string): string | undefined {
  const plain = asText(asRecord(object.stringData)[key]);
  const encoded = asText(asRecord(object.data)[key]);
  if (plain !== '') return plain;
  return encoded === '' ? undefined : placeholder.test(encoded) ? encoded : Buffer.from(encoded, 'base64').toString('latin1');
}
