import type { Rule } from '../../rule.ts';
import { at, length, type Spot, text, wrong } from '../../spot.ts';
import { servers } from '../../spots/gateway.ts';

export const clientDemandsUnread: Rule = {
  code: 'GI2318',
  name: 'client-demands-unread',
  severity: 'error',
  summary: 'Names and hashes of client certificates must stand where certificates of clients are verified.',
  why: 'istiod leaves them out, so that any client gets in; names beside `mode: SIMPLE` and a Secret it does write, and Envoy refuses the port with all of its hosts',
  fix: 'set `mode: MUTUAL`',
  source: 'istio/istio, pilot/pkg/security/model/authentication.go ApplyCredentialSDSToServerCommonTLSContext',
  upstream: [],
  *check(world) {
    for (const server of servers(world)) {
      const tls = at(server, 'tls');
      const mode = text(at(tls, 'mode'));
      const fromSecret = text(at(tls, 'credentialName')) !== '' || length(at(tls, 'credentialNames')) > 0;
      if (mode === 'SIMPLE') yield* besideSimple(tls, fromSecret);
      else if ((mode === 'MUTUAL' || mode === 'OPTIONAL_MUTUAL') && !fromSecret) {
        const fix = 'take the certificates from a Secret (`credentialName`)';
        yield* hashes(tls).map((field) =>
          wrong(field, 'is not looked at: istiod passes hashes on only where certificates come from a Secret', { fix }),
        );
      } else if (mode === 'ISTIO_MUTUAL') {
        const fix = 'allow callers by their identity, in an AuthorizationPolicy';
        yield* hashes(tls).map((field) => wrong(field, 'is not looked at with certificates of the mesh', { fix }));
      }
    }
  },
};

function* besideSimple(tls: Spot, fromSecret: boolean) {
  const names = at(tls, 'subjectAltNames');
  if (length(names) > 0 && fromSecret)
    yield wrong(names, 'is more than Envoy takes: with `mode: SIMPLE` nobody verifies who signed the names, and it refuses the port');
  else if (length(names) > 0) yield wrong(names, 'is not looked at: with `mode: SIMPLE` clients show no certificate');
  yield* hashes(tls).map((field) => wrong(field, 'is not looked at: with `mode: SIMPLE` clients show no certificate'));
}

function hashes(tls: Spot): readonly Spot[] {
  return [at(tls, 'verifyCertificateHash'), at(tls, 'verifyCertificateSpki')].filter((field) => length(field) > 0);
}
