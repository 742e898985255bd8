import type { Rule } from '../../rule.ts';
import { at, isSet, list, rootOf, text, wrong } from '../../spot.ts';
import { gatewayApi } from '../../spots/cross-references.ts';

export const httpsListenerWithoutTls: Rule = {
  code: 'GI2918',
  name: 'https-listener-without-tls',
  severity: 'error',
  summary: 'A listener for HTTPS or TLS must have TLS settings.',
  why: 'the API server takes it, and the listener is not served',
  fix: 'add `tls: {certificateRefs: [{name: SECRET}]}`',
  source: 'https://gateway-api.sigs.k8s.io/reference/spec/#gateway.networking.k8s.io/v1.Listener',
  *check(world) {
    for (const item of ['Gateway', 'ListenerSet'].flatMap((kind) => world.ofKind(gatewayApi, kind)))
      for (const listener of list(at(rootOf(item), 'spec'), 'listeners'))
        if (text(at(listener, 'protocol')) === 'HTTPS' && !isSet(at(listener, 'tls'))) yield wrong(listener, 'is for HTTPS, without `tls`');
  },
};
