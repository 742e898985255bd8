import type { Rule } from '../../rule.ts';
import { at, isSet, length, type Spot, text, wrong } from '../../spot.ts';
import { serverTls } from '../../spots/gateway.ts';

export const certificateSources: Rule = {
  code: 'GI1117',
  name: 'certificate-sources',
  severity: 'error',
  summary: 'A server must get its certificates in one way only.',
  why: 'the API server or the webhook of istiod refuses the object',
  fix: 'keep one of `credentialName`, `credentialNames`, `tlsCertificates` and the file paths',
  source: 'istio/istio, pkg/config/validation/validation.go (validateTLSOptions)',
  upstream: ['IST0106'],
  *check(world) {
    for (const { tls, mode } of serverTls(world)) {
      const used = sources.filter(({ isUsed }) => isUsed(tls)).map(({ name }) => name);
      const lists = ['credentialNames', 'tlsCertificates'].filter((name) => isSet(at(tls, name)));
      const single = isSet(at(tls, 'credentialName')) && isSet(at(tls, 'credentialNames'));
      const clash = (mode !== 'ISTIO_MUTUAL' && used.length > 1) || lists.length > 1 || single;
      const [first, last] = used.length > 1 ? [used[0], used.at(-1)] : single ? ['credentialName', 'credentialNames'] : lists;
      if (clash && last !== undefined) yield wrong(at(tls, last), `must not be set beside \`${first}\``);
    }
  },
};

const sources: readonly { readonly name: string; readonly isUsed: (tls: Spot) => boolean }[] = [
  { name: 'serverCertificate', isUsed: (tls) => text(at(tls, 'serverCertificate')) !== '' && text(at(tls, 'privateKey')) !== '' },
  { name: 'credentialName', isUsed: (tls) => text(at(tls, 'credentialName')) !== '' },
  { name: 'credentialNames', isUsed: (tls) => length(at(tls, 'credentialNames')) > 0 },
  { name: 'tlsCertificates', isUsed: (tls) => length(at(tls, 'tlsCertificates')) > 0 },
];
