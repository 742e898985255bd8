import type { Finding } from '../rule.ts';
import { at, isSet, isTrue, type Spot, text, wrong } from '../spot.ts';

const files = ['clientCertificate', 'caCertificates', 'privateKey', 'caCrl'];

/** What is wrong with the TLS settings of a client. */
export function* clientTlsFindings(tls: Spot): Iterable<Finding> {
  const mode = text(at(tls, 'mode'));
  const credential = at(tls, 'credentialName');
  yield* configMapFindings(credential);
  if (isTrue(at(tls, 'insecureSkipVerify'))) {
    const verified =
      { SIMPLE: ['caCertificates', 'credentialName', 'subjectAltNames'], MUTUAL: ['caCertificates', 'subjectAltNames'] }[mode] ?? [];
    for (const field of verified.map((name) => at(tls, name)))
      if (isSet(field) && field.value !== '') yield wrong(field, 'must not be set when `insecureSkipVerify` is true');
  }
  if (mode !== 'SIMPLE' && mode !== 'MUTUAL') return;
  if (text(credential) !== '') {
    for (const field of files.map((name) => at(tls, name)))
      if (text(field) !== '') yield wrong(field, 'must not be set beside `credentialName`');
  } else if (mode === 'MUTUAL') {
    for (const field of ['clientCertificate', 'privateKey'].map((name) => at(tls, name)))
      if (text(field) === '') yield wrong(field, 'must be set when `mode` is MUTUAL, unless `credentialName` is');
  }
}

/** `configmap://namespace/name` must lie in the namespace of the rule. */
function* configMapFindings(credential: Spot): Iterable<Finding> {
  const name = text(credential);
  if (!name.startsWith('configmap://')) return;
  const [namespace = '', config = ''] = name.slice('configmap://'.length).split('/');
  const own = credential.item.id.namespace;
  if (namespace === '' || config === '')
    yield wrong(credential, `must be "configmap://", a namespace, a slash and a name, not ${JSON.stringify(name)}`);
  else if (own !== undefined && namespace !== own)
    yield wrong(credential, `must name a ConfigMap in the namespace of the rule, "${own}", not in "${namespace}"`);
}
