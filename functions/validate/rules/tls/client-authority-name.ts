import type { Rule } from '../../rule.ts';
import { at, text, wrong } from '../../spot.ts';
import { serverTls } from '../../spots/gateway.ts';

export const clientAuthorityName: Rule = {
  code: 'GI2317',
  name: 'client-authority-name',
  severity: 'error',
  summary: 'A `caCertCredentialName` must end in `-cacert`.',
  why: 'istiod sends a CA for such names only: the proxies get none, and let in clients with any certificate, or without one',
  fix: 'add `-cacert` to the name; the Secret need not have it',
  source: 'istio/istio, pilot/pkg/xds/sds.go (generate), pilot/pkg/security/model/authentication.go; measured with Envoy',
  *check(world) {
    for (const { tls, mode } of serverTls(world)) {
      const name = at(tls, 'caCertCredentialName');
      const written = text(name);
      if ((mode !== 'MUTUAL' && mode !== 'OPTIONAL_MUTUAL') || written === '' || written.startsWith('configmap://')) continue;
      if (!written.endsWith('-cacert'))
        yield wrong(name, `"${written}" is not taken for the name of a CA`, { fix: `write "${written}-cacert"` });
    }
  },
};
